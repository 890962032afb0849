import { expect, test } from "vitest";
import { columns, isDated, nextStage, type Progress, STAGES, today } from "./stages";

function project(stage: Progress["stage"], planned: number | null): Progress {
  return { stage, planned } as Progress;
}

test("each project stands in one column, and one without a stage in the first", () => {
  const projects = [
    project("SIGNED", 5),
    project(null, 1),
    project("TERMINATED", null),
    project("SIGNED", 2),
  ];
  const board = columns(projects);
  expect(board.flatMap((one) => one.projects)).toHaveLength(projects.length);
  expect(board.find((one) => one.stage === "SIGNED")?.planned).toBe(7);
  expect(board[0]?.projects).toHaveLength(1);
  expect(board.at(-1)?.stage).toBe("TERMINATED");
});

test("the next stage is the one after, and there is none after the last or the end", () => {
  expect(STAGES.map(nextStage)).toEqual([...STAGES.slice(1), null]);
  expect(nextStage("TERMINATED")).toBeNull();
  expect(nextStage(null)).toBe("LEAD");
});

test("only what has a day of its own asks for one", () => {
  expect(STAGES.filter(isDated)).toEqual(["SIGNED", "STARTED", "OPERATING"]);
  expect(today(new Date(2024, 2, 5))).toBe("2024-03-05");
});
