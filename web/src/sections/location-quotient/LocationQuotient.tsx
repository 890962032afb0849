/** Location quotients of regions × industries as a heat map that is a real table. */

import { type CSSProperties, useMemo } from "react";
import { Link } from "wouter";
import { Empty, Failure, Waiting } from "../../components/State";
import { cellKey, type Group, type HeatCell, heatOf, heatTable } from "../../core/clusters/heat";
import { LocationQuotientDocument, type RegionLevel } from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import { useQuery } from "../../hooks/useQuery";
import { entityPath } from "../../routes";
import styles from "./LocationQuotient.module.css";

const MOST = { regions: 40, industries: 14 };

export interface PickedCell {
  region: Group;
  industry: Group;
  cell: HeatCell;
}

interface Props {
  level: RegionLevel;
  picked: PickedCell | null;
  onPick: (cell: PickedCell) => void;
}

export function LocationQuotient({ level, picked, onPick }: Props) {
  const { t, lang } = usePreferences();
  const { data, error, reload } = useQuery(LocationQuotientDocument, {
    level,
    lang: lang === "zh" ? "ZH" : "EN",
  });
  const table = useMemo(() => heatTable(data?.locationQuotient.rows ?? [], MOST), [data]);
  if (error) return <Failure error={error} retry={reload} />;
  if (!data)
    return (
      <div className={styles.pad}>
        <Waiting lines={6} />
      </div>
    );
  if (table.regions.length === 0) return <Empty title={t("clusters.noneQuotient")} />;
  return (
    <div className={styles.scroll}>
      <table className={styles.heat}>
        <thead>
          <tr>
            <th scope="col">{t("clusters.region")}</th>
            {table.industries.map((industry) => (
              <th key={industry.code} scope="col">
                <GroupName group={industry} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.regions.map((region) => (
            <tr key={region.code}>
              <th scope="row">
                <GroupName group={region} />
              </th>
              {table.industries.map((industry) => (
                <Cell
                  key={industry.code}
                  cell={table.cells.get(cellKey(region.code, industry.code))}
                  region={region}
                  industry={industry}
                  chosen={picked?.region.code === region.code && picked.industry.code === industry.code}
                  onPick={onPick}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {data.locationQuotient.warnings.map(({ text }) => (
        <p key={text} className={styles.warning}>
          {text}
        </p>
      ))}
    </div>
  );
}

interface CellProps {
  cell: HeatCell | undefined;
  region: Group;
  industry: Group;
  chosen: boolean;
  onPick: (cell: PickedCell) => void;
}

function Cell({ cell, region, industry, chosen, onPick }: CellProps) {
  const { t } = usePreferences();
  if (!cell) return <td className={styles.empty} />;
  const value = cell.value.toFixed(2);
  return (
    <td style={{ "--share": heatOf(cell.value).toFixed(3) } as CSSProperties}>
      <button
        type="button"
        className="numeric"
        aria-pressed={chosen}
        title={t("clusters.cell", { region: region.name, industry: industry.name, value, n: cell.n })}
        onClick={() => onPick({ region, industry, cell })}
      >
        {value}
      </button>
    </td>
  );
}

function GroupName({ group }: { group: Group }) {
  return group.id ? <Link href={entityPath(group.id)}>{group.name}</Link> : group.name;
}
