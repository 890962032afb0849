/** The same projects as rows, which can be sorted. */

import { useMemo, useState } from "react";
import { Button } from "../../components/Button";
import { EntityLink } from "../../components/EntityLink";
import { formatMoney } from "../../core/ontology/format";
import { nextStage, type Progress, STAGES } from "../../core/projects/stages";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import type { MessageKey } from "../../locales";
import type { Move } from "./ProjectBoard";
import { ProjectName, ProjectPace, ProjectPaid } from "./ProjectParts";
import styles from "./ProjectTable.module.css";

const BY = {
  days: (one: Progress) => -(one.days ?? -1),
  stage: (one: Progress) => (one.stage ? STAGES.indexOf(one.stage) : -1),
  planned: (one: Progress) => -(one.planned ?? -1),
  paid: (one: Progress) => -(one.paidShare ?? -1),
} as const;
type By = keyof typeof BY;

const COLUMNS: { name: MessageKey; by?: By }[] = [
  { name: "projects.name" },
  { name: "projects.stage", by: "stage" },
  { name: "projects.region" },
  { name: "projects.planned", by: "planned" },
  { name: "projects.paid", by: "paid" },
  { name: "projects.pace", by: "days" },
  { name: "projects.responsible" },
];

export function ProjectTable({ projects, onMove }: { projects: readonly Progress[]; onMove: Move }) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const [by, setBy] = useState<By>("days");
  const rows = useMemo(() => [...projects].sort((a, b) => BY[by](a) - BY[by](b)), [projects, by]);
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column.name} scope="col" aria-sort={column.by === by ? "descending" : undefined}>
                {column.by ? (
                  <button type="button" onClick={() => setBy(column.by as By)}>
                    {t(column.name)}
                    <span aria-hidden="true">{column.by === by ? "↓" : ""}</span>
                  </button>
                ) : (
                  t(column.name)
                )}
              </th>
            ))}
            {onMove && (
              <th scope="col">
                <span className="sr-only">{t("projects.move")}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr key={one.project?.id}>
              <th scope="row">
                <ProjectName project={one} />
              </th>
              <td>{one.stage ? legend.codeLabel("ProjectStage", one.stage, lang) : "—"}</td>
              <td>{one.region?.name ?? "—"}</td>
              <td className="numeric">{one.planned === null ? "—" : formatMoney(one.planned, lang)}</td>
              <td>{one.paidShare === null ? "—" : <ProjectPaid project={one} />}</td>
              <td>
                <ProjectPace project={one} />
              </td>
              <td>
                {one.responsible.map((who) => (
                  <EntityLink key={who.id} entity={who} dot={false} />
                ))}
              </td>
              {onMove && (
                <td>
                  <Button
                    look="quiet"
                    aria-label={t("projects.moveOne", { name: one.project?.name ?? "" })}
                    onClick={() => onMove(one, nextStage(one.stage))}
                  >
                    {t("projects.move")}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
