/** How many of what, as tiles that lead to the lists. */

import type { CSSProperties } from "react";
import { Link } from "wouter";
import { Empty, Failure, Waiting } from "../../components/State";
import { formatNumber } from "../../core/ontology/format";
import { FiguresDocument } from "../../generated/graphql";
import { useLegend, useTypeColor } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import { useQuery } from "../../hooks/useQuery";
import { browsePath } from "../../routes";
import styles from "./Figures.module.css";

export function Figures() {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const color = useTypeColor();
  const { data, error, reload } = useQuery(FiguresDocument);
  if (error) return <Failure error={error} retry={reload} />;
  if (!data) return <Waiting lines={4} />;
  const counts = data.counts.filter((one) => !one.isRelation && one.count > 0);
  if (counts.length === 0) return <Empty title={t("start.emptyTitle")}>{t("start.emptyText")}</Empty>;
  return (
    <ul className={styles.tiles}>
      {[...counts]
        .sort((a, b) => b.count - a.count)
        .map((one) => (
          <li key={one.type}>
            <Link
              className={styles.tile}
              style={{ "--type": color(one.type) } as CSSProperties}
              href={browsePath(one.type)}
            >
              <span className={styles.label}>{legend.typeLabel(one.type, lang)}</span>
              <span className={`${styles.count} numeric`}>{formatNumber(one.count, lang)}</span>
            </Link>
          </li>
        ))}
    </ul>
  );
}

export function FiguresNote() {
  const { t, lang } = usePreferences();
  const { data } = useQuery(FiguresDocument);
  if (!data) return null;
  const sum = (relations: boolean) =>
    data.counts.filter((one) => one.isRelation === relations).reduce((total, one) => total + one.count, 0);
  return t("start.figuresLead", {
    nodes: formatNumber(sum(false), lang),
    relations: formatNumber(sum(true), lang),
  });
}
