/** One kind of relation as a list: the other end, what the relation itself says, and who says so. */

import { useState } from "react";
import { Button } from "../../components/Button";
import { EntityLink } from "../../components/EntityLink";
import { Icon } from "../../components/Icon";
import { Failure, Waiting } from "../../components/State";
import {
  RelationsDocument,
  type RelationsQuery,
  type RelationsQueryVariables,
} from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import { useQuery } from "../../hooks/useQuery";
import { EvidenceList } from "../entity-evidence/EvidenceList";
import styles from "./RelationRows.module.css";
import { useRelationDetails } from "./relationDetails";

type Connection = Extract<NonNullable<RelationsQuery["node"]>, { relations: unknown }>["relations"];
type Row = Connection["edges"][number];

interface Props {
  id: string;
  relation: RelationsQueryVariables["relation"];
  direction: RelationsQueryVariables["direction"];
  total: number;
}

const FIRST = 8;
const MORE = 100;

export function RelationRows({ id, relation, direction, total }: Props) {
  const { t } = usePreferences();
  const [first, setFirst] = useState(FIRST);
  const { data, error, reload } = useQuery(RelationsDocument, {
    id,
    relation,
    direction,
    first,
    after: null,
  });
  const [shown, setShown] = useState<Row[]>([]);
  const connection = data?.node && "relations" in data.node ? data.node.relations : undefined;
  const rows = connection?.edges ?? shown;
  if (error) return <Failure error={error} retry={reload} />;
  if (rows.length === 0)
    return (
      <div className={styles.pad}>
        <Waiting lines={3} />
      </div>
    );
  return (
    <div className={styles.rows}>
      <ul>
        {rows.map((row) => (
          <li key={row.relation.id}>
            <RelationRow row={row} relation={relation} />
          </li>
        ))}
      </ul>
      {rows.length < total && first < MORE && (
        <Button
          look="quiet"
          onClick={() => {
            setShown([...rows]);
            setFirst(MORE);
          }}
        >
          {t("entity.more", { n: Math.min(total, MORE) - rows.length })}
        </Button>
      )}
    </div>
  );
}

function RelationRow({ row, relation }: { row: Row; relation: string }) {
  const { t } = usePreferences();
  const [open, setOpen] = useState(false);
  const details = useRelationDetails(relation, row.relation);
  return (
    <div className={styles.row}>
      <div className={styles.line}>
        <span className={styles.name}>
          <EntityLink entity={row.node} />
        </span>
        <span className={`${styles.details} numeric`}>
          {details.map((detail) => (
            <span key={detail.label} title={detail.label}>
              {detail.text}
            </span>
          ))}
        </span>
        <button
          type="button"
          className={styles.source}
          aria-expanded={open}
          aria-label={t("relation.evidence")}
          title={t("relation.evidence")}
          onClick={() => setOpen(!open)}
        >
          <Icon name="file" size={16} />
        </button>
      </div>
      {open && (
        <div className={styles.evidence}>
          <EvidenceList evidence={row.relation.evidence} compact />
        </div>
      )}
    </div>
  );
}
