/** The shortest way between two entities of the picture. */

import { useState } from "react";
import { Button } from "../../components/Button";
import { ApiFailure, request } from "../../core/api/client";
import type { SubgraphPart } from "../../core/graph/merge";
import { ShortestPathDocument } from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import styles from "./PathFinder.module.css";

export interface Ends {
  from: { id: string; name: string } | null;
  to: { id: string; name: string } | null;
}

interface Props {
  ends: Ends;
  onPath: (path: SubgraphPart | null) => void;
  onClear: () => void;
}

export function PathFinder({ ends, onPath, onClear }: Props) {
  const { t } = usePreferences();
  const [told, setTold] = useState("");
  const ready = ends.from !== null && ends.to !== null && ends.from.id !== ends.to.id;
  const find = async () => {
    if (!ends.from || !ends.to) return;
    try {
      const { shortestPath } = await request(ShortestPathDocument, { from: ends.from.id, to: ends.to.id });
      setTold(shortestPath ? t("explore.pathFound", { n: shortestPath.length }) : t("explore.pathNone"));
      onPath(shortestPath);
    } catch (error) {
      const failure = error instanceof ApiFailure ? error : new ApiFailure("server", String(error));
      setTold(t(`state.${failure.reason}`, { message: failure.message }));
    }
  };
  return (
    <section className={styles.finder} aria-label={t("explore.path")}>
      <p className={styles.title}>{t("explore.path")}</p>
      <p className={styles.end}>
        <span>{t("explore.pathStart")}</span>
        {ends.from?.name ?? <em>{t("explore.pathPick")}</em>}
      </p>
      <p className={styles.end}>
        <span>{t("explore.pathEnd")}</span>
        {ends.to?.name ?? <em>{t("explore.pathPick")}</em>}
      </p>
      <div className={styles.actions}>
        <Button icon="path" disabled={!ready} onClick={() => void find()}>
          {t("explore.pathFind")}
        </Button>
        {(ends.from || ends.to) && (
          <Button
            look="quiet"
            icon="close"
            aria-label={t("explore.pathClear")}
            title={t("explore.pathClear")}
            onClick={() => {
              setTold("");
              onClear();
            }}
          />
        )}
      </div>
      <p className={styles.told} role="status">
        {told}
      </p>
    </section>
  );
}
