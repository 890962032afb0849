/** The sentence of a fact, its words in its type's colour. Selecting other words says what they should be. */

import { type CSSProperties, useRef } from "react";
import { type Chosen, chosen, pieces, type SentenceFact } from "../../core/review/sentence";
import { useTypeColor } from "../../hooks/legend";
import styles from "./Sentence.module.css";

interface Props {
  fact: SentenceFact;
  onChoose: (words: Chosen | null) => void;
}

export function Sentence({ fact, onChoose }: Props) {
  const color = useTypeColor();
  const line = useRef<HTMLParagraphElement>(null);
  let at = 0;
  const read = () => {
    const selection = getSelection();
    if (!line.current || !selection?.rangeCount || selection.isCollapsed) return onChoose(null);
    const range = selection.getRangeAt(0);
    if (!line.current.contains(range.commonAncestorContainer)) return;
    const before = document.createRange();
    before.setStart(line.current, 0);
    before.setEnd(range.startContainer, range.startOffset);
    onChoose(chosen(fact, before.toString(), range.toString()));
  };
  return (
    <p
      ref={line}
      className={styles.sentence}
      lang="zh-CN"
      data-testid="sentence"
      onMouseUp={read}
      onKeyUp={read}
    >
      {pieces(fact).map(({ text, type }) => {
        const key = at;
        at += text.length;
        return type === null ? (
          text
        ) : (
          <mark key={key} className={styles.words} style={{ "--type": color(type) } as CSSProperties}>
            {text}
          </mark>
        );
      })}
    </p>
  );
}
