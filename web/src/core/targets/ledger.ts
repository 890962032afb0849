/** The ledger of a policy as pages show it: progress against the pace, and places against targets. */

import type { PolicyLedgerQuery, TargetStatus } from "../../generated/graphql";
import { formatMoney, formatNumber } from "../ontology/format";
import type { Lang } from "../ontology/legend";

export type LedgerRow = PolicyLedgerQuery["policyLedger"]["rows"][number];
type Cover = LedgerRow["places"][number];

export const STATUSES: readonly TargetStatus[] = [
  "BEHIND",
  "ON_TRACK",
  "MET",
  "DEFINITIONS_CONFLICT",
  "NO_DATA",
];

/** A number in the target's own unit: 6个, 43亿元. */
export function inUnit(value: number, unit: string | null, lang: Lang): string {
  if (unit === "yuan") return formatMoney(value, lang);
  const rounded = Math.abs(value) >= 10 ? Math.round(value) : Math.round(value * 10) / 10;
  if (unit === "%") return `${formatNumber(rounded, lang)}%`;
  return `${formatNumber(rounded, lang)}${lang === "zh" ? (unit ?? "") : ""}`;
}

/** What is there now, in words; of a target for every place, how many places reached it. */
export function valueInWords(row: LedgerRow, lang: Lang): string {
  if (row.value === null) return "—";
  return row.places.length > 0 && row.valueText ? row.valueText : inUnit(row.value, row.unit, lang);
}

/** How full a bar is and where the pace would have it, 0 to 1 of the goal; null where there is nothing to draw. */
export function progress(row: Pick<LedgerRow, "value" | "goal" | "expected" | "places">): {
  done: number;
  due: number | null;
} | null {
  const goal = row.places.length > 0 ? row.places.length : row.goal;
  if (row.value === null || !goal || goal <= 0) return null;
  const share = (value: number) => Math.min(1, Math.max(0, value / goal));
  return { done: share(row.value), due: row.expected === null ? null : share(row.expected) };
}

export interface Coverage {
  places: { code: string; name: string; id: string | null }[];
  targets: LedgerRow[];
  cells: Map<string, Cover>;
}

/** Places down, targets across: only targets that every place has to reach and that could be looked for. */
export function coverage(rows: readonly LedgerRow[]): Coverage {
  const targets = rows.filter((row) => row.places.length > 0);
  const places = new Map<string, Coverage["places"][number]>();
  const cells = new Map<string, Cover>();
  for (const row of targets) {
    for (const cover of row.places) {
      places.set(cover.place.code, cover.place);
      cells.set(cellOf(cover.place.code, row), cover);
    }
  }
  const missed = (code: string) =>
    targets.filter((row) => cells.get(cellOf(code, row))?.met === false).length;
  const sorted = [...places.values()].sort(
    (a, b) => missed(b.code) - missed(a.code) || a.code.localeCompare(b.code),
  );
  return { places: sorted, targets, cells };
}

export function cellOf(code: string, row: LedgerRow): string {
  return `${row.target?.id}\n${code}`;
}
