/** A fact's sentence cut at its words, and what a selection in it would make of them. Offsets count code points. */

export interface SentenceFact {
  kind: string;
  type: string;
  sentence: string | null;
  sentenceStart: number | null;
  quote: string;
  quoteStart: number | null;
  quoteEnd: number | null;
  ends: readonly { type: string; start: number | null; end: number | null }[];
}

export interface Piece {
  text: string;
  /** The type whose colour marks it; null for the rest of the sentence. */
  type: string | null;
}

/** The words to mark: an entity's own, a relation's two ends where both are known, else all of its words. */
export function pieces(fact: SentenceFact): Piece[] {
  const points = [...(fact.sentence ?? fact.quote)];
  const found: Piece[] = [];
  let at = 0;
  for (const { start, end, type } of marks(fact, points.length)) {
    if (start < at || end <= start) continue;
    if (start > at) found.push({ text: points.slice(at, start).join(""), type: null });
    found.push({ text: points.slice(start, end).join(""), type });
    at = end;
  }
  if (at < points.length) found.push({ text: points.slice(at).join(""), type: null });
  return found;
}

function marks(fact: SentenceFact, length: number): { start: number; end: number; type: string }[] {
  const from = fact.sentenceStart ?? 0;
  const ends = fact.ends
    .filter((end) => end.start !== null && end.end !== null)
    .map((end) => ({ start: (end.start ?? 0) - from, end: (end.end ?? 0) - from, type: end.type }))
    .sort((a, b) => a.start - b.start);
  if (fact.kind === "RELATION" && ends.length > 0) return ends;
  const { quoteStart: start, quoteEnd: end } = fact;
  if (start === null || end === null || (fact.kind === "RELATION" && end - start >= length)) return [];
  return [{ start, end, type: fact.type }];
}

export interface Chosen {
  quote: string;
  /** By how many characters the start of the words moves. */
  shift: number;
}

/** What a selection says the words should be: `before` stands in front of it in the sentence. */
export function chosen(fact: SentenceFact, before: string, selected: string): Chosen | null {
  const quote = selected.trim();
  if (!quote || quote === fact.quote || fact.kind === "RELATION") return null;
  const lead = [...selected].length - [...selected.trimStart()].length;
  return { quote, shift: [...before].length + lead - (fact.quoteStart ?? 0) };
}

export function asPercent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
