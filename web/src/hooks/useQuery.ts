import { useCallback, useEffect, useState } from "react";
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

/** What was answered before a write is asked anew. */
export function forgetAnswers(): void {
  kept.clear();
}

/** Asks when the document or the variables change; `null` as document asks nothing. */
export function useQuery<Data, Variables>(
  document: TypedDocument<Data, Variables> | string | null,
  variables?: Variables,
): QueryState<Data> {
  const key = document === null ? "" : `${document.toString()}${JSON.stringify(variables ?? {})}`;
  const [state, setState] = useState<{ key: string; data?: Data; error?: ApiFailure }>({ key: "" });
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for document and variables
  useEffect(() => {
    if (document === null || kept.has(key)) return;
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
  }, [key, round]);

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
