/** Where the segments of a chain stand on the board: a column a tier, upstream on the left, few crossings. */

export interface Placed<Segment> {
  segment: Segment;
  column: number;
  row: number;
}

export interface Board<Segment> {
  places: Map<string, Placed<Segment>>;
  tiers: number[];
  rows: number;
}

interface SegmentSeen {
  id: string;
  tier: number;
  name: string;
}

interface LinkSeen {
  head: string;
  tail: string;
}

const SWEEPS = 4;

/** Orders each column by the mean row of what its segments are linked to, there and back (Sugiyama's barycentres). */
export function boardOf<Segment extends SegmentSeen>(
  segments: readonly Segment[],
  links: readonly LinkSeen[],
): Board<Segment> {
  const tiers = [...new Set(segments.map((one) => one.tier))].sort((a, b) => a - b);
  const columns = tiers.map((tier) =>
    segments.filter((one) => one.tier === tier).sort((a, b) => a.name.localeCompare(b.name, "zh")),
  );
  const near = neighbours(links);
  const row = new Map<string, number>();
  const settle = (column: Segment[]) => {
    const rows = Math.max(...columns.map((one) => one.length));
    // Shorter columns stand in the middle, so that lines run level.
    const first = (rows - column.length) / 2;
    column.forEach((one, k) => {
      row.set(one.id, first + k);
    });
  };
  columns.forEach(settle);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 === 0 ? columns : [...columns].reverse()) {
      const mean = new Map(column.map((one) => [one.id, barycentre(one.id, near, row)]));
      column.sort((a, b) => (mean.get(a.id) ?? 0) - (mean.get(b.id) ?? 0));
      settle(column);
    }
  }
  const places = new Map<string, Placed<Segment>>();
  columns.forEach((column, k) => {
    for (const segment of column)
      places.set(segment.id, { segment, column: k, row: row.get(segment.id) ?? 0 });
  });
  return { places, tiers, rows: Math.max(0, ...columns.map((one) => one.length)) };
}

function neighbours(links: readonly LinkSeen[]): Map<string, string[]> {
  const near = new Map<string, string[]>();
  for (const { head, tail } of links) {
    near.set(head, [...(near.get(head) ?? []), tail]);
    near.set(tail, [...(near.get(tail) ?? []), head]);
  }
  return near;
}

function barycentre(id: string, near: Map<string, string[]>, row: Map<string, number>): number {
  const rows = (near.get(id) ?? []).map((one) => row.get(one) ?? 0);
  return rows.length ? rows.reduce((sum, one) => sum + one, 0) / rows.length : (row.get(id) ?? 0);
}
