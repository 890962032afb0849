import { expect, test } from "vitest";
import { boardOf } from "./board";

const segment = (id: string, tier: number) => ({ id, tier, name: id });

test("columns are the tiers in order, and no two segments stand in one place", () => {
  const board = boardOf([segment("b", 0), segment("a", -1), segment("c", 1), segment("d", 1)], []);
  expect(board.tiers).toEqual([-1, 0, 1]);
  const spots = [...board.places.values()].map(({ column, row }) => `${column}/${row}`);
  expect(new Set(spots).size).toBe(4);
  expect(board.rows).toBe(2);
});

test("what is linked stands on a level, so that lines do not cross", () => {
  const segments = [segment("a", 0), segment("b", 0), segment("x", 1), segment("y", 1)];
  const { places } = boardOf(segments, [
    { head: "a", tail: "y" },
    { head: "b", tail: "x" },
  ]);
  const row = (id: string) => places.get(id)?.row ?? Number.NaN;
  expect(Math.sign(row("a") - row("b"))).toBe(Math.sign(row("y") - row("x")));
});

test("an empty chain has an empty board", () => {
  expect(boardOf([], []).rows).toBe(0);
});
