/** The documents that were read, each one click from its text. */

import { Link } from "wouter";
import { Icon } from "../../components/Icon";
import { Empty, Failure, Waiting } from "../../components/State";
import { listQuery } from "../../core/ontology/selection";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import { useQuery } from "../../hooks/useQuery";
import { documentPath } from "../../routes";
import type { EntityPage } from "../browse/EntityList";
import styles from "./DocumentList.module.css";

export function DocumentList({ first }: { first: number }) {
  const { t } = usePreferences();
  const type = useLegend().type("Document");
  const { data, error, reload } = useQuery<{ page: EntityPage }, { first: number }>(
    type ? listQuery(type) : null,
    { first },
  );
  if (error) return <Failure error={error} retry={reload} />;
  if (!data) return <Waiting lines={3} />;
  if (data.page.edges.length === 0) return <Empty title={t("start.noDocuments")} />;
  return (
    <ul className={styles.list}>
      {data.page.edges.map(({ node }) => (
        <li key={node.id}>
          <Link className={styles.row} href={documentPath(node.id)}>
            <Icon name="file" />
            <span>{node.name}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
