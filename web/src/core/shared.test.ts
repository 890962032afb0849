import { describe, expect, test } from "vitest";
import en from "../locales/en.json";
import zh from "../locales/zh.json";
import { shortName } from "./appearance/names";
import { heatOf, heatTable } from "./clusters/heat";
import { convexHull } from "./clusters/hull";
import { Occupancy } from "./graph/occupancy";
import { groupHits, markMatches } from "./search/groups";

describe("names in a graph", () => {
  test("lose the words that every company has", () => {
    expect(shortName("蒙川县海岳家居有限公司")).toBe("蒙川县海岳家居");
    expect(shortName("山东某某集团股份有限公司")).toBe("山东某某集团");
  });

  test("keep the words when nothing would be left", () => {
    expect(shortName("有限公司")).toBe("有限公司");
  });
});

describe("search", () => {
  const hit = (id: string, type: string) => ({
    matched: id,
    score: 1,
    entity: { id, type, name: id, aliases: [] },
  });

  test("groups by type in the order of the best hits", () => {
    const groups = groupHits([hit("a", "Park"), hit("b", "Person"), hit("c", "Park")]);
    expect(groups.map((group) => [group.type, group.hits.length])).toEqual([
      ["Park", 2],
      ["Person", 1],
    ]);
  });

  test("marks what matched, also where it looks like a pattern", () => {
    expect(markMatches("柳编(出口)基地", "(出口)").filter((piece) => piece.match)).toEqual([
      { text: "(出口)", match: true },
    ]);
    expect(markMatches("柳编", "")).toEqual([{ text: "柳编", match: false }]);
  });
});

test("labels do not lie on each other", () => {
  const taken = new Occupancy();
  expect(taken.take({ left: 0, top: 0, right: 200, bottom: 14 })).toBe(true);
  expect(taken.take({ left: 190, top: 5, right: 260, bottom: 19 })).toBe(false);
  expect(taken.take({ left: 201, top: 0, right: 260, bottom: 14 })).toBe(true);
});

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

test("both languages have the same messages", () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
});
