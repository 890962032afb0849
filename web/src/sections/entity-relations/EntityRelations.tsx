/** Relations by kind with their counts; each opens into its list. */

import { useState } from "react";
import { Icon } from "../../components/Icon";
import { Empty, Failure, Waiting } from "../../components/State";
import { formatNumber } from "../../core/ontology/format";
import { RelationCountsDocument, type RelationCountsQuery } from "../../generated/graphql";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import { useQuery } from "../../hooks/useQuery";
import styles from "./EntityRelations.module.css";
import { RelationRows } from "./RelationRows";

type Count = Extract<
  NonNullable<RelationCountsQuery["node"]>,
  { relationCounts: unknown }
>["relationCounts"][number];

const OPEN_AT_FIRST = 2;

export function EntityRelations({ id }: { id: string }) {
  const { t } = usePreferences();
  const { data, error, reload } = useQuery(RelationCountsDocument, { id });
  if (error) return <Failure error={error} retry={reload} />;
  if (!data)
    return (
      <div className={styles.pad}>
        <Waiting lines={5} />
      </div>
    );
  const counts = data.node && "relationCounts" in data.node ? data.node.relationCounts : [];
  if (counts.length === 0) return <Empty title={t("entity.noRelations")} />;
  const sorted = [...counts].sort((a, b) => b.count - a.count);
  return (
    <ul>
      {sorted.map((count, i) => (
        <li key={`${count.relation}-${count.direction}`} className={styles.group}>
          <Group id={id} count={count} openAtFirst={i < OPEN_AT_FIRST} />
        </li>
      ))}
    </ul>
  );
}

function Group({ id, count, openAtFirst }: { id: string; count: Count; openAtFirst: boolean }) {
  const { lang } = usePreferences();
  const legend = useLegend();
  const [open, setOpen] = useState(openAtFirst);
  return (
    <>
      <button
        type="button"
        className={styles.head}
        aria-expanded={open}
        data-relation={count.relation}
        onClick={() => setOpen(!open)}
      >
        <span className={open ? styles.opened : styles.closed}>
          <Icon name="chevron" size={16} />
        </span>
        <span className={styles.label}>{legend.relationLabel(count.relation, count.direction, lang)}</span>
        <span className={`${styles.count} numeric`}>{formatNumber(count.count, lang)}</span>
      </button>
      {open && (
        <RelationRows id={id} relation={count.relation} direction={count.direction} total={count.count} />
      )}
    </>
  );
}
