import { NotFound } from "../components/NotFound";
import { Panel } from "../components/Panel";
import { Failure, Waiting } from "../components/State";
import { EntityHeadDocument } from "../generated/graphql";
import { usePreferences } from "../hooks/preferences";
import { useQuery } from "../hooks/useQuery";
import { EntityEvidence } from "../sections/entity-evidence/EntityEvidence";
import { EntityHead } from "../sections/entity-head/EntityHead";
import { EntityProperties } from "../sections/entity-properties/EntityProperties";
import { EntityRelations } from "../sections/entity-relations/EntityRelations";
import styles from "./EntityPage.module.css";

export function EntityPage({ id }: { id: string }) {
  const { t } = usePreferences();
  const { data, error, reload } = useQuery(EntityHeadDocument, { id });
  if (error)
    return (
      <div className={styles.page}>
        <Failure error={error} retry={reload} />
      </div>
    );
  if (!data)
    return (
      <div className={styles.page}>
        <Waiting lines={6} />
      </div>
    );
  const entity = data.node;
  if (!entity || !("name" in entity)) return <NotFound />;
  return (
    <article className={styles.page}>
      <EntityHead entity={entity} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Panel title={t("entity.properties")}>
            <EntityProperties id={entity.id} type={entity.type} />
          </Panel>
          <Panel title={t("entity.evidence")}>
            <EntityEvidence id={entity.id} type={entity.type} />
          </Panel>
        </div>
        <Panel title={t("entity.relations")}>
          <EntityRelations id={entity.id} />
        </Panel>
      </div>
    </article>
  );
}
