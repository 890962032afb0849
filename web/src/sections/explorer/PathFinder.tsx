/** The closest way between two entities of the picture, in a sentence. */

import { useState } from "react";
import { Button } from "../../components/Button";
import { ApiFailure, request } from "../../core/api/client";
import type { SubgraphPart } from "../../core/graph/merge";
import { ClosestPathDocument } from "../../generated/graphql";
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
  const { t, lang } = usePreferences();
  const [told, setTold] = useState("");
  const ready = ends.from !== null && ends.to !== null && ends.from.id !== ends.to.id;
  const find = async () => {
    if (!ends.from || !ends.to) return;
    try {
      const asked = { from: ends.from.id, to: ends.to.id, lang: lang === "zh" ? "ZH" : "EN" } as const;
      const path = (await request(ClosestPathDocument, asked)).paths.paths[0] ?? null;
      setTold(
        path ? t("explore.pathFound", { n: path.length, sentence: path.sentence }) : t("explore.pathNone"),
      );
      onPath(path);
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
