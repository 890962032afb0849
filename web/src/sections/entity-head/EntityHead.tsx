/** Who this is, and where to go from here. */

import { useEffect } from "react";
import { useLocation } from "wouter";
import { Button } from "../../components/Button";
import { TypeMark, TypeTag } from "../../components/TypeMark";
import type { EntityHeadQuery } from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import { documentPath, explorePath } from "../../routes";
import styles from "./EntityHead.module.css";

type Head = NonNullable<EntityHeadQuery["node"]>;

export function EntityHead({ entity }: { entity: Extract<Head, { name: string }> }) {
  const { t } = usePreferences();
  const [, go] = useLocation();
  useEffect(() => {
    document.title = `${entity.name} · ${t("app.name")}`;
    return () => {
      document.title = `${t("app.name")} Jiju`;
    };
  }, [entity.name, t]);
  return (
    <header className={styles.head}>
      <TypeMark type={entity.type} size={56} />
      <div className={styles.words}>
        <h1 className={styles.name}>{entity.name}</h1>
        <p className={styles.line}>
          <TypeTag type={entity.type} />
          {entity.aliases.length > 0 && (
            <span>{t("entity.aliases", { names: entity.aliases.join(" · ") })}</span>
          )}
          <span>{t("entity.sources", { n: entity.sources.length })}</span>
          <code className={styles.id} title={t("entity.id")}>
            {entity.id}
          </code>
        </p>
      </div>
      <div className={styles.actions}>
        {entity.type === "Document" && (
          <Button icon="file" look="solid" onClick={() => go(documentPath(entity.id))}>
            {t("entity.read")}
          </Button>
        )}
        <Button
          icon="graph"
          look={entity.type === "Document" ? "plain" : "solid"}
          onClick={() => go(explorePath([entity.id]))}
        >
          {t("entity.explore")}
        </Button>
      </div>
    </header>
  );
}
