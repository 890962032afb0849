/** Facts of documents, judged one after the other: j and k go, a accepts, r rejects, e takes selected words, m merges. */

import { useEffect, useMemo, useState } from "react";
import { useSearchParams } from "wouter";
import { Empty, Failure, Waiting } from "../components/State";
import type { Chosen } from "../core/review/sentence";
import type { FactKind, FactState, FactWhere } from "../generated/graphql";
import { usePreferences } from "../hooks/preferences";
import { useMe } from "../hooks/useMe";
import { FactCard } from "../sections/fact-review/FactCard";
import { QueueList } from "../sections/fact-review/QueueList";
import { useQueue } from "../sections/fact-review/useQueue";
import styles from "./ReviewPage.module.css";

const STATES: FactState[] = ["PROPOSED", "ACCEPTED", "REJECTED"];
const KINDS: FactKind[] = ["ENTITY", "RELATION", "TARGET", "MEASURE"];

export default function ReviewPage() {
  const { t } = usePreferences();
  const { writes, error } = useMe();
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t("review.title")}</h1>
        <p className={styles.lead}>{t("review.lead")}</p>
      </header>
      {error && <Failure error={error} />}
      {writes === false && <Empty title={t("review.needsKey")}>{t("review.howKey")}</Empty>}
      {writes && <Review />}
    </div>
  );
}

function Review() {
  const [params] = useSearchParams();
  const document = params.get("document");
  const [state, setState] = useState<FactState>("PROPOSED");
  const [kind, setKind] = useState<FactKind | null>(null);
  const where = useMemo<FactWhere>(
    () => ({ state: [state], ...(kind && { kind: [kind] }), ...(document && { document }) }),
    [state, kind, document],
  );
  const { t } = usePreferences();
  return (
    <>
      <div className={styles.filters}>
        <fieldset>
          <legend className="sr-only">{t("review.state")}</legend>
          {STATES.map((one) => (
            <button key={one} type="button" aria-pressed={state === one} onClick={() => setState(one)}>
              {t(`fact.${one.toLowerCase() as "accepted" | "rejected" | "proposed"}`)}
            </button>
          ))}
        </fieldset>
        <fieldset>
          <legend className="sr-only">{t("review.kind")}</legend>
          {KINDS.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={kind === one}
              onClick={() => setKind(kind === one ? null : one)}
            >
              {t(`factKind.${one.toLowerCase() as "entity" | "relation" | "target" | "measure"}`)}
            </button>
          ))}
        </fieldset>
        <p className={styles.keys}>{t("review.keys")}</p>
      </div>
      <Queue where={where} />
    </>
  );
}

function Queue({ where }: { where: FactWhere }) {
  const { t } = usePreferences();
  const queue = useQueue(where);
  const [words, setWords] = useState<Chosen | null>(null);
  const [merging, setMerging] = useState(false);
  const fact = queue.facts?.[queue.at];
  const key = fact?.key;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another fact begins without words and merging
  useEffect(() => {
    setWords(null);
    setMerging(false);
  }, [key]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof Element && event.target.closest("input, select, textarea, dialog");
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const keys: Record<string, (() => void) | undefined> = {
        j: () => queue.go(queue.at + 1),
        k: () => queue.go(queue.at - 1),
        u: () => void queue.undo(),
      };
      if (key) {
        keys.a = () => void queue.accept(key);
        keys.r = () => void queue.reject(key);
        keys.e = words
          ? () => void queue.correct(key, { quote: words.quote, shift: words.shift })
          : undefined;
        keys.m = fact.kind === "ENTITY" ? () => setMerging((now) => !now) : undefined;
      }
      if (merging && /^[1-9]$/.test(event.key)) {
        const buttons = window.document.querySelectorAll<HTMLButtonElement>(
          "[data-testid=merging] li button",
        );
        buttons[Number(event.key) - 1]?.click();
      }
      const act = keys[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [queue, key, fact, words, merging]);

  if (queue.error) return <Failure error={queue.error} />;
  if (!queue.facts) return <Waiting lines={8} />;
  if (!fact || !key) return <Empty title={t("review.nothing")}>{t("review.nothingMore")}</Empty>;
  return (
    <div className={styles.columns}>
      <QueueList facts={queue.facts} total={queue.total} at={queue.at} onGo={queue.go} />
      <div>
        {queue.refused && (
          <p className={styles.refused} role="alert">
            {queue.refused}
          </p>
        )}
        <FactCard
          key={`${key}-${fact.state}`}
          fact={fact}
          words={words}
          merging={merging}
          undoable={queue.undoable}
          onWords={setWords}
          onAccept={() => void queue.accept(key)}
          onReject={() => void queue.reject(key)}
          onMerge={() => setMerging((now) => !now)}
          onUndo={() => void queue.undo()}
          onCorrect={(to) => void queue.correct(key, to)}
          onLink={(entity) => void queue.link(key, entity)}
        />
      </div>
    </div>
  );
}
