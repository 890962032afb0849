/** The paragraphs of a Chinese document and which of them are headings, by how officials number them. */

export interface Paragraph {
  start: number;
  end: number;
  /** 0 is body text; 1 the title, then 一、, （一）, 1. */
  level: number;
}

const CHINESE = "[一二三四五六七八九十百]+";
const CHAPTER = new RegExp(`^第${CHINESE}[章编部分节]`);
const FIRST = new RegExp(`^${CHINESE}、`);
const SECOND = new RegExp(`^[（(]${CHINESE}[）)]`);
const LONGEST_HEADING = 40;

export function paragraphs(text: string): Paragraph[] {
  const found: Paragraph[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    if (line.trim()) {
      const lead = line.length - line.trimStart().length;
      const end = start + line.trimEnd().length;
      found.push({ start: start + lead, end, level: level(line.trim(), found.length === 0) });
    }
    start += line.length + 1;
  }
  return found;
}

function level(line: string, first: boolean): number {
  if (first && line.length <= 60 && !/[。；]$/.test(line)) return 1;
  if (line.length > LONGEST_HEADING || /[。；，：]$/.test(line)) return 0;
  if (CHAPTER.test(line) || FIRST.test(line)) return 2;
  return SECOND.test(line) ? 3 : 0;
}
