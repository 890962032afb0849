import { expect, test } from "vitest";
import { cellOf, coverage, inUnit, type LedgerRow, progress } from "./ledger";

function row(id: string, met: Record<string, boolean>): LedgerRow {
  const places = Object.entries(met).map(([code, reached]) => ({
    place: { id: null, code, name: code },
    value: reached ? 1 : 0,
    met: reached,
  }));
  return { target: { id }, places } as unknown as LedgerRow;
}

test("a number is said in the unit of its target", () => {
  expect(inUnit(14, "个", "zh")).toBe("14个");
  expect(inUnit(4_300_000_000, "yuan", "zh")).toBe("43亿元");
  expect(inUnit(57.669, "个", "zh")).toBe("58个");
  expect(inUnit(14, "个", "en")).toBe("14");
});

test("a bar is never fuller than full, and unknown is not empty", () => {
  expect(progress({ value: 6, goal: 5, expected: 5.1, places: [] })).toEqual({ done: 1, due: 1 });
  expect(progress({ value: null, goal: 5, expected: 1, places: [] })).toBeNull();
  expect(progress({ value: 1, goal: null, expected: null, places: [] })).toBeNull();
});

test("the board has a cell for each place of each target, the places that miss most first", () => {
  const rows = [row("a", { "1": true, "2": false }), row("b", { "1": true, "2": false }), row("c", {})];
  const board = coverage(rows);
  expect(board.targets).toHaveLength(2);
  expect(board.places.map((one) => one.code)).toEqual(["2", "1"]);
  expect(board.cells.get(cellOf("2", rows[0] as LedgerRow))?.met).toBe(false);
});
