/** Soft shapes behind communities, with their names in the middle. */

import { communityName } from "../appearance/names";
import { centre, convexHull, core, type Spot } from "../clusters/hull";
import { Occupancy } from "../graph/occupancy";
import type { LabelInk } from "./labelLayer";

export interface HullGroup {
  name: string;
  color: string;
  members: Spot[];
  faded: boolean;
}

const PADDING = 16;

export function drawHulls(context: CanvasRenderingContext2D, groups: readonly HullGroup[]): void {
  for (const group of groups) {
    if (group.members.length < 3) continue;
    const outline = convexHull(core(group.members));
    context.globalAlpha = group.faded ? 0.04 : 0.13;
    context.fillStyle = group.color;
    context.strokeStyle = group.color;
    context.lineWidth = PADDING * 2;
    context.lineJoin = "round";
    context.beginPath();
    outline.forEach(([x, y], i) => {
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    context.closePath();
    // The fill and the wide stroke must not add up where they overlap: clip, then fill once.
    strokeAndFillOnce(context);
  }
  context.globalAlpha = 1;
}

function strokeAndFillOnce(context: CanvasRenderingContext2D): void {
  const alpha = context.globalAlpha;
  context.fill();
  context.globalAlpha = alpha * 0.6;
  context.stroke();
  context.globalAlpha = alpha;
}

export function drawHullNames(
  context: CanvasRenderingContext2D,
  groups: readonly HullGroup[],
  ink: LabelInk,
): void {
  const taken = new Occupancy();
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const group of [...groups].sort((a, b) => b.members.length - a.members.length)) {
    if (group.members.length < 3) continue;
    const [x, y] = above(core(group.members));
    const name = communityName(group.name);
    context.font = `600 13px ${ink.font}`;
    const half = context.measureText(name).width / 2 + 4;
    if (!taken.take({ left: x - half, right: x + half, top: y - 11, bottom: y + 11 })) continue;
    context.globalAlpha = group.faded ? 0.3 : 1;
    context.strokeStyle = ink.ground;
    context.lineWidth = 5;
    context.strokeText(name, x, y);
    context.fillStyle = ink.ink;
    context.fillText(name, x, y);
  }
  context.globalAlpha = 1;
  context.textAlign = "start";
}

/** The middle of the upper edge: there a name covers no member. */
function above(members: readonly Spot[]): Spot {
  return [centre(members)[0], Math.min(...members.map(([, y]) => y)) - PADDING - 6];
}
