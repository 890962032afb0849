/** How many projects came as far as each stage, and how many stand there now. */

import type { CSSProperties } from "react";
import { formatMoney } from "../../core/ontology/format";
import type { ProjectPipelineQuery } from "../../generated/graphql";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import styles from "./Funnel.module.css";

type Step = ProjectPipelineQuery["projectPipeline"]["funnel"][number];

export function Funnel({ steps }: { steps: readonly Step[] }) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const most = Math.max(1, ...steps.map((one) => one.reached));
  return (
    <ol className={styles.funnel}>
      {steps.map((one, k) => {
        const before = steps[k - 1]?.reached;
        const style = { "--reached": one.reached / most, "--at": one.at / most } as CSSProperties;
        return (
          <li key={one.stage} style={style}>
            <p className={styles.name}>
              {legend.codeLabel("ProjectStage", one.stage, lang)}
              {before ? (
                <span className="numeric">
                  {t("projects.passed", { n: Math.round((one.reached / before) * 100) })}
                </span>
              ) : null}
            </p>
            <span className={styles.bar} aria-hidden="true" />
            <p className={`${styles.count} numeric`}>
              <strong>{one.reached}</strong>
              {t("projects.nowAt", { n: one.at, planned: formatMoney(one.planned, lang) })}
            </p>
          </li>
        );
      })}
    </ol>
  );
}
