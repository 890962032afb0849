/** An enterprise worth courting: its score, the reasons for it, and who could introduce us. */

import { type CSSProperties, useState } from "react";
import { Link } from "wouter";
import { Button } from "../../components/Button";
import { EntityLink } from "../../components/EntityLink";
import { type Introduction, introduction } from "../../core/chains/introduction";
import type { ChainLeadsQuery } from "../../generated/graphql";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import { explorePath } from "../../routes";
import styles from "./LeadCard.module.css";

type Lead = ChainLeadsQuery["chainLeads"]["leads"][number];
const FACTORS = ["fit", "warm", "related", "capacity", "recent"] as const;

interface Props {
  lead: Lead;
  code: string;
  ours: readonly string[];
}

export function LeadCard({ lead, code, ours }: Props) {
  const { t, lang } = usePreferences();
  const [path, setPath] = useState<Introduction | null | undefined>(undefined);
  const [told, setTold] = useState("");
  const [busy, setBusy] = useState(false);
  const { enterprise, factors } = lead;
  if (!enterprise) return null;
  const find = async () => {
    setBusy(true);
    try {
      setPath(await introduction({ lead: enterprise.id, ours, code, lang: lang === "zh" ? "ZH" : "EN" }));
      setTold("");
    } catch (failure) {
      setTold(failure instanceof Error ? failure.message : String(failure));
    }
    setBusy(false);
  };
  return (
    <li className={styles.lead} data-testid="lead">
      <div className={styles.head}>
        <EntityLink entity={enterprise} />
        <span className={`${styles.score} numeric`} title={t("chains.score")}>
          {Math.round(lead.score * 100)}
        </span>
      </div>
      <dl className={styles.factors}>
        {FACTORS.map((name) => {
          const factor = factors.find((one) => one.name === name);
          if (!factor) return null;
          return (
            <div key={name} title={t(`leadWhy.${name}`)}>
              <dt>{t(`leadFactor.${name}`)}</dt>
              <dd>
                <span
                  className={styles.bar}
                  style={{ "--share": factor.value ?? 0 } as CSSProperties}
                  data-known={factor.value !== null}
                />
                <span className="sr-only">
                  {factor.value === null ? t("chains.unknown") : Math.round(factor.value * 100)}
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
      {path === undefined && (
        <Button icon="path" onClick={() => void find()} disabled={busy}>
          {t("chains.introduce")}
        </Button>
      )}
      {told && (
        <p className={styles.none} role="alert">
          {told}
        </p>
      )}
      {path === null && (
        <p className={styles.none} role="status">
          {t("chains.noPath")}
        </p>
      )}
      {path && <Path path={path} />}
    </li>
  );
}

function Path({ path }: { path: Introduction }) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  return (
    <div className={styles.path} data-testid="introduction">
      <p>{path.sentence}</p>
      <ol aria-label={t("chains.introduction")}>
        {path.nodes.map((node, k) => {
          const before = path.nodes[k - 1]?.id;
          // A step may have several relations; one names it here, the sentence tells all.
          const relation = path.relations.find(
            ({ fromId, toId }) =>
              (fromId === before && toId === node.id) || (fromId === node.id && toId === before),
          );
          const direction = relation?.toId === node.id ? "OUT" : "IN";
          return (
            <li key={node.id}>
              {relation && <span>{legend.relationLabel(relation.type, direction, lang)}</span>}
              <EntityLink entity={node} />
            </li>
          );
        })}
      </ol>
      <Link className={styles.open} href={explorePath(path.nodes.map(({ id }) => id))}>
        {t("chains.openPath")}
      </Link>
    </div>
  );
}
