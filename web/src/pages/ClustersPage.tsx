import { useMemo, useState } from "react";
import { Panel } from "../components/Panel";
import { Failure, Waiting } from "../components/State";
import { formatNumber } from "../core/ontology/format";
import { CommunitiesDocument, type CommunitiesQuery } from "../generated/graphql";
import { usePreferences } from "../hooks/preferences";
import { useQuery } from "../hooks/useQuery";
import { entityPath } from "../routes";
import { CentralEntities } from "../sections/central/CentralEntities";
import { CommunityList } from "../sections/community-list/CommunityList";
import { CommunityNetwork } from "../sections/community-network/CommunityNetwork";
import { Regional } from "../sections/regional/Regional";
import styles from "./ClustersPage.module.css";

const MOST = 60;

export default function ClustersPage() {
  const { t, lang } = usePreferences();
  const [chosen, setChosen] = useState<string | null>(null);
  const { data, error, reload } = useQuery(CommunitiesDocument, {
    first: MOST,
    lang: lang === "zh" ? "ZH" : "EN",
  });
  const result = data?.communities;
  const names = useMemo(() => new Map(result?.communities.map((one) => [one.id, one.label])), [result]);
  const order = useMemo(() => result?.communities.map((one) => one.id) ?? [], [result]);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{t("clusters.title")}</h1>
          <p className={styles.lead}>{t("clusters.lead")}</p>
        </div>
        {result && <Figures result={result} />}
      </header>
      <div className={styles.network}>
        <Panel title={t("clusters.network")} note={t("clusters.networkLead")}>
          <CommunityNetwork order={order} names={names} chosen={chosen} onChoose={setChosen} />
        </Panel>
        <Panel title={t("clusters.list")} note={result && String(result.total)}>
          {error && <Failure error={error} retry={reload} />}
          {!result && !error && (
            <div className={styles.pad}>
              <Waiting lines={8} />
            </div>
          )}
          {result && <CommunityList communities={result.communities} chosen={chosen} onChoose={setChosen} />}
        </Panel>
      </div>
      <Regional />
      <div className={styles.rank}>
        <Panel title={t("clusters.rank")} note={t("clusters.rankLead")}>
          <CentralEntities first={14} href={entityPath} scores />
        </Panel>
      </div>
      {result?.warnings.map(({ text }) => (
        <p key={text} className={styles.lead}>
          {text}
        </p>
      ))}
    </div>
  );
}

function Figures({ result }: { result: CommunitiesQuery["communities"] }) {
  const { t, lang } = usePreferences();
  const figures = [
    [t("clusters.count"), result.total],
    [t("clusters.nodes"), result.n],
    [t("clusters.modularity"), result.modularity],
  ] as const;
  return (
    <dl className={styles.figures}>
      {figures.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="numeric">{value === null ? "—" : formatNumber(value, lang)}</dd>
        </div>
      ))}
    </dl>
  );
}
