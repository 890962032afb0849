/** A segment in hand: who is here, and who elsewhere could fill what is lacking, with reasons. */

import { EntityLink } from "../../components/EntityLink";
import { Failure, Waiting } from "../../components/State";
import { ChainLeadsDocument } from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import { useQuery } from "../../hooks/useQuery";
import type { Segment } from "./ChainBoard";
import { LeadCard } from "./LeadCard";
import styles from "./SegmentLeads.module.css";

const MOST = 10;

interface Props {
  root: string;
  region: string;
  code: string;
  depth: number;
  segment: Segment;
  ours: readonly string[];
}

export function SegmentLeads({ root, region, code, depth, segment, ours }: Props) {
  const { t } = usePreferences();
  return (
    <article className={styles.panel} aria-label={segment.name} data-testid="segment">
      <header>
        <h2>{segment.name}</h2>
        {segment.gaps.map((gap) => (
          <p key={gap} className={styles.gap}>
            {t(`gapWhy.${gap}`)}
          </p>
        ))}
        {segment.gaps.length === 0 && <p className={styles.fine}>{t("chains.fine")}</p>}
      </header>
      {segment.members.length > 0 && (
        <section>
          <h3>{t("chains.here", { n: segment.local })}</h3>
          <ul className={styles.members}>
            {segment.members.map((one) => (
              <li key={one.id}>
                <EntityLink entity={one} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {segment.gaps.length > 0 && (
        <Leads root={root} region={region} code={code} depth={depth} segment={segment} ours={ours} />
      )}
    </article>
  );
}

function Leads({ root, region, code, depth, segment, ours }: Props) {
  const { t, lang } = usePreferences();
  const { data, error, reload } = useQuery(ChainLeadsDocument, {
    root,
    region,
    depth,
    segment: segment.id,
    first: MOST,
    lang: lang === "zh" ? "ZH" : "EN",
  });
  if (error) return <Failure error={error} retry={reload} />;
  if (!data) return <Waiting lines={6} />;
  const { leads, total } = data.chainLeads;
  return (
    <section>
      <h3>{leads.length ? t("chains.leads", { n: total }) : t("chains.noLeads")}</h3>
      <ol className={styles.leads}>
        {leads.map((lead) => (
          <LeadCard key={lead.enterprise?.id} lead={lead} code={code} ours={ours} />
        ))}
      </ol>
    </section>
  );
}
