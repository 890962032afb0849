/** Targets as rows: what was promised, what is there, and by when. */

import { inUnit, type LedgerRow, valueInWords } from "../../core/targets/ledger";
import { usePreferences } from "../../hooks/preferences";
import styles from "./LedgerTable.module.css";
import { Progress } from "./Progress";
import { Status } from "./Status";

interface Props {
  rows: readonly LedgerRow[];
  chosen: string | null;
  onChoose: (id: string) => void;
}

export function LedgerTable({ rows, chosen, onChoose }: Props) {
  const { t } = usePreferences();
  return (
    <div className={styles.scroll}>
      <table className={styles.table} data-testid="ledger">
        <thead>
          <tr>
            <th scope="col">{t("targets.metric")}</th>
            <th scope="col">{t("targets.goal")}</th>
            <th scope="col">{t("targets.value")}</th>
            <th scope="col">{t("targets.progress")}</th>
            <th scope="col">{t("targets.deadline")}</th>
            <th scope="col">{t("targets.state")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.target?.id} row={row} chosen={row.target?.id === chosen} onChoose={onChoose} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, chosen, onChoose }: { row: LedgerRow; chosen: boolean; onChoose: Props["onChoose"] }) {
  const { t, lang } = usePreferences();
  return (
    <tr className={chosen ? styles.chosen : ""}>
      <th scope="row">
        <button type="button" aria-pressed={chosen} onClick={() => row.target && onChoose(row.target.id)}>
          {row.metric}
        </button>
        {row.region && <span className={styles.where}>{row.region.name}</span>}
      </th>
      <td className="numeric">{row.goalText}</td>
      <td className="numeric">{valueInWords(row, lang)}</td>
      <td className={styles.progress}>
        <Progress row={row} />
        {row.gap !== null && row.gap > 0 && (
          <span className="numeric">{t("targets.gap", { n: inUnit(row.gap, row.unit, lang) })}</span>
        )}
      </td>
      <td className="numeric">{row.deadline ?? "—"}</td>
      <td>
        <Status status={row.status} />
      </td>
    </tr>
  );
}
