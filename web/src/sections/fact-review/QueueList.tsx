/** The facts of the queue, one a line, the one in hand marked. */

import { useEffect, useRef } from "react";
import { TypeDot } from "../../components/TypeMark";
import { asPercent } from "../../core/review/sentence";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import styles from "./QueueList.module.css";
import type { QueuedFact } from "./useQueue";

interface Props {
  facts: readonly QueuedFact[];
  total: number;
  at: number;
  onGo: (at: number) => void;
}

export function QueueList({ facts, total, at, onGo }: Props) {
  const { t } = usePreferences();
  return (
    <div className={styles.panel}>
      <p className={styles.title}>{t("review.waiting", { n: total })}</p>
      <ol className={styles.list} data-testid="queue">
        {facts.map((fact, number) => (
          <Line key={fact.key} fact={fact} current={number === at} onChoose={() => onGo(number)} />
        ))}
      </ol>
    </div>
  );
}

function Line({ fact, current, onChoose }: { fact: QueuedFact; current: boolean; onChoose: () => void }) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <li ref={row}>
      <button
        type="button"
        className={`${styles.line} ${styles[fact.state.toLowerCase()]}`}
        aria-current={current}
        onClick={onChoose}
      >
        {fact.kind === "RELATION" ? <span className={styles.dots} /> : <TypeDot type={fact.type} />}
        <span className={styles.words}>
          <span className={styles.name}>{fact.name}</span>
          <span className={styles.kind}>
            {`${legend.anyLabel(fact.type, lang)} · ${asPercent(fact.confidence)}`}
          </span>
        </span>
        {fact.state !== "PROPOSED" && (
          <span className={styles.state}>
            {t(`fact.${fact.state.toLowerCase() as "accepted" | "rejected"}`)}
          </span>
        )}
      </button>
    </li>
  );
}
