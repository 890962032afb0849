/** An industry in a region: how concentrated it is, its place among others, and who is in it. */

import { Link } from "wouter";
import { EntityLink } from "../../components/EntityLink";
import { Failure, Waiting } from "../../components/State";
import { rankOf } from "../../core/clusters/compare";
import { cellKey, type HeatTable } from "../../core/clusters/heat";
import { formatMoney, formatNumber } from "../../core/ontology/format";
import {
  ClusterMembersDocument,
  IndustryIndicatorsDocument,
  type RegionLevel,
} from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import { useQuery } from "../../hooks/useQuery";
import { chainsPath } from "../../routes";
import type { PickedCell } from "../location-quotient/LocationQuotient";
import styles from "./ClusterCard.module.css";

const MOST = 8;

export function ClusterCard({
  level,
  table,
  picked,
}: {
  level: RegionLevel;
  table: HeatTable;
  picked: PickedCell;
}) {
  const { t, lang } = usePreferences();
  const { region, industry, cell } = picked;
  const gini = useQuery(IndustryIndicatorsDocument, { level }).data?.concentration.rows.find(
    (one) => one.industry?.code === industry.code,
  )?.value;
  const among = table.regions.flatMap(
    (one) => table.cells.get(cellKey(one.code, industry.code))?.value ?? [],
  );
  const figures = [
    [t("clusters.quotient"), cell.value.toFixed(2)],
    [t("clusters.enterprises"), formatNumber(cell.n, lang)],
    [t("clusters.place"), t("clusters.placeOf", { n: rankOf(cell.value, among), of: among.length })],
    [t("clusters.gini"), gini === undefined ? "—" : gini.toFixed(2)],
  ] as const;
  return (
    <article className={styles.card} aria-label={`${region.name} ${industry.name}`} data-testid="cluster">
      <p className={styles.region}>{region.name}</p>
      <h3>{industry.name}</h3>
      <dl className={styles.figures}>
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="numeric">{value}</dd>
          </div>
        ))}
      </dl>
      <Members region={region.code} industry={industry.code} />
      {region.id && industry.id && (
        <Link className={styles.chain} href={chainsPath(industry.id, region.id)}>
          {t("clusters.toChain")}
        </Link>
      )}
    </article>
  );
}

function Members({ region, industry }: { region: string; industry: string }) {
  const { t, lang } = usePreferences();
  const { data, error, reload } = useQuery(ClusterMembersDocument, { region, industry, first: MOST });
  if (error) return <Failure error={error} retry={reload} />;
  if (!data) return <Waiting lines={4} />;
  const { nodes, totalCount } = data.enterprises;
  return (
    <>
      <ul className={styles.members}>
        {nodes.map((one) => (
          <li key={one.id}>
            <EntityLink entity={one} />
            <span className="numeric">
              {one.registeredCapital ? formatMoney(one.registeredCapital, lang) : ""}
            </span>
          </li>
        ))}
      </ul>
      {totalCount > nodes.length && (
        <p className={styles.more}>{t("targets.countedMore", { n: totalCount - nodes.length })}</p>
      )}
    </>
  );
}
