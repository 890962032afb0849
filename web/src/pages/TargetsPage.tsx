/** The ledger of a policy: each target with its progress and what was counted, and the places that still miss it. */

import { useMemo, useState } from "react";
import { useSearchParams } from "wouter";
import { Choices } from "../components/Choices";
import { PageHead, Pick } from "../components/PageHead";
import { Panel } from "../components/Panel";
import { Empty, Failure, Waiting } from "../components/State";
import { coverage, type LedgerRow, STATUSES } from "../core/targets/ledger";
import {
  PolicyLedgerDocument,
  TargetPoliciesDocument,
  type TargetPoliciesQuery,
  type TargetStatus,
} from "../generated/graphql";
import { usePreferences } from "../hooks/preferences";
import { useQuery } from "../hooks/useQuery";
import { CoverageBoard } from "../sections/targets/CoverageBoard";
import { LedgerTable } from "../sections/targets/LedgerTable";
import { TargetCard } from "../sections/targets/TargetCard";
import styles from "./TargetsPage.module.css";

type Policy = TargetPoliciesQuery["documents"]["nodes"][number];

/** The policy that promises the most comes first. */
function mostFirst(policies: Policy[]): Policy[] {
  const targets = (one: Policy) =>
    one.relationCounts.reduce((sum, { relation, count }) => sum + (relation === "HAS_TARGET" ? count : 0), 0);
  return policies.sort((a, b) => targets(b) - targets(a));
}

export default function TargetsPage() {
  const { t } = usePreferences();
  const [params, setParams] = useSearchParams();
  const { data, error, reload } = useQuery(TargetPoliciesDocument);
  const policies = useMemo(
    () => (data ? mostFirst([...data.documents.nodes, ...data.programmes.nodes]) : []),
    [data],
  );
  const policy = params.get("policy") ?? policies[0]?.id;
  return (
    <div className={styles.page}>
      <PageHead title={t("targets.title")} lead={t("targets.lead")}>
        {policy && (
          <Pick
            label={t("targets.policy")}
            value={policy}
            onPick={(id) => setParams({ policy: id }, { replace: true })}
          >
            {policies.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Pick>
        )}
      </PageHead>
      {error && <Failure error={error} retry={reload} />}
      {!data && !error && <Waiting lines={8} />}
      {data && !policy && <Empty title={t("targets.none")} />}
      {policy && <Ledger key={policy} policy={policy} />}
    </div>
  );
}

/** What to show before anything is chosen: what is behind, or at least known. */
function mostTelling(rows: readonly LedgerRow[]): LedgerRow | undefined {
  return (
    rows.find(({ status }) => status === "BEHIND") ?? rows.find(({ value }) => value !== null) ?? rows[0]
  );
}

function Ledger({ policy }: { policy: string }) {
  const { t, lang } = usePreferences();
  const { data, error, reload } = useQuery(PolicyLedgerDocument, {
    policy,
    lang: lang === "zh" ? "ZH" : "EN",
  });
  const [status, setStatus] = useState<TargetStatus | "ALL">("ALL");
  const [chosen, setChosen] = useState<string | null>(null);
  const ledger = data?.policyLedger;
  const board = useMemo(() => coverage(ledger?.rows ?? []), [ledger]);
  if (error) return <Failure error={error} retry={reload} />;
  if (!ledger) return <Waiting lines={8} />;
  const rows = ledger.rows.filter((row) => status === "ALL" || row.status === status);
  const row = rows.find((one) => one.target?.id === chosen) ?? mostTelling(rows);
  const count = (one: TargetStatus) => ledger.rows.filter((other) => other.status === one).length;
  return (
    <>
      <div className={styles.bar}>
        <Choices
          label={t("targets.state")}
          value={status}
          onChoose={setStatus}
          choices={[
            { value: "ALL", text: t("targets.all"), count: ledger.rows.length },
            ...STATUSES.filter((one) => count(one) > 0).map((one) => ({
              value: one,
              text: t(`target.${one}`),
              count: count(one),
            })),
          ]}
        />
        <p className={styles.note}>
          {ledger.begun && t("targets.since", { day: ledger.begun })}
          <span>{t("targets.asOf", { day: ledger.asOf })}</span>
        </p>
      </div>
      {!row && <Empty title={t("targets.noRows")} />}
      {row && (
        <div className={styles.columns}>
          <LedgerTable rows={rows} chosen={row.target?.id ?? null} onChoose={setChosen} />
          <TargetCard key={row.target?.id} row={row} />
        </div>
      )}
      <Panel title={t("targets.coverage")} note={t("targets.coverageLead")}>
        {board.targets.length > 0 ? (
          <CoverageBoard board={board} />
        ) : (
          <p className={styles.none}>{t("targets.noCoverage")}</p>
        )}
      </Panel>
      {ledger.derived.length > 0 && (
        <Panel title={t("targets.derived")} bare>
          <ul className={styles.derived}>
            {ledger.derived.map(({ label }) => (
              <li key={label}>{label}</li>
            ))}
          </ul>
        </Panel>
      )}
      {ledger.warnings.map(({ text }) => (
        <p key={text} className={styles.note}>
          {text}
        </p>
      ))}
    </>
  );
}
