/** Projects as cards in the columns of their stages. A card is dragged to another column, or moved by its button. */

import { useState } from "react";
import { Button } from "../../components/Button";
import { formatMoney } from "../../core/ontology/format";
import { type Column, ENDED, nextStage, type Progress } from "../../core/projects/stages";
import type { ProjectStage } from "../../generated/graphql";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import styles from "./ProjectBoard.module.css";
import { ProjectName, ProjectPace, ProjectPaid } from "./ProjectParts";

export type Move = ((project: Progress, to: ProjectStage | null) => void) | null;
const FIRST_SHOWN = 12;

export function ProjectBoard({ board, onMove }: { board: readonly Column[]; onMove: Move }) {
  const { t } = usePreferences();
  const [held, setHeld] = useState<Progress | null>(null);
  return (
    <section className={styles.board} aria-label={t("projectView.board")} data-testid="board">
      {board.map((column) => (
        <BoardColumn key={column.stage} column={column} held={held} onHold={setHeld} onMove={onMove} />
      ))}
    </section>
  );
}

interface ColumnProps {
  column: Column;
  held: Progress | null;
  onHold: (project: Progress | null) => void;
  onMove: Move;
}

function BoardColumn({ column, held, onHold, onMove }: ColumnProps) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const [over, setOver] = useState(false);
  const [all, setAll] = useState(false);
  const welcome = held !== null && held.stage !== column.stage;
  const shown = all ? column.projects : column.projects.slice(0, FIRST_SHOWN);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; every card has a button for it
    <div
      className={`${styles.column} ${welcome && over ? styles.over : ""} ${column.stage === ENDED ? styles.ended : ""}`}
      data-stage={column.stage}
      onDragOver={(event) => {
        if (!welcome) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "move";
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (welcome) onMove?.(held, column.stage);
        onHold(null);
      }}
    >
      <header className={styles.head}>
        <h2>{legend.codeLabel("ProjectStage", column.stage, lang)}</h2>
        <span className="numeric">{column.projects.length}</span>
        <p className="numeric">{column.planned > 0 ? formatMoney(column.planned, lang) : "—"}</p>
      </header>
      <ul className={styles.cards}>
        {shown.map((project) => (
          <Card
            key={project.project?.id}
            project={project}
            held={held === project}
            onHold={onHold}
            onMove={onMove}
          />
        ))}
      </ul>
      {shown.length < column.projects.length && (
        <Button look="quiet" onClick={() => setAll(true)}>
          {t("entity.more", { n: column.projects.length - shown.length })}
        </Button>
      )}
    </div>
  );
}

interface CardProps {
  project: Progress;
  held: boolean;
  onHold: (project: Progress | null) => void;
  onMove: Move;
}

function Card({ project, held, onHold, onMove }: CardProps) {
  const { t, lang } = usePreferences();
  return (
    <li
      className={`${styles.card} ${project.stalled ? styles.stalled : ""} ${held ? styles.held : ""}`}
      draggable={onMove !== null}
      data-project={project.project?.id}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", project.project?.name ?? "");
        onHold(project);
      }}
      onDragEnd={() => onHold(null)}
    >
      <ProjectName project={project} />
      <p className={`${styles.money} numeric`}>
        {project.planned === null ? t("projects.unknownPlanned") : formatMoney(project.planned, lang)}
        {project.responsible[0] && <span>{project.responsible[0].name}</span>}
      </p>
      <ProjectPaid project={project} />
      <div className={styles.foot}>
        <ProjectPace project={project} />
        {onMove && (
          <button
            type="button"
            className={styles.move}
            aria-label={t("projects.moveOne", { name: project.project?.name ?? "" })}
            onClick={() => onMove(project, nextStage(project.stage))}
          >
            {t("projects.move")}
          </button>
        )}
      </div>
    </li>
  );
}
