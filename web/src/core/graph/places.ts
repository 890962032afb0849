/** Node positions as two columns, the form in which they go to the layout worker and back. */

import type { EntityGraph } from "./merge";

export interface Columns {
  ids: string[];
  x: number[];
  y: number[];
  size: number[];
  fixed: boolean[];
  edges: [number, number][];
}

export function columnsOf(graph: EntityGraph, moving?: ReadonlySet<string>): Columns {
  const ids = graph.nodes();
  const at = new Map(ids.map((id, i) => [id, i]));
  const nodes = ids.map((id) => graph.getNodeAttributes(id));
  return {
    ids,
    x: nodes.map((n) => n.x),
    y: nodes.map((n) => n.y),
    size: nodes.map((n) => n.size),
    fixed: ids.map((id) => (moving ? !moving.has(id) : false)),
    edges: graph.mapEdges((_, __, from, to) => [at.get(from) ?? 0, at.get(to) ?? 0]),
  };
}
