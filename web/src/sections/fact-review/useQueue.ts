/** The queue as a person goes through it: facts, the one in hand, and what was decided last. */

import { useCallback, useEffect, useRef, useState } from "react";
import { ApiFailure, request, type TypedDocument } from "../../core/api/client";
import {
  AcceptFactDocument,
  CorrectFactDocument,
  type FactCorrection,
  type FactLineFragment,
  type FactOutcomeFragment,
  FactQueueDocument,
  type FactWhere,
  LinkFactDocument,
  RejectFactDocument,
  UndoFactDecisionDocument,
} from "../../generated/graphql";
import { forgetAnswers } from "../../hooks/useQuery";

export type QueuedFact = FactLineFragment;
const PAGE = 50;

export function useQueue(where: FactWhere) {
  const [facts, setFacts] = useState<QueuedFact[] | null>(null);
  const [total, setTotal] = useState(0);
  const [at, setAt] = useState(0);
  const [error, setError] = useState<ApiFailure | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [last, setLast] = useState<string[]>([]);
  const more = useRef<string | null>(null);
  const asked = JSON.stringify(where);

  const load = useCallback(
    async (after: string | null) => {
      try {
        const { factQueue } = await request(FactQueueDocument, {
          where: JSON.parse(asked) as FactWhere,
          first: PAGE,
          after,
        });
        more.current = factQueue.pageInfo.hasNextPage ? (factQueue.pageInfo.endCursor ?? null) : null;
        setTotal(factQueue.totalCount);
        setFacts((old) => (after && old ? [...old, ...factQueue.nodes] : factQueue.nodes));
      } catch (failure) {
        setError(failure instanceof ApiFailure ? failure : new ApiFailure("server", String(failure)));
      }
    },
    [asked],
  );

  useEffect(() => {
    setFacts(null);
    setError(null);
    setAt(0);
    void load(null);
  }, [load]);

  const count = facts?.length ?? 0;
  useEffect(() => {
    if (at >= count - 5 && more.current) {
      const after = more.current;
      more.current = null;
      void load(after);
    }
  }, [at, count, load]);

  const go = useCallback((to: number) => setAt(Math.max(0, Math.min(to, Math.max(count - 1, 0)))), [count]);

  const settle = (key: string, outcome: FactOutcomeFragment, step: boolean) => {
    const wrong = outcome.userErrors[0];
    setRefused(wrong?.message ?? null);
    if (wrong) return;
    const { fact, decision } = outcome;
    forgetAnswers();
    setFacts((old) => old?.map((one) => (one.key === key && fact ? fact : one)) ?? null);
    if (decision && step) setLast((old) => [...old, decision.id]);
    if (step) setAt((now) => Math.min(now + 1, Math.max(count - 1, 0)));
  };

  const send = async <V, P extends string>(
    document: TypedDocument<Record<P, FactOutcomeFragment>, V>,
    name: P,
    key: string,
    variables: V,
    step = true,
  ) => {
    try {
      settle(key, (await request(document, variables))[name], step);
    } catch (failure) {
      setRefused(failure instanceof Error ? failure.message : String(failure));
    }
  };

  const clientKey = () => crypto.randomUUID();
  return {
    facts,
    total,
    at,
    error,
    refused,
    go,
    undoable: last.length > 0,
    accept: (key: string) => send(AcceptFactDocument, "acceptFact", key, { key, clientKey: clientKey() }),
    reject: (key: string) => send(RejectFactDocument, "rejectFact", key, { key, clientKey: clientKey() }),
    correct: (key: string, to: FactCorrection) =>
      send(CorrectFactDocument, "correctFact", key, { key, to, clientKey: clientKey() }),
    link: (key: string, entity: string) =>
      send(LinkFactDocument, "linkFact", key, { key, entity, clientKey: clientKey() }),
    undo: async () => {
      const id = last.at(-1);
      if (!id) return;
      setLast((old) => old.slice(0, -1));
      setRefused(null);
      const { undoFactDecision } = await request(UndoFactDecisionDocument, { id });
      forgetAnswers();
      await load(null);
      setRefused(undoFactDecision.userErrors[0]?.message ?? null);
      const back = undoFactDecision.fact?.key;
      setFacts((old) => {
        const place = old?.findIndex((one) => one.key === back) ?? -1;
        if (place >= 0) setAt(place);
        return old;
      });
    },
  };
}
