/** The facts beside the text, narrowed by type; each leads to its words and to its entity. */

import { type CSSProperties, useEffect, useRef } from "react";
import { Link } from "wouter";
import { Icon } from "../../components/Icon";
import { TypeDot } from "../../components/TypeMark";
import { countByType, type Fact } from "../../core/document/facts";
import { useLegend, useTypeColor } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import { entityPath } from "../../routes";
import styles from "./FactList.module.css";

interface Props {
  facts: readonly Fact[];
  types: ReadonlySet<string>;
  onTypes: (types: ReadonlySet<string>) => void;
  chosen: string | null;
  onChoose: (fact: Fact) => void;
}

export function FactList({ facts, types, onTypes, chosen, onChoose }: Props) {
  const { t } = usePreferences();
  const shown = facts.filter((fact) => types.size === 0 || types.has(fact.type));
  return (
    <div className={styles.panel}>
      <p className={styles.title}>
        {t("document.facts")}
        <span>{t("document.factsCount", { n: shown.length })}</span>
      </p>
      <TypeFilter facts={facts} types={types} onTypes={onTypes} />
      {facts.length === 0 && <p className={styles.none}>{t("document.noFacts")}</p>}
      <ol className={styles.list}>
        {shown.map((fact) => (
          <FactRow key={fact.id} fact={fact} chosen={fact.id === chosen} onChoose={onChoose} />
        ))}
      </ol>
    </div>
  );
}

function TypeFilter({ facts, types, onTypes }: Pick<Props, "facts" | "types" | "onTypes">) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const color = useTypeColor();
  const toggle = (type: string) => {
    const next = new Set(types);
    if (!next.delete(type)) next.add(type);
    onTypes(next);
  };
  return (
    <fieldset className={styles.filter}>
      <legend className="sr-only">{t("document.filter")}</legend>
      {countByType(facts).map(({ type, relation, count }) => (
        <button
          key={type}
          type="button"
          className={`${styles.chip} ${relation ? styles.relation : ""}`}
          style={{ "--type": color(type) } as CSSProperties}
          aria-pressed={types.has(type)}
          onClick={() => toggle(type)}
        >
          {legend.anyLabel(type, lang)} <span className="numeric">{count}</span>
        </button>
      ))}
    </fieldset>
  );
}

function FactRow({
  fact,
  chosen,
  onChoose,
}: {
  fact: Fact;
  chosen: boolean;
  onChoose: (fact: Fact) => void;
}) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!chosen || !row.current?.parentElement) return;
    const list = row.current.parentElement;
    const top = row.current.offsetTop - list.offsetTop;
    list.scrollTo({ top: top - list.clientHeight / 3, behavior: "smooth" });
  }, [chosen]);
  return (
    <li ref={row} className={`${styles.row} ${chosen ? styles.chosen : ""}`}>
      <button type="button" className={styles.fact} aria-current={chosen} onClick={() => onChoose(fact)}>
        {fact.relation ? <span className={styles.dots} /> : <TypeDot type={fact.type} />}
        <span className={styles.words}>
          <span className={styles.name}>{fact.name}</span>
          <span className={styles.kind}>
            {fact.state !== "accepted" && (
              <span className={styles[fact.state]}>{t(`fact.${fact.state}`)}</span>
            )}
            {legend.anyLabel(fact.type, lang)}
          </span>
        </span>
      </button>
      {fact.entityId && (
        <Link
          className={styles.open}
          href={entityPath(fact.entityId)}
          aria-label={t("document.openEntity")}
          title={t("document.openEntity")}
        >
          <Icon name="right" size={16} />
        </Link>
      )}
    </li>
  );
}
