import { expect, test } from "vitest";
import { forceLayout } from "./forceLayout";

const columns = {
  ids: ["a", "b", "c"],
  x: [0, 10, 0],
  y: [0, 0, 10],
  size: [5, 5, 5],
  fixed: [true, true, false],
  edges: [[0, 2] as [number, number]],
};

test("fixed nodes stay, the others move", () => {
  const places = forceLayout(columns, 50);
  expect([places.x[0], places.y[0], places.x[1], places.y[1]]).toEqual([0, 0, 10, 0]);
  expect([places.x[2], places.y[2]]).not.toEqual([0, 10]);
});

test("the same graph is laid out the same way", () => {
  expect(forceLayout(columns, 50)).toEqual(forceLayout(columns, 50));
});
