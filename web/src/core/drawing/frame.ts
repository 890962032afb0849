/** Where the camera must stand so that all points lie in the free part of the picture. */

export interface Insets {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export const NO_INSETS: Insets = { left: 40, right: 40, top: 40, bottom: 40 };

/** A pair of nodes is not blown up to the whole picture. */
const CLOSEST = 0.35;

interface Point {
  x: number;
  y: number;
}

/** `unit`: pixels of one unit of the framed graph at ratio 1. The framed graph's y goes up, the picture's down. */
export function frame(
  points: readonly Point[],
  unit: number,
  size: { width: number; height: number },
  insets: Insets,
): { x: number; y: number; ratio: number } {
  const [left, right] = extent(points.map((p) => p.x));
  const [low, high] = extent(points.map((p) => p.y));
  const free = {
    width: Math.max(size.width - insets.left - insets.right, 100),
    height: Math.max(size.height - insets.top - insets.bottom, 100),
  };
  const ratio = Math.max(((right - left) * unit) / free.width, ((high - low) * unit) / free.height, CLOSEST);
  const shift = { x: (insets.left - insets.right) / 2, y: (insets.top - insets.bottom) / 2 };
  return {
    x: (left + right) / 2 - (shift.x * ratio) / unit,
    y: (low + high) / 2 + (shift.y * ratio) / unit,
    ratio,
  };
}

function extent(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
