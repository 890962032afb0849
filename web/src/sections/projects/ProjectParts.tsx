/** What a card and a row tell of a project. */

import type { CSSProperties } from "react";
import { Link } from "wouter";
import { formatMoney } from "../../core/ontology/format";
import type { Progress } from "../../core/projects/stages";
import { usePreferences } from "../../hooks/preferences";
import { entityPath } from "../../routes";
import styles from "./ProjectParts.module.css";

export function ProjectName({ project }: { project: Progress }) {
  const { project: entity } = project;
  if (!entity) return null;
  return (
    <Link className={styles.name} href={entityPath(entity.id)} draggable={false}>
      {entity.name}
    </Link>
  );
}

/** Paid in of planned, as far as both are known. */
export function ProjectPaid({ project }: { project: Progress }) {
  const { t, lang } = usePreferences();
  if (project.paidShare === null || project.paidIn === null) return null;
  const share = Math.round(project.paidShare * 100);
  return (
    <p className={styles.paid} title={t("projects.paidOf", { paid: formatMoney(project.paidIn, lang) })}>
      <span
        className={`${styles.bar} ${share > 100 ? styles.beyond : ""}`}
        style={{ "--share": Math.min(1, project.paidShare) } as CSSProperties}
        aria-hidden="true"
      />
      <span className="numeric">{t("projects.paidShare", { n: share })}</span>
    </p>
  );
}

/** How long it has stood where it is. */
export function ProjectPace({ project }: { project: Progress }) {
  const { t } = usePreferences();
  if (project.days === null) return <span className={styles.pace}>{t("projects.undated")}</span>;
  return (
    <span
      className={`${styles.pace} numeric ${project.stalled ? styles.stalled : ""}`}
      title={project.movedOn ?? ""}
    >
      {t(project.stalled ? "projects.standing" : "projects.moved", { n: project.days })}
    </span>
  );
}
