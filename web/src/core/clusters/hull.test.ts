import { expect, test } from "vitest";
import { convexHull } from "./hull";

test("a hull holds the outermost points only", () => {
  const hull = convexHull([
    [0, 0],
    [4, 0],
    [4, 4],
    [0, 4],
    [2, 2],
  ]);
  expect(hull).toHaveLength(4);
  expect(hull).not.toContainEqual([2, 2]);
});
