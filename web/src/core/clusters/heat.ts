/** Indicator rows turned into a matrix of regions × industries for the heat map. */

export interface Group {
  id: string | null;
  code: string;
  name: string;
}

export interface IndicatorRow {
  region: Group | null;
  industry: Group | null;
  value: number;
  n: number;
}

export interface HeatCell {
  value: number;
  n: number;
}

export interface HeatTable {
  regions: Group[];
  industries: Group[];
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
  for (const { region, industry, value, n } of rows) {
    if (!region || !industry) continue;
    regions.add(region, n);
    industries.add(industry, n);
    cells.set(cellKey(region.code, industry.code), { value, n });
  }
  return { regions: regions.top(most.regions), industries: industries.top(most.industries), cells };
}

class Tally {
  private readonly items = new Map<string, { item: Group; weight: number }>();

  add(item: Group, weight: number): void {
    const known = this.items.get(item.code);
    if (known) known.weight += weight;
    else this.items.set(item.code, { item, weight });
  }

  top(most: number): Group[] {
    const sorted = [...this.items.values()].sort((a, b) => b.weight - a.weight);
    return sorted.slice(0, most).map(({ item }) => item);
  }
}

/** 0 for unlike, 1 for strongly concentrated: quotients are ratios, so the scale is logarithmic, 1 in the middle. */
export function heatOf(quotient: number): number {
  if (quotient <= 0) return 0;
  return Math.min(1, Math.max(0, 0.5 + Math.log2(quotient) / 6));
}
