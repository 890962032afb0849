/** What a page shows while there is nothing to show: waiting, nothing there, or something went wrong. */

import type { ReactNode } from "react";
import type { ApiFailure } from "../core/api/client";
import { usePreferences } from "../hooks/preferences";
import { Button } from "./Button";
import styles from "./State.module.css";

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.state}>
      <svg className={styles.figure} viewBox="0 0 64 40" aria-hidden="true">
        <path d="M14 26 32 14l18 12M32 14V6" />
        <circle cx="32" cy="14" r="5" />
        <circle cx="14" cy="27" r="4" />
        <circle cx="50" cy="27" r="4" />
      </svg>
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.text}>{children}</div>}
    </div>
  );
}

export function Failure({ error, retry }: { error: ApiFailure; retry?: () => void }) {
  const { t } = usePreferences();
  const known = ["network", "server", "question"].includes(error.reason) ? error.reason : "server";
  return (
    <div className={`${styles.state} ${styles.failure}`} role="alert">
      <p className={styles.title}>{t("state.errorTitle")}</p>
      <p className={styles.text}>{t(`state.${known}`, { message: error.message })}</p>
      {retry && <Button onClick={retry}>{t("state.retry")}</Button>}
    </div>
  );
}

const WIDTHS = [92, 69, 81, 58, 88, 64, 77, 53, 85, 61, 73, 49];

/** Grey lines in the shape of what will come. */
export function Waiting({ lines = 3 }: { lines?: number }) {
  const { t } = usePreferences();
  return (
    <div className={styles.waiting} role="status">
      <span className="sr-only">{t("state.loading")}</span>
      {WIDTHS.slice(0, lines).map((width) => (
        <span key={width} className={styles.line} style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
