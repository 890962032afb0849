/** What the explorer shows follows from its address; this keeps graph, layout and address together. */

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { ApiFailure, request } from "../../core/api/client";
import type { GraphView } from "../../core/drawing/GraphView";
import { Explorer } from "../../core/graph/explorer";
import type { SubgraphPart } from "../../core/graph/merge";
import { columnsOf } from "../../core/graph/places";
import { LayoutWorker } from "../../core/layout/layoutWorker";
import { NeighborhoodDocument } from "../../generated/graphql";
import { explorePath } from "../../routes";

export const MOST_NEIGHBOURS = 100;
const FIRST_STEPS = 400;
const MORE_STEPS = 160;

export interface ExplorerState {
  explorer: Explorer;
  /** Grows with every change of the graph. */
  version: number;
  open: string[];
  loading: boolean;
  /** Nothing moves any more. */
  settled: boolean;
  error: ApiFailure | null;
  truncated: boolean;
  expand: (id: string) => void;
  clear: () => void;
  relayout: () => void;
  showPath: (path: SubgraphPart | null) => void;
  onView: (view: GraphView | null) => void;
  view: GraphView | null;
}

export function useExplorer(): ExplorerState {
  const explorer = useMemo(() => new Explorer(), []);
  const [view, setView] = useState<GraphView | null>(null);
  const viewNow = useRef<GraphView | null>(null);
  const worker = useRef<LayoutWorker | null>(null);
  const path = useRef<SubgraphPart | null>(null);
  const [version, setVersion] = useState(0);
  const [loading, setLoading] = useState(false);
  const [settled, setSettled] = useState(false);
  const [error, setError] = useState<ApiFailure | null>(null);
  const [truncated, setTruncated] = useState(false);
  const [, go] = useLocation();
  const [params] = useSearchParams();
  const address = params.get("open") ?? "";
  const open = useMemo(() => address.split(",").filter(Boolean), [address]);

  useEffect(() => {
    worker.current = new LayoutWorker();
    return () => worker.current?.stop();
  }, []);

  const settle = useCallback(
    async (moving: ReadonlySet<string> | undefined, steps: number) => {
      const places = await worker.current?.run(columnsOf(explorer.graph, moving), steps);
      if (!places) return;
      if (viewNow.current) await viewNow.current.moveTo(places, moving ? 350 : 500);
      await viewNow.current?.frameAll();
    },
    [explorer],
  );

  const redraw = useCallback(async () => {
    setSettled(false);
    const before = explorer.graph.order;
    if (before > 0) viewNow.current?.freezeFrame();
    const { added, removed } = explorer.show(open, path.current);
    setVersion((n) => n + 1);
    if (added.size > 0) {
      await settle(before > 0 ? added : undefined, before > 0 ? MORE_STEPS : FIRST_STEPS);
    } else if (removed > 0 || path.current) await viewNow.current?.frameAll();
    setSettled(true);
  }, [explorer, open, settle]);

  useEffect(() => {
    const control = new AbortController();
    const missing = open.filter((id) => !explorer.knows(id));
    setLoading(missing.length > 0);
    setSettled(false);
    setError(null);
    Promise.all(missing.map((id) => fetchPart(id, control.signal)))
      .then((parts) => {
        if (control.signal.aborted) return;
        missing.forEach((id, i) => {
          const part = parts[i];
          if (part) explorer.learn(id, part);
        });
        setTruncated(parts.some((part) => part.truncated));
        setLoading(false);
        void redraw();
      })
      .catch((failure) => {
        if (control.signal.aborted) return;
        setLoading(false);
        setError(failure instanceof ApiFailure ? failure : new ApiFailure("server", String(failure)));
      });
    return () => control.abort();
  }, [open, explorer, redraw]);

  return {
    explorer,
    version,
    open,
    loading,
    settled,
    error,
    truncated,
    view,
    onView: useCallback((made: GraphView | null) => {
      viewNow.current = made;
      setView(made);
    }, []),
    expand: useCallback((id: string) => !open.includes(id) && go(explorePath([...open, id])), [open, go]),
    clear: useCallback(() => go(explorePath()), [go]),
    relayout: useCallback(() => void settle(undefined, FIRST_STEPS), [settle]),
    showPath: useCallback(
      (next: SubgraphPart | null) => {
        path.current = next;
        void redraw();
      },
      [redraw],
    ),
  };
}

async function fetchPart(id: string, signal: AbortSignal): Promise<SubgraphPart & { truncated: boolean }> {
  const data = await request(NeighborhoodDocument, { id, limit: MOST_NEIGHBOURS }, signal);
  return data.neighborhood;
}
