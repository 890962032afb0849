import { describe, expect, test } from "vitest";
import { factAt, factsOf } from "./facts";
import { paragraphs } from "./outline";
import { CodePoints, segments } from "./segments";

const span = (id: string, start: number, end: number, type = "Region") => ({ id, start, end, type });

function told(pieces: ReturnType<typeof segments>) {
  return pieces.map((piece) => [piece.start, piece.end, piece.spans.map((s) => s.id).join("")]);
}

describe("cutting a text at its facts", () => {
  test("a text without facts is one piece", () => {
    expect(told(segments([], 0, 10))).toEqual([[0, 10, ""]]);
  });

  test("nested facts: the inner one comes first", () => {
    expect(told(segments([span("o", 2, 9), span("i", 4, 6)], 0, 10))).toEqual([
      [0, 2, ""],
      [2, 4, "o"],
      [4, 6, "io"],
      [6, 9, "o"],
      [9, 10, ""],
    ]);
  });

  test("facts that overlap share the piece in the middle", () => {
    expect(told(segments([span("a", 0, 6), span("b", 4, 10)], 0, 10))).toEqual([
      [0, 4, "a"],
      [4, 6, "ab"],
      [6, 10, "b"],
    ]);
  });

  test("a fact across two paragraphs is cut at their ends", () => {
    expect(told(segments([span("a", 3, 15)], 0, 8))).toEqual([
      [0, 3, ""],
      [3, 8, "a"],
    ]);
  });

  test("an empty fact draws nothing", () => {
    expect(told(segments([span("a", 4, 4)], 0, 8))).toEqual([[0, 8, ""]]);
  });
});

test("offsets count characters, also behind one that JavaScript counts twice", () => {
  const text = "𠮷祥村与电商村";
  const points = new CodePoints(text);
  expect(text.slice(points.unit(4), points.unit(7))).toBe("电商村");
  expect(points.unit(0)).toBe(0);
});

describe("the outline", () => {
  const text =
    "蒙川县人民政府关于推动集聚的意见\n各乡镇：\n一、总体要求\n（一）基本原则\n坚持市场主导。\n  二、主要目标\n一、到2027年，网络零售额达到20亿元。";
  const parts = paragraphs(text);

  test("knows title, sections and subsections by their numbering", () => {
    expect(parts.map((part) => part.level)).toEqual([1, 0, 2, 3, 0, 2, 0]);
  });

  test("keeps offsets into the text, blanks at the ends left out", () => {
    expect(parts.map((part) => text.slice(part.start, part.end))[5]).toBe("二、主要目标");
  });
});

describe("the facts of a document", () => {
  const fact = (start: number, end: number, name: string) => ({
    start,
    end,
    name,
    quote: name,
    type: "Region",
    relation: false,
    entityId: name,
    state: "accepted" as const,
  });

  test("come in the order of the text, each once", () => {
    const facts = factsOf([fact(5, 8, "b"), fact(0, 3, "a"), fact(5, 8, "b")], (point) => point);
    expect(facts.map((one) => one.name)).toEqual(["a", "b"]);
  });

  test("the innermost at an offset is found, or the next one", () => {
    const facts = factsOf(
      [fact(0, 9, "outer"), fact(2, 5, "inner"), fact(20, 22, "later")],
      (point) => point,
    );
    expect(factAt(facts, 3)?.name).toBe("inner");
    expect(factAt(facts, 12)?.name).toBe("later");
    expect(factAt(facts, 30)).toBeUndefined();
  });
});
