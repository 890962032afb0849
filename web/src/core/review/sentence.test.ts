import { describe, expect, test } from "vitest";
import { chosen, pieces, type SentenceFact } from "./sentence";

const fact = (more: Partial<SentenceFact>): SentenceFact => ({
  kind: "ENTITY",
  type: "Park",
  sentence: "𠮷祥电商园由启程网络运营。",
  sentenceStart: 100,
  quote: "电商园",
  quoteStart: 2,
  quoteEnd: 5,
  ends: [],
  ...more,
});

describe("a fact's sentence", () => {
  test("is cut at the words of a name, also behind a character that JavaScript counts twice", () => {
    expect(pieces(fact({})).map((p) => [p.text, p.type])).toEqual([
      ["𠮷祥", null],
      ["电商园", "Park"],
      ["由启程网络运营。", null],
    ]);
  });

  test("shows both ends of a relation", () => {
    const ends = [
      { type: "Enterprise", start: 106, end: 110 },
      { type: "Park", start: 100, end: 105 },
    ];
    expect(pieces(fact({ kind: "RELATION", ends })).map((p) => p.type)).toEqual([
      "Park",
      null,
      "Enterprise",
      null,
    ]);
  });

  test("without places is one piece", () => {
    expect(pieces(fact({ quoteStart: null, quoteEnd: null }))).toHaveLength(1);
  });
});

describe("a selection", () => {
  test("says the words, and by how much they move", () => {
    expect(chosen(fact({}), "", "𠮷祥电商园")).toEqual({ quote: "𠮷祥电商园", shift: -2 });
    expect(chosen(fact({}), "𠮷祥", " 电商")).toEqual({ quote: "电商", shift: 1 });
  });

  test("of the same or no words, or in a relation, says nothing", () => {
    expect(chosen(fact({}), "𠮷祥", "电商园")).toBeNull();
    expect(chosen(fact({}), "𠮷祥", "  ")).toBeNull();
    expect(chosen(fact({ kind: "RELATION" }), "", "启程")).toBeNull();
  });
});
