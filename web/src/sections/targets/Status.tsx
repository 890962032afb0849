import type { TargetStatus } from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import styles from "./Status.module.css";

/** The state of a target, in words and by a mark. */
export function Status({ status }: { status: TargetStatus }) {
  const { t } = usePreferences();
  return (
    <span className={styles.status} data-status={status}>
      {t(`target.${status}`)}
    </span>
  );
}
