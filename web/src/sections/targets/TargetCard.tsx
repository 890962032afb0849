/** One target: its sentence, how it is counted, what counts, and the pace it takes. */

import { Link } from "wouter";
import { EntityLink } from "../../components/EntityLink";
import { Icon } from "../../components/Icon";
import { inUnit, type LedgerRow, valueInWords } from "../../core/targets/ledger";
import { usePreferences } from "../../hooks/preferences";
import { documentPath } from "../../routes";
import { Status } from "./Status";
import styles from "./TargetCard.module.css";

export function TargetCard({ row }: { row: LedgerRow }) {
  const { t } = usePreferences();
  const [believed, ...others] = row.definitions;
  const place = row.target?.evidence[0];
  return (
    <article className={styles.card} aria-label={row.metric} data-testid="target">
      <header className={styles.head}>
        <h2>{row.metric}</h2>
        <Status status={row.status} />
      </header>
      <Pace row={row} />
      <section>
        <h3>{t("targets.sentence")}</h3>
        {believed?.section && <p className={styles.section}>{believed.section}</p>}
        <blockquote>{believed?.quote ?? place?.quote}</blockquote>
        {place?.document && (
          <Link className={styles.read} href={documentPath(place.document.id, place.start ?? undefined)}>
            {t("targets.read")}
            <Icon name="right" size={16} />
          </Link>
        )}
      </section>
      {believed && <Counted definition={believed} />}
      {others.map((one) => (
        <section key={`${one.section}${one.quote}`}>
          <h3>{t("targets.wording")}</h3>
          {one.section && <p className={styles.section}>{one.section}</p>}
          <blockquote>{one.quote}</blockquote>
          <Counted definition={one} />
        </section>
      ))}
      {row.conflicts.length > 0 && (
        <section className={styles.conflict}>
          <h3>{t("targets.conflicts")}</h3>
          {row.conflicts.map(({ values }) => (
            <p key={values.join()}>{values.join(" ≠ ")}</p>
          ))}
        </section>
      )}
    </article>
  );
}

function Pace({ row }: { row: LedgerRow }) {
  const { t, lang } = usePreferences();
  const say = (value: number) => inUnit(value, row.unit, lang);
  return (
    <div className={styles.pace}>
      <p className="numeric">
        <strong>{valueInWords(row, lang)}</strong>
        <span>{t("targets.ofGoal", { goal: row.goalText })}</span>
      </p>
      <ul>
        {row.expected !== null && <li>{t("targets.expected", { n: say(row.expected) })}</li>}
        {row.gap !== null && row.gap > 0 && <li>{t("targets.gap", { n: say(row.gap) })}</li>}
        {row.requiredPace !== null && <li>{t("targets.pace", { n: say(row.requiredPace) })}</li>}
      </ul>
    </div>
  );
}

function Counted({ definition }: { definition: LedgerRow["definitions"][number] }) {
  const { t } = usePreferences();
  const { counted, countedTotal, undated } = definition;
  return (
    <section>
      <h3>{t("targets.rule")}</h3>
      <p className={styles.rule}>{definition.ruleLabel ?? t("targets.noRule")}</p>
      {definition.ruleLabel &&
        definition.warnings.map(({ text }) => (
          <p key={text} className={styles.warning}>
            {text}
          </p>
        ))}
      {definition.ruleLabel && (
        <>
          <h3>{countedTotal ? t("targets.counted", { n: countedTotal }) : t("targets.noneCounted")}</h3>
          <ul className={styles.counted}>
            {counted.map((one) => (
              <li key={one.id}>
                <EntityLink entity={one} />
              </li>
            ))}
          </ul>
          {countedTotal > counted.length && (
            <p className={styles.section}>{t("targets.countedMore", { n: countedTotal - counted.length })}</p>
          )}
          {undated > 0 && <p className={styles.section}>{t("targets.undated", { n: undated })}</p>}
        </>
      )}
    </section>
  );
}
