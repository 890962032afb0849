/** The segments in their tiers with the lines between them. Each is a button, in the order in which it is read. */

import { type CSSProperties, useMemo } from "react";
import { boardOf } from "../../core/chains/board";
import type { IndustryChainQuery } from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import styles from "./ChainBoard.module.css";

export type Segment = IndustryChainQuery["industryChain"]["segments"][number];
type Link = IndustryChainQuery["industryChain"]["links"][number];

// Pixels; the style sheet takes them from here, since the lines are drawn by them.
const CARD = { width: 188, height: 112 };
const GAP = { x: 44, y: 16 };
const HEAD = 34;
const STEP = { x: CARD.width + GAP.x, y: CARD.height + GAP.y };

interface Props {
  segments: readonly Segment[];
  links: readonly Link[];
  chosen: string | null;
  onChoose: (id: string) => void;
}

export function ChainBoard({ segments, links, chosen, onChoose }: Props) {
  const { t } = usePreferences();
  const board = useMemo(() => boardOf(segments, links), [segments, links]);
  const width = board.tiers.length * STEP.x - GAP.x;
  const height = HEAD + board.rows * STEP.y - GAP.y;
  const at = (id: string) => {
    const place = board.places.get(id);
    return place && { x: place.column * STEP.x, y: HEAD + place.row * STEP.y };
  };
  const near = new Set(
    links.filter(({ head, tail }) => head === chosen || tail === chosen).map(({ id }) => id),
  );
  return (
    <section className={styles.scroll} aria-label={t("chains.board")} data-testid="chain">
      <div className={styles.board} style={{ width, height }}>
        {board.tiers.map((tier, k) => (
          <p key={tier} className={styles.tier} style={{ left: k * STEP.x, width: CARD.width }}>
            {tierName(tier, t)}
          </p>
        ))}
        <svg className={styles.lines} width={width} height={height} aria-hidden="true">
          {links.map(({ id, head, tail }) => {
            const [from, to] = [at(head), at(tail)];
            if (!from || !to) return null;
            const back = to.x <= from.x ? styles.back : "";
            return <path key={id} className={near.has(id) ? styles.near : back} d={curve(from, to)} />;
          })}
        </svg>
        <ul>
          {[...board.places.values()].map(({ segment, column, row }) => (
            <li
              key={segment.id}
              className={styles.place}
              style={{
                left: column * STEP.x,
                top: HEAD + row * STEP.y,
                width: CARD.width,
                height: CARD.height,
              }}
            >
              <SegmentCard
                segment={segment}
                chosen={segment.id === chosen}
                onChoose={() => onChoose(segment.id)}
              />
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

type Spot = { x: number; y: number };

function curve(from: Spot, to: Spot): string {
  if (to.x <= from.x) return detour(from, to);
  const [x1, y1] = [from.x + CARD.width, from.y + CARD.height / 2];
  const [x2, y2] = [to.x, to.y + CARD.height / 2];
  const bend = Math.max(GAP.x / 2, Math.abs(x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

/** A link within a tier runs round its cards; one that goes back runs straight from side to side. */
function detour(from: Spot, to: Spot): string {
  const [y1, y2] = [from.y + CARD.height / 2, to.y + CARD.height / 2];
  if (to.x < from.x) return `M${from.x} ${y1}L${to.x + CARD.width} ${y2}`;
  const x = from.x + CARD.width;
  const bend = x + GAP.x * 0.7;
  return `M${x} ${y1}C${bend} ${y1} ${bend} ${y2} ${x} ${y2}`;
}

type Translate = ReturnType<typeof usePreferences>["t"];

function tierName(tier: number, t: Translate): string {
  if (tier === 0) return t("chains.tierRoot");
  return tier < 0 ? t("chains.tierUp", { n: -tier }) : t("chains.tierDown", { n: tier });
}

function SegmentCard({
  segment,
  chosen,
  onChoose,
}: {
  segment: Segment;
  chosen: boolean;
  onChoose: () => void;
}) {
  const { t } = usePreferences();
  const share = segment.total > 0 ? segment.local / segment.total : 0;
  return (
    <button
      type="button"
      className={`${styles.card} ${segment.local === 0 ? styles.missing : ""}`}
      aria-pressed={chosen}
      data-gaps={segment.gaps.join(" ")}
      onClick={onChoose}
    >
      <span className={styles.name}>{segment.name}</span>
      <span className={styles.bar} style={{ "--share": share } as CSSProperties} aria-hidden="true" />
      <span className={`${styles.count} numeric`}>
        {t("chains.coverage", { local: segment.local, total: segment.total })}
        {segment.quotient !== null && segment.local > 0 && (
          <span>{t("chains.quotient", { n: segment.quotient.toFixed(2) })}</span>
        )}
      </span>
      <span className={styles.gaps}>
        {segment.gaps.map((gap) => (
          <span key={gap} data-gap={gap}>
            {t(`gap.${gap}`)}
          </span>
        ))}
      </span>
    </button>
  );
}
