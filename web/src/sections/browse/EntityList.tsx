/** All entities of a type, a page at a time, narrowed by name. */

import { useEffect, useState } from "react";
import { Link } from "wouter";
import { Button } from "../../components/Button";
import { Empty, Failure, Waiting } from "../../components/State";
import { TypeMark } from "../../components/TypeMark";
import { formatNumber } from "../../core/ontology/format";
import type { TypeInfo } from "../../core/ontology/legend";
import { listQuery } from "../../core/ontology/selection";
import { usePreferences } from "../../hooks/preferences";
import { useDelayed } from "../../hooks/useDelayed";
import { useQuery } from "../../hooks/useQuery";
import { documentPath, entityPath } from "../../routes";
import styles from "./EntityList.module.css";

export interface Listed {
  id: string;
  type: string;
  name: string;
  aliases: string[];
  regionCode: string | null;
}

export interface EntityPage {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  edges: { node: Listed }[];
}

const PAGE = 50;

export function EntityList({ type }: { type: TypeInfo }) {
  const { t, lang } = usePreferences();
  const [words, setWords] = useState("");
  const asked = useDelayed(words.trim(), 200);
  const [after, setAfter] = useState<string | null>(null);
  const [earlier, setEarlier] = useState<Listed[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another type or word starts the list anew
  useEffect(() => {
    setAfter(null);
    setEarlier([]);
  }, [asked, type.name]);
  const where = asked ? { name: { contains: asked } } : undefined;
  const { data, error, loading, reload } = useQuery<{ page: EntityPage }, object>(listQuery(type), {
    first: PAGE,
    after,
    where,
  });
  const page = data?.page;
  const rows = [...earlier, ...(page?.edges.map((edge) => edge.node) ?? [])];
  return (
    <div>
      <div className={styles.tools}>
        <input
          className={styles.filter}
          type="search"
          aria-label={t("browse.filter")}
          placeholder={t("browse.filter")}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        {page && (
          <span className={styles.total}>
            {t("browse.total", { n: formatNumber(page.totalCount, lang) })}
          </span>
        )}
      </div>
      {error && <Failure error={error} retry={reload} />}
      {page && rows.length === 0 && <Empty title={t("browse.none", { type: type.plural[lang] })} />}
      <ul className={styles.list}>
        {rows.map((node) => (
          <li key={node.id}>
            <Row node={node} />
          </li>
        ))}
      </ul>
      {loading && <Waiting lines={6} />}
      {page?.pageInfo.hasNextPage && (
        <div className={styles.more}>
          <Button
            onClick={() => {
              setEarlier(rows);
              setAfter(page.pageInfo.endCursor);
            }}
          >
            {t("browse.more")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Row({ node }: { node: Listed }) {
  return (
    <Link
      className={styles.row}
      href={node.type === "Document" ? documentPath(node.id) : entityPath(node.id)}
    >
      <TypeMark type={node.type} size={30} />
      <span className={styles.name}>
        {node.name}
        {node.aliases.length > 0 && (
          <span className={styles.alias}>{node.aliases.slice(0, 3).join(" · ")}</span>
        )}
      </span>
      <span className={`${styles.code} numeric`}>{node.regionCode}</span>
    </Link>
  );
}
