/** A document's text cut at every fact's ends, so that facts that overlap or nest are all drawn. */

export interface Span {
  id: string;
  start: number;
  end: number;
  type: string;
}

export interface Segment<S extends Span = Span> {
  start: number;
  end: number;
  /** The facts that cover this piece, the innermost first. */
  spans: S[];
}

/** Offsets of the API count code points (Python); JavaScript's strings count UTF-16 units. */
export class CodePoints {
  private readonly astral: number[] = [];

  constructor(readonly text: string) {
    let point = 0;
    for (const character of text) {
      if (character.length === 2) this.astral.push(point);
      point += 1;
    }
  }

  unit(point: number): number {
    let shift = 0;
    for (const at of this.astral) {
      if (at >= point) break;
      shift += 1;
    }
    return point + shift;
  }
}

/** Pieces in order that together are text[from, to); a piece without facts has no spans. */
export function segments<S extends Span>(spans: readonly S[], from: number, to: number): Segment<S>[] {
  const inside = spans.filter((s) => s.start < to && s.end > from && s.start < s.end);
  const cuts = new Set([from, to]);
  for (const span of inside) {
    cuts.add(Math.max(from, span.start));
    cuts.add(Math.min(to, span.end));
  }
  const at = [...cuts].sort((a, b) => a - b);
  const pieces: Segment<S>[] = [];
  for (let i = 0; i + 1 < at.length; i += 1) {
    const [start, end] = [at[i] as number, at[i + 1] as number];
    const covering = inside.filter((s) => s.start <= start && s.end >= end);
    pieces.push({ start, end, spans: covering.sort((a, b) => a.end - a.start - (b.end - b.start)) });
  }
  return pieces;
}
