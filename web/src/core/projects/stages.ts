/** The stages of an investment project, from first to last, and what moving to one takes. */

import type { ProjectPipelineQuery, ProjectStage } from "../../generated/graphql";

export type Progress = ProjectPipelineQuery["projectPipeline"]["projects"][number];

export const STAGES: readonly ProjectStage[] = [
  "LEAD",
  "NEGOTIATION",
  "SIGNED",
  "LANDED",
  "STARTED",
  "OPERATING",
];
const FIRST: ProjectStage = "LEAD";
/** Where a project has left the way. */
export const ENDED = "TERMINATED" as const;
const DATED: readonly ProjectStage[] = ["SIGNED", "STARTED", "OPERATING"];

/** Whether a stage has a day of its own: when it was signed, started, put into operation. */
export function isDated(stage: ProjectStage): boolean {
  return DATED.includes(stage);
}

/** The stage after this one; the first for a project of which none is known, none after the last. */
export function nextStage(stage: ProjectStage | null): ProjectStage | null {
  if (stage === null) return FIRST;
  const at = STAGES.indexOf(stage);
  return at < 0 ? null : (STAGES[at + 1] ?? null);
}

export interface Column {
  stage: ProjectStage;
  projects: Progress[];
  planned: number;
}

/** The board: a column a stage; those that were given up come last. A project without a stage stands in the first. */
export function columns(projects: readonly Progress[]): Column[] {
  return [...STAGES, ENDED].map((stage) => {
    const here = projects.filter((one) => (one.stage ?? FIRST) === stage);
    return { stage, projects: here, planned: here.reduce((sum, one) => sum + (one.planned ?? 0), 0) };
  });
}

/** The day of today where the reader is, as the API takes it. */
export function today(now = new Date()): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
