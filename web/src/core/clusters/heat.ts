/** Indicator rows turned into a matrix of regions × industries for the heat map. */

export interface IndicatorRow {
  region: { id: string; name: string } | null;
  industry: { id: string; name: string } | null;
  value: number | null;
  count: number | null;
}

export interface HeatCell {
  value: number;
  count: number | null;
}

export interface HeatTable {
  regions: { id: string; name: string }[];
  industries: { id: string; name: string }[];
  cells: Map<string, HeatCell>;
}

export function cellKey(region: string, industry: string): string {
  return `${region}\n${industry}`;
}

/** The industries and regions with the most behind them, at most so many of each. */
export function heatTable(
  rows: readonly IndicatorRow[],
  most: { regions: number; industries: number },
): HeatTable {
  const regions = new Tally();
  const industries = new Tally();
  const cells = new Map<string, HeatCell>();
  for (const { region, industry, value, count } of rows) {
    if (!region || !industry || value === null) continue;
    regions.add(region, count ?? 1);
    industries.add(industry, count ?? 1);
    cells.set(cellKey(region.id, industry.id), { value, count });
  }
  return { regions: regions.top(most.regions), industries: industries.top(most.industries), cells };
}

class Tally {
  private readonly items = new Map<string, { item: { id: string; name: string }; weight: number }>();

  add(item: { id: string; name: string }, weight: number): void {
    const known = this.items.get(item.id);
    if (known) known.weight += weight;
    else this.items.set(item.id, { item, weight });
  }

  top(most: number): { id: string; name: string }[] {
    const sorted = [...this.items.values()].sort((a, b) => b.weight - a.weight);
    return sorted.slice(0, most).map(({ item }) => item);
  }
}

/** 0 for unlike, 1 for strongly concentrated: quotients are ratios, so the scale is logarithmic, 1 in the middle. */
export function heatOf(quotient: number): number {
  if (quotient <= 0) return 0;
  return Math.min(1, Math.max(0, 0.5 + Math.log2(quotient) / 6));
}
