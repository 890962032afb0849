/** Two regions held against one another: their indicators, and each industry's quotient to the left and the right. */

import { type CSSProperties, useMemo } from "react";
import { Pick } from "../../components/PageHead";
import { pairs } from "../../core/clusters/compare";
import { type HeatCell, type HeatTable, heatOf } from "../../core/clusters/heat";
import { formatNumber } from "../../core/ontology/format";
import { RegionIndicatorsDocument, type RegionLevel } from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import { useQuery } from "../../hooks/useQuery";
import type { MessageKey } from "../../locales";
import styles from "./RegionCompare.module.css";

const MOST = 12;

interface Props {
  level: RegionLevel;
  table: HeatTable;
  left: string;
  right: string;
  onPick: (side: "left" | "right", code: string) => void;
}

export function RegionCompare({ level, table, left, right, onPick }: Props) {
  const { t } = usePreferences();
  const rows = useMemo(() => pairs(table, left, right).slice(0, MOST), [table, left, right]);
  const name = (code: string) => table.regions.find((one) => one.code === code)?.name ?? code;
  return (
    <div className={styles.compare} data-testid="compare">
      <div className={styles.picks}>
        {(["left", "right"] as const).map((side) => (
          <Pick
            key={side}
            label={t(side === "left" ? "clusters.one" : "clusters.other")}
            value={side === "left" ? left : right}
            onPick={(code) => onPick(side, code)}
          >
            {table.regions.map((one) => (
              <option key={one.code} value={one.code}>
                {one.name}
              </option>
            ))}
          </Pick>
        ))}
      </div>
      <table className={styles.table}>
        <caption className="sr-only">
          {t("clusters.compareOf", { one: name(left), other: name(right) })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{name(left)}</th>
            <td />
            <th scope="col">{name(right)}</th>
          </tr>
        </thead>
        <Indicators level={level} left={left} right={right} />
        <tbody>
          {rows.map((row) => (
            <tr key={row.industry.code}>
              <Bar cell={row.left} side="left" />
              <th scope="row">{row.industry.name}</th>
              <Bar cell={row.right} side="right" />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Bar({ cell, side }: { cell: HeatCell | null; side: "left" | "right" }) {
  const { t } = usePreferences();
  if (!cell) return <td className={`${styles.bar} ${styles[side]}`}>{"—"}</td>;
  return (
    <td
      className={`${styles.bar} ${styles[side]} numeric`}
      style={{ "--share": heatOf(cell.value) } as CSSProperties}
    >
      <span>
        {cell.value.toFixed(2)}
        <small>{t("clusters.firms", { n: cell.n })}</small>
      </span>
    </td>
  );
}

function Indicators({ level, left, right }: { level: RegionLevel; left: string; right: string }) {
  const { t, lang } = usePreferences();
  const { data } = useQuery(RegionIndicatorsDocument, { level });
  if (!data) return null;
  const complexity = (code: string) => data.complexity.regions.find((one) => one.region.code === code);
  const krugman = (code: string) => data.concentration.rows.find((one) => one.region?.code === code)?.value;
  const rows: [MessageKey, (code: string) => number | null | undefined][] = [
    ["clusters.enterprises", (code) => complexity(code)?.n],
    ["clusters.strong", (code) => complexity(code)?.diversity],
    ["clusters.eci", (code) => complexity(code)?.eci],
    ["clusters.krugman", krugman],
  ];
  const say = (value: number | null | undefined) =>
    value === null || value === undefined ? "—" : formatNumber(value, lang);
  return (
    <tbody className={styles.indicators}>
      {rows.map(([label, value]) => (
        <tr key={label}>
          <td className="numeric">{say(value(left))}</td>
          <th scope="row">{t(label)}</th>
          <td className="numeric">{say(value(right))}</td>
        </tr>
      ))}
    </tbody>
  );
}
