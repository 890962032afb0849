/** The project library: a board by stage, the funnel, a table, and what has stood still. */

import { useMemo, useState } from "react";
import { Choices } from "../components/Choices";
import { PageHead, Pick } from "../components/PageHead";
import { Panel } from "../components/Panel";
import { Empty, Failure, Waiting } from "../components/State";
import { formatMoney, formatNumber } from "../core/ontology/format";
import { columns, type Progress } from "../core/projects/stages";
import { ProjectPipelineDocument, type ProjectStage } from "../generated/graphql";
import { usePreferences } from "../hooks/preferences";
import { useMe } from "../hooks/useMe";
import { forgetAnswers, useQuery } from "../hooks/useQuery";
import { Funnel } from "../sections/projects/Funnel";
import { MoveDialog } from "../sections/projects/MoveDialog";
import { ProjectBoard } from "../sections/projects/ProjectBoard";
import { ProjectTable } from "../sections/projects/ProjectTable";
import styles from "./ProjectsPage.module.css";

const VIEWS = ["board", "table", "stalled"] as const;
type View = (typeof VIEWS)[number];
const PATIENCE = [90, 180, 365] as const; // days

export default function ProjectsPage() {
  const { t, lang } = usePreferences();
  const { writes } = useMe();
  const [view, setView] = useState<View>("board");
  const [days, setDays] = useState(180);
  const [moving, setMoving] = useState<{ project: Progress; to: ProjectStage | null } | null>(null);
  const { data, error, reload } = useQuery(ProjectPipelineDocument, {
    stalledAfter: days,
    lang: lang === "zh" ? "ZH" : "EN",
  });
  const library = data?.projectPipeline;
  const board = useMemo(() => columns(library?.projects ?? []), [library]);
  const stalled = useMemo(() => library?.projects.filter((one) => one.stalled) ?? [], [library]);
  const move = writes ? (project: Progress, to: ProjectStage | null) => setMoving({ project, to }) : null;
  return (
    <div className={styles.page}>
      <PageHead
        title={t("projects.title")}
        lead={t("projects.lead")}
        figures={
          library && [
            { label: t("projects.n"), value: formatNumber(library.n, lang) },
            { label: t("projects.planned"), value: formatMoney(library.planned, lang) },
            { label: t("projects.paidIn"), value: formatMoney(library.paidIn, lang) },
            {
              label: t("projects.stalled"),
              value: formatNumber(library.stalled, lang),
              tone: library.stalled ? "bad" : undefined,
            },
          ]
        }
      >
        <Choices
          label={t("projects.view")}
          value={view}
          onChoose={setView}
          choices={VIEWS.map((value) => ({
            value,
            text: t(`projectView.${value}`),
            ...(value === "stalled" && library ? { count: library.stalled } : {}),
          }))}
        />
        <Pick label={t("projects.patience")} value={String(days)} onPick={(value) => setDays(Number(value))}>
          {PATIENCE.map((n) => (
            <option key={n} value={n}>
              {t("projects.days", { n })}
            </option>
          ))}
        </Pick>
        <p className={styles.hint}>{t(writes ? "projects.howMove" : "projects.needsKey")}</p>
      </PageHead>
      {error && <Failure error={error} retry={reload} />}
      {!library && !error && <Waiting lines={8} />}
      {library?.n === 0 && <Empty title={t("projects.none")} />}
      {library && library.n > 0 && (
        <>
          <Panel title={t("projects.funnel")} note={t("projects.funnelLead")}>
            <Funnel steps={library.funnel} />
          </Panel>
          {view === "board" && <ProjectBoard board={board} onMove={move} />}
          {view === "table" && <ProjectTable projects={library.projects} onMove={move} />}
          {view === "stalled" &&
            (stalled.length ? (
              <ProjectTable projects={stalled} onMove={move} />
            ) : (
              <Empty title={t("projects.noneStalled")} />
            ))}
          {library.warnings.map(({ text }) => (
            <p key={text} className={styles.hint}>
              {text}
            </p>
          ))}
        </>
      )}
      {moving && (
        <MoveDialog
          key={`${moving.project.project?.id}-${moving.to}`}
          project={moving.project}
          to={moving.to}
          onClose={() => setMoving(null)}
          onMoved={() => {
            forgetAnswers();
            setMoving(null);
          }}
        />
      )}
    </div>
  );
}
