/** Location quotients of regions × industries as a heat map that is a real table. */

import { type CSSProperties, useMemo, useState } from "react";
import { Link } from "wouter";
import { Empty, Failure, Waiting } from "../../components/State";
import { cellKey, type Group, type HeatCell, heatOf, heatTable } from "../../core/clusters/heat";
import { LocationQuotientDocument } from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import { useQuery } from "../../hooks/useQuery";
import { entityPath } from "../../routes";
import styles from "./LocationQuotient.module.css";

const LEVELS = ["PREFECTURE", "COUNTY", "TOWNSHIP"] as const;
type Level = (typeof LEVELS)[number];
const MOST = { regions: 20, industries: 14 };

export function LocationQuotient() {
  const [level, setLevel] = useState<Level>("TOWNSHIP");
  return (
    <div>
      <Levels level={level} onLevel={setLevel} />
      <Quotients level={level} />
    </div>
  );
}

function Levels({ level, onLevel }: { level: Level; onLevel: (level: Level) => void }) {
  const { t } = usePreferences();
  return (
    <fieldset className={styles.levels}>
      <legend className="sr-only">{t("clusters.level")}</legend>
      {LEVELS.map((one) => (
        <button key={one} type="button" aria-pressed={one === level} onClick={() => onLevel(one)}>
          {t(`level.${one}`)}
        </button>
      ))}
    </fieldset>
  );
}

function Quotients({ level }: { level: Level }) {
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
                  region={region.name}
                  industry={industry.name}
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

function Cell({ cell, region, industry }: { cell: HeatCell | undefined; region: string; industry: string }) {
  const { t } = usePreferences();
  if (!cell) return <td className={styles.empty} />;
  const heat = heatOf(cell.value);
  const value = cell.value.toFixed(2);
  return (
    <td
      className="numeric"
      style={{ "--share": heat.toFixed(3) } as CSSProperties}
      title={t("clusters.cell", { region, industry, value, n: cell.n })}
    >
      {value}
    </td>
  );
}

function GroupName({ group }: { group: Group }) {
  return group.id ? <Link href={entityPath(group.id)}>{group.name}</Link> : group.name;
}
