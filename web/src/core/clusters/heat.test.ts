import { describe, expect, test } from "vitest";
import { heatOf, heatTable } from "./heat";

describe("the heat map", () => {
  const group = (code: string) => ({ id: null, code, name: code });
  const row = (region: string, industry: string, value: number, n: number) => ({
    region: group(region),
    industry: group(industry),
    value,
    n,
  });

  test("keeps the regions and industries with the most behind them", () => {
    const table = heatTable([row("a", "x", 1, 3), row("b", "x", 2, 9), row("b", "y", 1, 1)], {
      regions: 1,
      industries: 1,
    });
    expect(table.regions.map((one) => one.code)).toEqual(["b"]);
    expect(table.industries.map((one) => one.code)).toEqual(["x"]);
  });

  test("puts the average in the middle of the scale", () => {
    expect(heatOf(1)).toBe(0.5);
    expect(heatOf(0)).toBe(0);
    expect(heatOf(100)).toBe(1);
  });
});
