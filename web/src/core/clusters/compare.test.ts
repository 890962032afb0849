import { expect, test } from "vitest";
import { pairs, rankOf } from "./compare";
import { heatTable, type IndicatorRow } from "./heat";

const group = (code: string) => ({ id: null, code, name: code });
const row = (region: string, industry: string, n: number): IndicatorRow => ({
  region: group(region),
  industry: group(industry),
  value: 1,
  n,
});

test("an industry that neither has is left out, and one that a single one has stays", () => {
  const table = heatTable([row("a", "x", 2), row("b", "y", 5), row("c", "z", 9), row("a", "y", 1)], {
    regions: 9,
    industries: 9,
  });
  const found = pairs(table, "a", "b");
  expect(found.map((one) => one.industry.code)).toEqual(["y", "x"]);
  expect(found[1]?.right).toBeNull();
  expect(found[0]?.left?.n).toBe(1);
});

test("equals share a place", () => {
  expect([3, 2, 2, 1].map((value) => rankOf(value, [3, 2, 2, 1]))).toEqual([1, 2, 2, 4]);
});
