/** Regions × industries: heat map and card, map, and two regions side by side, all at one level. */

import { useMemo, useState } from "react";
import { Choices } from "../../components/Choices";
import { Panel } from "../../components/Panel";
import { cellKey, type HeatTable, heatTable } from "../../core/clusters/heat";
import { LocationQuotientDocument } from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import { useQuery } from "../../hooks/useQuery";
import { LocationQuotient, type PickedCell } from "../location-quotient/LocationQuotient";
import { ClusterCard } from "./ClusterCard";
import styles from "./Regional.module.css";
import { RegionCompare } from "./RegionCompare";
import { RegionMap } from "./RegionMap";

const LEVELS = ["PREFECTURE", "COUNTY", "TOWNSHIP"] as const;
type Level = (typeof LEVELS)[number];
const MOST = { regions: 300, industries: 60 };

export function Regional() {
  const { t } = usePreferences();
  const [level, setLevel] = useState<Level>("TOWNSHIP");
  return (
    <>
      <div className={styles.bar}>
        <h2>{t("clusters.regional")}</h2>
        <Choices
          label={t("clusters.level")}
          value={level}
          onChoose={setLevel}
          choices={LEVELS.map((value) => ({ value, text: t(`level.${value}`) }))}
        />
      </div>
      <AtLevel key={level} level={level} />
    </>
  );
}

/** What to show before a cell is chosen: the cluster with the most enterprises among the concentrated ones. */
function largest(table: HeatTable): PickedCell | null {
  let best: PickedCell | null = null;
  for (const region of table.regions) {
    for (const industry of table.industries) {
      const cell = table.cells.get(cellKey(region.code, industry.code));
      if (cell && cell.value >= 1 && cell.n > (best?.cell.n ?? 0)) best = { region, industry, cell };
    }
  }
  return best;
}

function AtLevel({ level }: { level: Level }) {
  const { t, lang } = usePreferences();
  const { data } = useQuery(LocationQuotientDocument, { level, lang: lang === "zh" ? "ZH" : "EN" });
  const table = useMemo(() => heatTable(data?.locationQuotient.rows ?? [], MOST), [data]);
  const [chosen, setPicked] = useState<PickedCell | null>(null);
  const picked = useMemo(() => chosen ?? largest(table), [chosen, table]);
  const [sides, setSides] = useState<{ left?: string; right?: string }>({});
  const left = sides.left ?? table.regions[0]?.code;
  const right = sides.right ?? table.regions[1]?.code;
  // The regions of the map go into the comparison in turn: the latest to the right.
  const choose = (code: string) => {
    if (code !== right) setSides({ ...(right && { left: right }), right: code });
  };
  return (
    <>
      <div className={styles.heat}>
        <Panel title={t("clusters.quotient")} note={t("clusters.quotientLead")}>
          <LocationQuotient level={level} picked={picked} onPick={setPicked} />
        </Panel>
        <Panel title={t("clusters.card")}>
          {picked ? (
            <ClusterCard level={level} table={table} picked={picked} />
          ) : (
            <p className={styles.hint}>{t("clusters.pickCell")}</p>
          )}
        </Panel>
      </div>
      {left && right && (
        <div className={styles.pair}>
          <Panel title={t("clusters.map")} note={t("clusters.mapLead")}>
            <RegionMap table={table} chosen={[left, right]} onChoose={choose} />
          </Panel>
          <Panel title={t("clusters.compare")} note={t("clusters.compareLead")}>
            <RegionCompare
              level={level}
              table={table}
              left={left}
              right={right}
              onPick={(side, code) => setSides({ left, right, [side]: code })}
            />
          </Panel>
        </div>
      )}
    </>
  );
}
