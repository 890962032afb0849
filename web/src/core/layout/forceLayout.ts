/** Seeded ForceAtlas2 in steps. Fixed nodes push and pull but do not move. */

import { MultiDirectedGraph } from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import type { Columns } from "../graph/places";

export interface Places {
  ids: string[];
  x: number[];
  y: number[];
}

export function forceLayout(columns: Columns, iterations: number): Places {
  const graph = new MultiDirectedGraph();
  columns.ids.forEach((id, i) => {
    graph.addNode(id, { x: columns.x[i], y: columns.y[i], size: columns.size[i], fixed: columns.fixed[i] });
  });
  for (const [from, to] of columns.edges) {
    if (from !== to) graph.addEdge(columns.ids[from], columns.ids[to]);
  }
  forceAtlas2.assign(graph, { iterations, settings: settingsFor(graph.order) });
  const at = (key: "x" | "y") => columns.ids.map((id) => graph.getNodeAttribute(id, key) as number);
  return { ids: columns.ids, x: at("x"), y: at("y") };
}

function settingsFor(order: number) {
  return {
    gravity: 0.6,
    scalingRatio: 4,
    slowDown: 4,
    linLogMode: false,
    adjustSizes: order < 600,
    barnesHutOptimize: order > 800,
  };
}
