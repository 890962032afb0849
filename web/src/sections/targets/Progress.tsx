import type { CSSProperties } from "react";
import { type LedgerRow, progress } from "../../core/targets/ledger";
import styles from "./Progress.module.css";

/** How much of the goal is there, and a line where an even pace would be. */
export function Progress({ row }: { row: LedgerRow }) {
  const found = progress(row);
  if (!found) return <span className={styles.unknown} aria-hidden="true" />;
  const style = { "--done": found.done, "--due": found.due ?? 0 } as CSSProperties;
  return (
    <span className={styles.bar} data-status={row.status} style={style} aria-hidden="true">
      {found.due !== null && <i />}
    </span>
  );
}
