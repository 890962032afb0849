import { expect, test } from "vitest";
import { boxOf, fitted, pathOf, type Ring, ringsOf } from "./fit";

const SQUARE: Ring = [
  [118, 35],
  [118.1, 35],
  [118.1, 35.1],
  [118, 35.1],
  [118, 35],
];

test("all points land inside the box, north up and east right, and shapes keep their proportion", () => {
  const project = fitted(SQUARE, 200, 100);
  const spots = SQUARE.map(([lon, lat]) => project(lon, lat));
  for (const { x, y } of spots) {
    expect(x).toBeGreaterThanOrEqual(-1e-6);
    expect(x).toBeLessThanOrEqual(200 + 1e-6);
    expect(y).toBeGreaterThanOrEqual(-1e-6);
    expect(y).toBeLessThanOrEqual(100 + 1e-6);
  }
  const [southwest, southeast, northeast] = spots as [
    (typeof spots)[0],
    (typeof spots)[0],
    (typeof spots)[0],
  ];
  expect(southeast.x).toBeGreaterThan(southwest.x);
  expect(northeast.y).toBeLessThan(southeast.y);
  // A degree of latitude is 1 / cos 35° of one of longitude.
  const ratio = (southeast.y - northeast.y) / (southeast.x - southwest.x);
  expect(ratio).toBeCloseTo(1 / Math.cos((35.05 * Math.PI) / 180), 2);
});

test("a single point is in the middle, not nowhere", () => {
  expect(fitted([[118, 35]], 200, 100)(118, 35)).toEqual({ x: 100, y: 50 });
});

test("polygons of any nesting are read, and what is none is left out", () => {
  const polygon = { type: "Polygon", coordinates: [SQUARE] };
  expect(ringsOf(polygon)).toHaveLength(1);
  expect(ringsOf({ type: "Feature", geometry: polygon })).toHaveLength(1);
  expect(ringsOf({ type: "MultiPolygon", coordinates: [[SQUARE], [SQUARE, SQUARE]] })).toHaveLength(3);
  for (const wrong of [
    null,
    "x",
    {},
    { type: "Point", coordinates: [1, 2] },
    { type: "Polygon", coordinates: [[["a"]]] },
  ])
    expect(ringsOf(wrong)).toEqual([]);
});

test("an outline is closed and its name stands within", () => {
  const project = fitted(SQUARE, 200, 200);
  expect(pathOf([SQUARE], project)).toMatch(/^M[\d.]+ [\d.]+L.*Z$/);
  expect(boxOf([SQUARE], project).x).toBeCloseTo(100, 3);
});
