import { expect, test } from "vitest";
import { Occupancy } from "./occupancy";

test("labels do not lie on each other", () => {
  const taken = new Occupancy();
  expect(taken.take({ left: 0, top: 0, right: 200, bottom: 14 })).toBe(true);
  expect(taken.take({ left: 190, top: 5, right: 260, bottom: 19 })).toBe(false);
  expect(taken.take({ left: 201, top: 0, right: 260, bottom: 14 })).toBe(true);
});
