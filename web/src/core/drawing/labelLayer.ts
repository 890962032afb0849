/** Names drawn by importance, each only where no other lies; with a halo, so that edges do not cut them. */

import { shortName } from "../appearance/names";
import { Occupancy } from "../graph/occupancy";

export interface LabelInk {
  ink: string;
  ground: string;
  font: string;
}

export interface LabelItem {
  text: string;
  x: number;
  y: number;
  radius: number;
  /** Higher is drawn first. */
  weight: number;
  strong: boolean;
  faded: boolean;
}

const widths = new Map<string, number>();

export function drawLabels(
  context: CanvasRenderingContext2D,
  items: readonly LabelItem[],
  ink: LabelInk,
  size: { width: number; height: number },
): Occupancy {
  const taken = new Occupancy();
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const item of [...items].sort((a, b) => b.weight - a.weight)) {
    if (item.x < -80 || item.y < -20 || item.x > size.width + 20 || item.y > size.height + 20) continue;
    drawLabel(context, item, ink, taken);
  }
  return taken;
}

function drawLabel(
  context: CanvasRenderingContext2D,
  item: LabelItem,
  ink: LabelInk,
  taken: Occupancy,
): void {
  const text = shortName(item.text, item.strong ? 24 : 14);
  const height = item.strong ? 14 : 12;
  context.font = `${item.strong ? 600 : 400} ${height}px ${ink.font}`;
  const width = widthOf(context, text);
  const left = item.x + item.radius + 4;
  const box = { left, top: item.y - height * 0.7, right: left + width, bottom: item.y + height * 0.7 };
  if (!taken.take(box) && !item.strong) return;
  context.globalAlpha = item.faded ? 0.35 : 1;
  context.strokeStyle = ink.ground;
  context.lineWidth = 4;
  context.strokeText(text, left, item.y);
  context.fillStyle = ink.ink;
  context.fillText(text, left, item.y);
  context.globalAlpha = 1;
}

function widthOf(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font}/${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    width = context.measureText(text).width;
    if (widths.size > 20_000) widths.clear();
    widths.set(key, width);
  }
  return width;
}
