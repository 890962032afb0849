/** A graph view in a page: made once, told when its appearance changes. */

import { useEffect, useRef } from "react";
import { type Appearance, GraphView } from "../../core/drawing/GraphView";
import type { EntityGraph } from "../../core/graph/merge";
import styles from "./GraphCanvas.module.css";

interface Props {
  graph: EntityGraph;
  appearance: Appearance;
  label: string;
  onNode: (id: string) => void;
  onGround: () => void;
  onView: (view: GraphView | null) => void;
}

/** The element tells its view, so that browser tests can find where a node is drawn. */
export type CanvasElement = HTMLDivElement & { graphView?: GraphView };

export function GraphCanvas({ graph, appearance, label, onNode, onGround, onView }: Props) {
  const frame = useRef<CanvasElement>(null);
  const view = useRef<GraphView | null>(null);
  const now = useRef({ appearance, onNode, onGround, onView });
  now.current = { appearance, onNode, onGround, onView };

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const made = new GraphView(element, graph, now.current.appearance, {
      onNode: (id) => now.current.onNode(id),
      onGround: () => now.current.onGround(),
    });
    view.current = made;
    element.graphView = made;
    now.current.onView(made);
    return () => {
      now.current.onView(null);
      made.stop();
      view.current = null;
    };
  }, [graph]);

  useEffect(() => view.current?.setAppearance(appearance), [appearance]);
  return <div ref={frame} className={styles.canvas} role="img" aria-label={label} data-testid="canvas" />;
}
