import { describe, expect, test } from "vitest";
import { groupHits, markMatches } from "./groups";

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
