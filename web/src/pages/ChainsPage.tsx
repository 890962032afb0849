/** A chain from upstream to downstream: what the region has of it, what it lacks, and who could fill the gap. */

import { useMemo, useState } from "react";
import { useSearchParams } from "wouter";
import { PageHead, Pick } from "../components/PageHead";
import { Empty, Failure, Waiting } from "../components/State";
import { formatNumber } from "../core/ontology/format";
import {
  ChainChoicesDocument,
  type ChainChoicesQuery,
  IndustryChainDocument,
  RegionChoicesDocument,
  type RegionChoicesQuery,
} from "../generated/graphql";
import { usePreferences } from "../hooks/preferences";
import { useQuery } from "../hooks/useQuery";
import { ChainBoard } from "../sections/chains/ChainBoard";
import { SegmentLeads } from "../sections/chains/SegmentLeads";
import styles from "./ChainsPage.module.css";

const DEPTH = 3;
type Choice = ChainChoicesQuery["products"]["nodes"][number];
type Region = RegionChoicesQuery["regions"]["nodes"][number];

/** The chain that has the most to show: whose root has the most neighbours. */
function fullest(choices: readonly Choice[]): string | undefined {
  const links = (one: Choice) =>
    one.relationCounts.reduce((sum, one) => sum + (one.relation === "UPSTREAM_OF" ? one.count : 0), 0);
  return [...choices].sort((a, b) => links(b) - links(a))[0]?.id;
}

/** Where several counties can be held against one another, the first; else the first township. */
function firstRegion(regions: readonly Region[]): string | undefined {
  const counties = regions.filter((one) => one.level === "COUNTY");
  const among = counties.length > 1 ? counties : regions.filter((one) => one.level === "TOWNSHIP");
  return (among[0] ?? regions[0])?.id;
}

export default function ChainsPage() {
  const { t } = usePreferences();
  const [params, setParams] = useSearchParams();
  const choices = useQuery(ChainChoicesDocument);
  const places = useQuery(RegionChoicesDocument);
  const error = choices.error ?? places.error;
  const roots = useMemo(
    () => [...(choices.data?.products.nodes ?? []), ...(choices.data?.industries.nodes ?? [])],
    [choices.data],
  );
  const regions = places.data?.regions.nodes ?? [];
  const root = params.get("root") ?? fullest(roots);
  const region = params.get("region") ?? firstRegion(regions);
  const pick = (name: string) => (value: string) =>
    setParams({ ...(root && { root }), ...(region && { region }), [name]: value }, { replace: true });
  const ready = choices.data && places.data;
  return (
    <div className={styles.page}>
      <PageHead title={t("chains.title")} lead={t("chains.lead")}>
        {root && (
          <Pick label={t("chains.root")} value={root} onPick={pick("root")}>
            <Options label={t("chains.products")} choices={choices.data?.products.nodes ?? []} />
            <Options label={t("chains.industries")} choices={choices.data?.industries.nodes ?? []} />
          </Pick>
        )}
        {region && (
          <Pick label={t("chains.region")} value={region} onPick={pick("region")}>
            {regions.map(({ id, name, code }) => (
              <option key={id} value={id}>
                {t("chains.regionOption", { name, code: code ?? "" })}
              </option>
            ))}
          </Pick>
        )}
      </PageHead>
      {error && <Failure error={error} retry={choices.error ? choices.reload : places.reload} />}
      {!ready && !error && <Waiting lines={8} />}
      {ready && (!root || !region) && <Empty title={t("chains.none")} />}
      {ready && root && region && (
        <Chain
          key={`${root} ${region}`}
          root={root}
          region={region}
          code={regions.find((one) => one.id === region)?.code ?? ""}
        />
      )}
    </div>
  );
}

function Options({ label, choices }: { label: string; choices: readonly { id: string; name: string }[] }) {
  if (choices.length === 0) return null;
  return (
    <optgroup label={label}>
      {choices.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </optgroup>
  );
}

function Chain({ root, region, code }: { root: string; region: string; code: string }) {
  const { t, lang } = usePreferences();
  const asked = { root, region, depth: DEPTH, lang: lang === "zh" ? ("ZH" as const) : ("EN" as const) };
  const { data, error, reload } = useQuery(IndustryChainDocument, asked);
  const [chosen, setChosen] = useState<string | null>(null);
  const chain = data?.industryChain;
  if (error) return <Failure error={error} retry={reload} />;
  if (!chain) return <Waiting lines={10} />;
  const gaps = chain.segments.filter((one) => one.gaps.length > 0);
  const segment = chain.segments.find((one) => one.id === chosen) ?? gaps[0] ?? chain.segments[0];
  const ours = chain.segments.flatMap((one) => one.members.map(({ id }) => id));
  return (
    <>
      <p className={styles.sum}>
        {t("chains.sum", {
          region: chain.region.name,
          segments: formatNumber(chain.segments.length, lang),
          here: formatNumber(chain.segments.filter((one) => one.local > 0).length, lang),
          missing: formatNumber(chain.segments.filter((one) => one.gaps.includes("MISSING")).length, lang),
        })}
      </p>
      <div className={styles.columns}>
        <ChainBoard
          segments={chain.segments}
          links={chain.links}
          chosen={segment?.id ?? null}
          onChoose={setChosen}
        />
        {segment && (
          <SegmentLeads
            key={segment.id}
            root={root}
            region={region}
            code={code}
            depth={DEPTH}
            segment={segment}
            ours={ours}
          />
        )}
      </div>
      {chain.warnings.map(({ text }) => (
        <p key={text} className={styles.sum}>
          {text}
        </p>
      ))}
    </>
  );
}
