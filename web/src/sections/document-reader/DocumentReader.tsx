/** Outline, text and facts of one document; choosing a fact shows its words, and the other way round. */

import { useCallback, useEffect, useMemo, useState } from "react";
import { Empty } from "../../components/State";
import { type Fact, factAt, factsOf, type ToldFact } from "../../core/document/facts";
import { paragraphs } from "../../core/document/outline";
import { CodePoints } from "../../core/document/segments";
import { usePreferences } from "../../hooks/preferences";
import styles from "./DocumentReader.module.css";
import { DocumentText } from "./DocumentText";
import { FactList } from "./FactList";
import { Outline } from "./Outline";

interface Props {
  text: string;
  told: readonly ToldFact[];
  at: number | null;
}

export function DocumentReader({ text, told, at }: Props) {
  const { t } = usePreferences();
  const parts = useMemo(() => paragraphs(text), [text]);
  const points = useMemo(() => new CodePoints(text), [text]);
  const facts = useMemo(() => factsOf(told, (point) => points.unit(point)), [told, points]);
  const [types, setTypes] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<string | null>(null);
  const drawn = useMemo(() => facts.filter((f) => types.size === 0 || types.has(f.type)), [facts, types]);

  const choose = useCallback((fact: Fact) => {
    setChosen(fact.id);
    show(fact.id);
  }, []);
  useEffect(() => {
    const first = at === null ? undefined : factAt(facts, points.unit(at));
    if (first) choose(first);
  }, [at, facts, points, choose]);

  if (!text) return <Empty title={t("document.noText")} />;
  return (
    <div className={styles.columns}>
      <Outline text={text} parts={parts} />
      <div className={styles.sheet}>
        <DocumentText text={text} parts={parts} facts={drawn} chosen={chosen} onChoose={choose} />
      </div>
      <FactList facts={facts} types={types} onTypes={setTypes} chosen={chosen} onChoose={choose} />
    </div>
  );
}

function show(id: string): void {
  const piece = document.querySelector(`[data-facts~="${CSS.escape(id)}"]`);
  piece?.scrollIntoView({ block: "center", behavior: "smooth" });
}
