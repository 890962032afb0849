/** Hits by type in the order in which their best hit came. */

export interface Hit {
  matched: string;
  score: number;
  entity: { id: string; type: string; name: string; aliases: readonly string[] };
}

export interface HitGroup<H extends Hit> {
  type: string;
  hits: H[];
}

export function groupHits<H extends Hit>(hits: readonly H[], most = 6): HitGroup<H>[] {
  const groups = new Map<string, H[]>();
  for (const hit of hits) groups.set(hit.entity.type, [...(groups.get(hit.entity.type) ?? []), hit]);
  return [...groups].map(([type, members]) => ({ type, hits: members.slice(0, most) }));
}

/** The text in pieces, those that match the words asked for marked. */
export function markMatches(text: string, asked: string): { text: string; match: boolean }[] {
  const words = asked.trim().split(/\s+/).filter(Boolean).map(escapePattern);
  if (!words.length) return [{ text, match: false }];
  const pattern = new RegExp(`(${words.join("|")})`, "gi");
  return text
    .split(pattern)
    .map((piece, i) => ({ text: piece, match: i % 2 === 1 }))
    .filter((piece) => piece.text !== "");
}

function escapePattern(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
