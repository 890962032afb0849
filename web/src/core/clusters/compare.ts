/** Two regions side by side: their industries by where they differ, and their indicators. */

import { cellKey, type Group, type HeatCell, type HeatTable } from "./heat";

export interface Pair {
  industry: Group;
  left: HeatCell | null;
  right: HeatCell | null;
}

/** The industries that either of two regions has, those with the most enterprises first. */
export function pairs(table: HeatTable, left: string, right: string): Pair[] {
  return table.industries
    .map((industry) => ({
      industry,
      left: table.cells.get(cellKey(left, industry.code)) ?? null,
      right: table.cells.get(cellKey(right, industry.code)) ?? null,
    }))
    .filter((one) => (one.left?.n ?? 0) + (one.right?.n ?? 0) > 0)
    .sort((a, b) => weight(b) - weight(a));
}

function weight({ left, right }: Pair): number {
  return (left?.n ?? 0) + (right?.n ?? 0);
}

/** The place of a value among others, 1 for the greatest; equals share a place. */
export function rankOf(value: number, among: readonly number[]): number {
  return 1 + among.filter((one) => one > value).length;
}
