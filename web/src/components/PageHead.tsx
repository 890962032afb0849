import type { ReactNode } from "react";
import styles from "./PageHead.module.css";

interface Props {
  title: string;
  lead: string;
  figures?: readonly { label: string; value: string; tone?: "bad" | undefined }[] | undefined;
  children?: ReactNode;
}

/** What a page is about, the few figures that sum it up, and what it can be asked for. */
export function PageHead({ title, lead, figures, children }: Props) {
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        <h1>{title}</h1>
        <p className={styles.lead}>{lead}</p>
      </div>
      {figures && (
        <dl className={styles.figures}>
          {figures.map(({ label, value, tone }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className={`numeric ${tone ? styles[tone] : ""}`}>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {children && <div className={styles.controls}>{children}</div>}
    </header>
  );
}

/** A labelled choice from a list. */
export function Pick({
  label,
  value,
  onPick,
  children,
}: {
  label: string;
  value: string;
  onPick: (value: string) => void;
  children: ReactNode;
}) {
  return (
    <label className={styles.pick}>
      <span>{label}</span>
      <select value={value} onChange={(event) => onPick(event.target.value)}>
        {children}
      </select>
    </label>
  );
}
