import { expect, test } from "vitest";
import { frame } from "./frame";

const SIZE = { width: 1000, height: 500 };
const NONE = { left: 0, right: 0, top: 0, bottom: 0 };
const points = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
];

test("everything fits into the smaller side", () => {
  expect(frame(points, 500, SIZE, NONE)).toEqual({ x: 0.5, y: 0.5, ratio: 1 });
  expect(frame(points, 1000, SIZE, NONE).ratio).toBe(2);
});

test("a panel on the left pushes the graph to the right", () => {
  const { x, y, ratio } = frame(points, 500, SIZE, { ...NONE, left: 200 });
  expect(ratio).toBe(1);
  // 100 pixels to the right of the middle is a camera that stands 100 pixels to the left.
  expect(x).toBeCloseTo(0.5 - 100 / 500);
  expect(y).toBe(0.5);
});

test("two nodes close together are not blown up", () => {
  expect(frame([points[0] as { x: number; y: number }], 500, SIZE, NONE).ratio).toBe(0.35);
});
