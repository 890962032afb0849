/** The text, paragraph by paragraph, every fact in its type's colour. */

import { type CSSProperties, memo } from "react";
import type { Fact } from "../../core/document/facts";
import type { Paragraph } from "../../core/document/outline";
import { type Segment, segments } from "../../core/document/segments";
import { useTypeColor } from "../../hooks/legend";
import styles from "./DocumentText.module.css";

interface Props {
  text: string;
  parts: readonly Paragraph[];
  facts: readonly Fact[];
  chosen: string | null;
  onChoose: (fact: Fact) => void;
}

export const DocumentText = memo(function DocumentText({ text, parts, facts, chosen, onChoose }: Props) {
  return (
    <div className={styles.text} lang="zh-CN">
      {parts.map((part) => (
        <Part key={part.start} part={part}>
          {segments(facts, part.start, part.end).map((segment) => (
            <Piece
              key={segment.start}
              words={text.slice(segment.start, segment.end)}
              segment={segment}
              chosen={chosen}
              onChoose={onChoose}
            />
          ))}
        </Part>
      ))}
    </div>
  );
});

function Part({ part, children }: { part: Paragraph; children: React.ReactNode }) {
  const id = `p-${part.start}`;
  if (part.level === 1)
    return (
      <h2 id={id} className={styles.title}>
        {children}
      </h2>
    );
  if (part.level === 2)
    return (
      <h3 id={id} className={styles.heading}>
        {children}
      </h3>
    );
  if (part.level === 3)
    return (
      <h4 id={id} className={styles.subheading}>
        {children}
      </h4>
    );
  return (
    <p id={id} className={styles.paragraph}>
      {children}
    </p>
  );
}

interface PieceProps {
  words: string;
  segment: Segment<Fact>;
  chosen: string | null;
  onChoose: (fact: Fact) => void;
}

function Piece({ words, segment, chosen, onChoose }: PieceProps) {
  const color = useTypeColor();
  const entities = segment.spans.filter((fact) => !fact.relation);
  const inner = entities[0] ?? segment.spans[0];
  if (!inner) return words;
  const outer = entities[1];
  const style = { "--type": color(inner.type), "--outer": color((outer ?? inner).type) } as CSSProperties;
  const isChosen = segment.spans.some((fact) => fact.id === chosen);
  return (
    <a
      href={`#fact-${inner.start}`}
      tabIndex={-1}
      className={`${styles.fact} ${inner.relation ? styles.relation : ""} ${outer ? styles.nested : ""} ${isChosen ? styles.chosen : ""} ${styles[inner.state] ?? ""}`}
      style={style}
      data-state={inner.state}
      data-facts={segment.spans.map((fact) => fact.id).join(" ")}
      onClick={(event) => {
        event.preventDefault();
        onChoose(inner);
      }}
    >
      {words}
    </a>
  );
}
