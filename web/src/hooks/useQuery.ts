import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { type ApiFailure, request, type TypedDocument } from "../core/api/client";

export interface QueryState<Data> {
  data: Data | undefined;
  error: ApiFailure | undefined;
  loading: boolean;
  reload: () => void;
}

const MOST_KEPT = 150;
const kept = new Map<string, unknown>();

function keep(key: string, data: unknown): void {
  kept.set(key, data);
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
}

let writes = 0;
const listeners = new Set<() => void>();

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What was answered before a write is asked anew; until the answer is there, what is shown stays. */
export function forgetAnswers(): void {
  kept.clear();
  writes += 1;
  for (const listener of listeners) listener();
}

/** Asks when the document or the variables change; `null` as document asks nothing. */
export function useQuery<Data, Variables>(
  document: TypedDocument<Data, Variables> | string | null,
  variables?: Variables,
): QueryState<Data> {
  const key = document === null ? "" : `${document.toString()}${JSON.stringify(variables ?? {})}`;
  const [state, setState] = useState<{ key: string; data?: Data; error?: ApiFailure }>({ key: "" });
  const [round, setRound] = useState(0);
  const written = useSyncExternalStore(listen, () => writes);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for document and variables
  useEffect(() => {
    if (document === null) return;
    if (kept.has(key)) {
      // Held here too: what others forget must not vanish from this page.
      setState({ key, data: kept.get(key) as Data });
      return;
    }
    const control = new AbortController();
    request<Data, Variables>(document, variables, control.signal)
      .then((data) => {
        keep(key, data);
        setState({ key, data });
      })
      .catch((error) => {
        if (!control.signal.aborted) setState({ key, error });
      });
    return () => control.abort();
  }, [key, round, written]);

  const reload = useCallback(() => {
    kept.delete(key);
    setState({ key: "" });
    setRound((n) => n + 1);
  }, [key]);

  const current = state.key === key ? state : undefined;
  const data = (kept.get(key) as Data | undefined) ?? current?.data;
  const loading = document !== null && data === undefined && current?.error === undefined;
  return { data, error: current?.error, loading, reload };
}
