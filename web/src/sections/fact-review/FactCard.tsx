/** One fact in its sentence, with what speaks against it and what can be decided. */

import { Link } from "wouter";
import { Button } from "../../components/Button";
import { TypeDot } from "../../components/TypeMark";
import { asPercent, type Chosen } from "../../core/review/sentence";
import { type FactCorrection, FactDetailDocument, type FactDetailQuery } from "../../generated/graphql";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import { useQuery } from "../../hooks/useQuery";
import { documentPath, entityPath } from "../../routes";
import { SearchBox } from "../search/SearchBox";
import styles from "./FactCard.module.css";
import { Sentence } from "./Sentence";
import type { QueuedFact } from "./useQueue";

type Detail = NonNullable<FactDetailQuery["extractedFact"]>;

interface Props {
  fact: QueuedFact;
  words: Chosen | null;
  merging: boolean;
  undoable: boolean;
  onWords: (words: Chosen | null) => void;
  onAccept: () => void;
  onReject: () => void;
  onMerge: () => void;
  onUndo: () => void;
  onCorrect: (to: FactCorrection) => void;
  onLink: (entity: string) => void;
}

export function FactCard(props: Props) {
  const { fact, words } = props;
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const { data } = useQuery(FactDetailDocument, { key: fact.key });
  const detail = data?.extractedFact;
  return (
    <article className={styles.card} data-testid="fact" data-state={fact.state}>
      <header className={styles.head}>
        <div>
          <p className={styles.kind}>
            {fact.kind !== "RELATION" && <TypeDot type={fact.type} />}
            {legend.anyLabel(fact.type, lang)}
          </p>
          <h2 className={styles.name}>{fact.name}</h2>
        </div>
        <Sureness fact={fact} />
      </header>
      <Sentence fact={fact} onChoose={props.onWords} />
      {fact.reason === "UNRELATED" && <p className={styles.why}>{t("review.unrelated")}</p>}
      <p className={styles.place}>
        {fact.document ? (
          <Link href={documentPath(fact.document.id, fact.start ?? undefined)}>{fact.documentTitle}</Link>
        ) : (
          fact.documentTitle
        )}
        {fact.section && ` · ${fact.section}`}
      </p>
      {words && (
        <p className={styles.offer} role="status">
          {t("review.words", { words: words.quote })}
          <Button look="solid" onClick={() => props.onCorrect({ quote: words.quote, shift: words.shift })}>
            {t("review.useWords")} <Key of="E" />
          </Button>
        </p>
      )}
      <Decisions {...props} />
      {fact.decision && (
        <p className={styles.decided}>
          {t("review.decided", { by: fact.decision.by, what: t(`verdict.${verdictOf(fact)}`) })}
          {fact.decision.why && ` — ${fact.decision.why}`}
        </p>
      )}
      {props.merging && detail && <Merging detail={detail} onLink={props.onLink} />}
      {detail && <Said detail={detail} />}
    </article>
  );
}

function Key({ of }: { of: string }) {
  return <kbd>{of}</kbd>;
}

function verdictOf(fact: QueuedFact): "accept" | "reject" | "correct" | "link" {
  return (fact.decision?.verdict.toLowerCase() ?? "accept") as "accept" | "reject" | "correct" | "link";
}

function Sureness({ fact }: { fact: QueuedFact }) {
  const { t } = usePreferences();
  return (
    <div className={styles.sure}>
      <span className={`${styles.state} ${styles[fact.state.toLowerCase()]}`}>
        {t(`fact.${fact.state.toLowerCase() as "accepted" | "rejected" | "proposed"}`)}
      </span>
      <span className={styles.percent}>{asPercent(fact.confidence)}</span>
      <span className={styles.least}>
        {fact.threshold === null || fact.threshold === undefined
          ? t("review.noThreshold")
          : t("review.threshold", { n: Math.round(fact.threshold * 100) })}
      </span>
    </div>
  );
}

function Decisions(props: Props) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const { fact } = props;
  const entity = fact.kind === "ENTITY";
  const types = Object.values(legend.data.types);
  return (
    <div className={styles.actions}>
      <Button look="solid" onClick={props.onAccept}>
        {t("verdict.accept")} <Key of="A" />
      </Button>
      <Button onClick={props.onReject}>
        {t("verdict.reject")} <Key of="R" />
      </Button>
      {entity && (
        <Button onClick={props.onMerge} aria-expanded={props.merging}>
          {t("verdict.link")} <Key of="M" />
        </Button>
      )}
      {entity && (
        <select
          className={styles.type}
          aria-label={t("review.type")}
          value={fact.type}
          onChange={(event) => props.onCorrect({ type: event.target.value })}
        >
          {types.map((type) => (
            <option key={type.name} value={type.name}>
              {type.label[lang]}
            </option>
          ))}
        </select>
      )}
      <Button look="quiet" disabled={!props.undoable} onClick={props.onUndo}>
        {t("review.undo")} <Key of="U" />
      </Button>
    </div>
  );
}

function Merging({ detail, onLink }: { detail: Detail; onLink: (entity: string) => void }) {
  const { t } = usePreferences();
  return (
    <section className={styles.merging} data-testid="merging">
      <h3>{t("review.mayBe")}</h3>
      <ul>
        {detail.suggestions.map((one, number) => (
          <li key={one.id}>
            <Button onClick={() => onLink(one.id)}>
              <Key of={String(number + 1)} /> {one.name}
            </Button>
            <Link className={styles.look} href={entityPath(one.id)}>
              {one.score === null || one.score === undefined ? t("review.sameName") : asPercent(one.score)}
            </Link>
          </li>
        ))}
      </ul>
      {detail.suggestions.length === 0 && <p className={styles.none}>{t("review.noSuggestion")}</p>}
      <SearchBox onPick={(entity) => onLink(entity.id)} placeholder={t("review.search")} />
    </section>
  );
}

function Said({ detail }: { detail: Detail }) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const values = Object.entries((detail.values ?? {}) as Record<string, unknown>);
  const info = legend.data.types[detail.type] ?? legend.data.edges[detail.type];
  const label = (name: string) => info?.properties.find((p) => p.field === name)?.label[lang] ?? name;
  return (
    <>
      {detail.conflicts.length > 0 && (
        <section className={styles.conflicts}>
          <h3>{t("review.conflicts")}</h3>
          <ul>
            {detail.conflicts.map((one) => (
              <li key={`${one.property}-${JSON.stringify(one.other)}`}>
                {`${label(one.property)}: ${shown(one.other)}`}
                <span className={styles.source}>{one.sources.map((source) => source.title).join("、")}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {values.length > 0 && (
        <dl className={styles.values}>
          {values.map(([name, value]) => (
            <div key={name}>
              <dt>{label(name)}</dt>
              <dd>{shown(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

/** A value as a person reads it: amounts by their words, lists with 、. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join("、");
  if (value && typeof value === "object") {
    const told = value as Record<string, unknown>;
    return "words" in told ? String(told.words) : Object.values(told).map(shown).join(" ");
  }
  return String(value);
}
