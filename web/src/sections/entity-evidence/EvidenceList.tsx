/** Where a fact stands: the row of a table, or the words of a document with the way into its text. */

import { Link } from "wouter";
import { Icon } from "../../components/Icon";
import type { EvidencePartsFragment } from "../../generated/graphql";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import { documentPath } from "../../routes";
import styles from "./EvidenceList.module.css";

interface Props {
  evidence: readonly EvidencePartsFragment[];
  /** The entity or edge type that the evidence is about: gives its properties their labels. */
  type?: string;
  compact?: boolean;
}

export function EvidenceList({ evidence, type, compact }: Props) {
  return (
    <ul className={compact ? styles.compact : styles.list}>
      {evidence.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one source may say the same in several places
        <li key={`${one.source.id}-${i}`} className={styles.item}>
          <EvidenceItem one={one} type={compact ? undefined : type} />
        </li>
      ))}
    </ul>
  );
}

function EvidenceItem({ one, type }: { one: EvidencePartsFragment; type: string | undefined }) {
  const { t } = usePreferences();
  const place = usePlace(one);
  const says = usePropertyNames(one.properties, type);
  return (
    <>
      {one.quote && <blockquote className={styles.quote}>{one.quote}</blockquote>}
      <p className={styles.source}>
        <span className={styles.title}>{one.source.title}</span>
        {place && <span>{place}</span>}
        {one.section && <span>{one.section}</span>}
      </p>
      <p className={styles.meta}>
        {one.source.publisher && <span>{one.source.publisher}</span>}
        {one.source.asOf && <span>{t("evidence.asOf", { day: one.source.asOf })}</span>}
        {one.confidence !== null && one.confidence < 1 && (
          <span>{t("evidence.confidence", { n: one.confidence.toFixed(2) })}</span>
        )}
        {isProposed(one.state) && <span className={styles.proposed}>{t("evidence.proposed")}</span>}
        {says && <span>{t("evidence.properties", { names: says })}</span>}
        {one.document && (
          <Link className={styles.open} href={documentPath(one.document.id, one.start ?? undefined)}>
            {t("evidence.open")}
            <Icon name="right" size={14} />
          </Link>
        )}
      </p>
    </>
  );
}

function isProposed(state: string | null): boolean {
  return state?.toLowerCase() === "proposed";
}

function usePlace(one: EvidencePartsFragment): string {
  const { t } = usePreferences();
  if (one.row !== null) {
    const file = one.file ?? "";
    return one.sheet
      ? t("evidence.at", { file, sheet: one.sheet, row: one.row })
      : t("evidence.atRow", { file, row: one.row });
  }
  if (one.start !== null && one.end !== null) {
    return t("evidence.place", { start: one.start + 1, end: one.end });
  }
  return one.file ?? "";
}

function usePropertyNames(names: readonly string[], type: string | undefined): string {
  const { lang } = usePreferences();
  const legend = useLegend();
  const properties = type ? (legend.type(type)?.properties ?? []) : [];
  const labels = names.map((name) => properties.find((p) => p.field === name)?.label[lang] ?? "");
  return labels.filter(Boolean).join(lang === "zh" ? "、" : ", ");
}
