import { useState } from "react";
import { Button } from "../../components/Button";
import { Failure, Waiting } from "../../components/State";
import { EntityEvidenceDocument } from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import { useQuery } from "../../hooks/useQuery";
import styles from "./EntityEvidence.module.css";
import { EvidenceList } from "./EvidenceList";

const MOST = 60;
const FIRST_SHOWN = 5;

export function EntityEvidence({ id, type }: { id: string; type: string }) {
  const { t } = usePreferences();
  const [all, setAll] = useState(false);
  const { data, error, reload } = useQuery(EntityEvidenceDocument, { id, first: MOST });
  if (error) return <Failure error={error} retry={reload} />;
  if (!data)
    return (
      <div className={styles.pad}>
        <Waiting lines={4} />
      </div>
    );
  const evidence = data.node && "evidence" in data.node ? data.node.evidence : [];
  if (evidence.length === 0) return <p className={styles.none}>{t("entity.noEvidence")}</p>;
  const shown = all ? evidence : evidence.slice(0, FIRST_SHOWN);
  return (
    <div>
      <EvidenceList evidence={shown} type={type} />
      {shown.length < evidence.length && (
        <div className={styles.more}>
          <Button look="quiet" onClick={() => setAll(true)}>
            {t("entity.more", { n: evidence.length - shown.length })}
          </Button>
        </div>
      )}
    </div>
  );
}
