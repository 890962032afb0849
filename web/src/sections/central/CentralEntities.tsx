/** The entities that the most important others lead to. */

import { Link } from "wouter";
import { Empty, Failure, Waiting } from "../../components/State";
import { TypeMark } from "../../components/TypeMark";
import type { Legend } from "../../core/ontology/legend";
import { CentralDocument, type NodeTypeName } from "../../generated/graphql";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import { useQuery } from "../../hooks/useQuery";
import styles from "./CentralEntities.module.css";

interface Props {
  first: number;
  href: (id: string) => string;
  scores?: boolean;
}

export function CentralEntities({ first, href, scores }: Props) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const { data, error, reload } = useQuery(CentralDocument, { first, types: actors(legend) });
  if (error) return <Failure error={error} retry={reload} />;
  if (!data)
    return (
      <div className={styles.pad}>
        <Waiting lines={5} />
      </div>
    );
  if (data.pagerank.length === 0) return <Empty title={t("start.emptyTitle")} />;
  const top = Math.max(...data.pagerank.map((one) => one.score), 1e-12);
  return (
    <ol className={styles.list}>
      {data.pagerank.map(({ entity, score, rank }) => (
        <li key={entity.id}>
          <Link className={styles.row} href={href(entity.id)}>
            {scores && <span className={`${styles.rank} numeric`}>{rank}</span>}
            <TypeMark type={entity.type} size={26} />
            <span className={styles.name}>{entity.name}</span>
            {scores ? (
              <span className={styles.bar} aria-hidden="true">
                <span style={{ width: `${(100 * score) / top}%` }} />
              </span>
            ) : (
              <span className={styles.type}>{legend.typeLabel(entity.type, lang)}</span>
            )}
          </Link>
        </li>
      ))}
    </ol>
  );
}

/** Everything lies in a region, belongs to an industry, makes a product: that these are central says nothing. */
const GROUNDS = new Set(["Region", "Industry", "Product"]);

function actors(legend: Legend): NodeTypeName[] {
  return legend.types.map((type) => type.name as NodeTypeName).filter((name) => !GROUNDS.has(name));
}
