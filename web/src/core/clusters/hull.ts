/** Convex hulls around communities, by Andrew's monotone chain. */

export type Spot = readonly [number, number];

export function convexHull(points: readonly Spot[]): Spot[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (sorted.length < 3) return sorted;
  const lower = half(sorted);
  const upper = half([...sorted].reverse());
  return [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function half(points: readonly Spot[]): Spot[] {
  const chain: Spot[] = [];
  for (const point of points) {
    while (
      chain.length > 1 &&
      turn(chain[chain.length - 2] as Spot, chain[chain.length - 1] as Spot, point) <= 0
    ) {
      chain.pop();
    }
    chain.push(point);
  }
  return chain;
}

function turn(a: Spot, b: Spot, c: Spot): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** The members nearest to their middle: a few strays do not blow the hull up. */
export function core(points: readonly Spot[], share = 0.9): Spot[] {
  const middle = centre(points);
  const far = (p: Spot) => (p[0] - middle[0]) ** 2 + (p[1] - middle[1]) ** 2;
  const keep = Math.max(3, Math.ceil(points.length * share));
  return [...points].sort((a, b) => far(a) - far(b)).slice(0, keep);
}

export function centre(points: readonly Spot[]): Spot {
  const n = Math.max(points.length, 1);
  return [points.reduce((sum, p) => sum + p[0], 0) / n, points.reduce((sum, p) => sum + p[1], 0) / n];
}
