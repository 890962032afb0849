/** What relations are called, in the middle of their lines and only where no other name lies. */

import type { Spot } from "../clusters/hull";
import type { Occupancy } from "../graph/occupancy";
import type { LabelInk } from "./labelLayer";

export interface EdgeName {
  text: string;
  from: Spot;
  to: Spot;
}

const SHORTEST = 70;
const HEIGHT = 11;

export function drawEdgeNames(
  context: CanvasRenderingContext2D,
  names: readonly EdgeName[],
  { ink, edgeStrong }: { ink: LabelInk; edgeStrong: string },
  taken: Occupancy,
): void {
  context.font = `${HEIGHT}px ${ink.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const { text, from, to } of names) {
    if (Math.hypot(from[0] - to[0], from[1] - to[1]) < SHORTEST) continue;
    const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
    const half = context.measureText(text).width / 2 + 3;
    if (!taken.take({ left: x - half, right: x + half, top: y - HEIGHT, bottom: y + HEIGHT })) continue;
    context.strokeStyle = ink.ground;
    context.lineWidth = 4;
    context.strokeText(text, x, y);
    context.fillStyle = edgeStrong;
    context.fillText(text, x, y);
  }
  context.textAlign = "start";
}
