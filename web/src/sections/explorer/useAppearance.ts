import { useCallback, useMemo } from "react";
import { readable } from "../../core/appearance/color";
import type { Appearance } from "../../core/drawing/GraphView";
import { INKS } from "../../core/drawing/ink";
import type { EntityGraph } from "../../core/graph/merge";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";

export interface Choice {
  selected: string | null;
  hiddenTypes: ReadonlySet<string>;
  hiddenNodes: ReadonlySet<string>;
  pathNodes: ReadonlySet<string>;
  pathRelations: ReadonlySet<string>;
}

/** How the explorer's graph is drawn now. `version` renews it when the graph has changed. */
export function useAppearance(graph: EntityGraph, choice: Choice, version: number): Appearance {
  const { theme, lang } = usePreferences();
  const legend = useLegend();
  const { selected, hiddenTypes, hiddenNodes, pathNodes, pathRelations } = choice;
  const nodeColor = useCallback(
    (id: string) => readable(legend.color(graph.getNodeAttribute(id, "kind")), theme),
    [graph, legend, theme],
  );
  const hidden = useCallback(
    (id: string) => hiddenNodes.has(id) || hiddenTypes.has(graph.getNodeAttribute(id, "kind")),
    [graph, hiddenNodes, hiddenTypes],
  );
  const edgeLabel = useCallback(
    (id: string) => legend.relationLabel(graph.getEdgeAttribute(id, "kind"), "OUT", lang),
    [graph, legend, lang],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the graph changes in place; version says so
  return useMemo(
    () => ({
      ...INKS[theme],
      nodeColor,
      hidden,
      edgeLabel,
      focus: pathNodes,
      strongEdges: pathRelations,
      selected,
      labels: "names" as const,
    }),
    [theme, nodeColor, hidden, edgeLabel, pathNodes, pathRelations, selected, version],
  );
}
