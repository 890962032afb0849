/** What a document says, fact by fact, as the reader lists and colours it. */

import type { Span } from "./segments";

export interface Fact extends Span {
  /** About a relation: its words are often a whole sentence around the entities. */
  relation: boolean;
  /** The other name of what it is about; the quoted words where it has none. */
  name: string;
  entityId: string | null;
  quote: string;
  /** Whether it holds in the graph, waits for a person, or was rejected. */
  state: FactState;
}

export type FactState = "accepted" | "proposed" | "rejected";

export interface ToldFact {
  state: FactState;
  relation: boolean;
  start: number | null;
  end: number | null;
  quote: string | null;
  type: string;
  name: string;
  entityId: string | null;
}

/** Facts in the order of the text; the same thing told twice of the same words is one fact. */
export function factsOf(told: readonly ToldFact[], unit: (point: number) => number): Fact[] {
  const facts = new Map<string, Fact>();
  for (const { start, end, type, relation, name, entityId, quote, state } of told) {
    if (start === null || end === null || end <= start) continue;
    const id = `${start}-${end}-${type}-${entityId ?? name}`;
    facts.set(id, {
      id,
      start: unit(start),
      end: unit(end),
      type,
      relation,
      name,
      entityId,
      quote: quote ?? "",
      state,
    });
  }
  return [...facts.values()].sort((a, b) => a.start - b.start || b.end - a.end);
}

export interface TypeCount {
  type: string;
  relation: boolean;
  count: number;
}

/** How many facts of which type; entities first, then relations, the many before the few. */
export function countByType(facts: readonly Fact[]): TypeCount[] {
  const counts = new Map<string, TypeCount>();
  for (const { type, relation } of facts) {
    counts.set(type, { type, relation, count: (counts.get(type)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => Number(a.relation) - Number(b.relation) || b.count - a.count);
}

/** The fact that stands at, or next after, an offset. */
export function factAt(facts: readonly Fact[], offset: number): Fact | undefined {
  const inside = facts.filter((f) => f.start <= offset && offset < f.end);
  inside.sort((a, b) => a.end - a.start - (b.end - b.start));
  return inside.find((f) => f.start === offset) ?? inside[0] ?? facts.find((f) => f.start >= offset);
}
