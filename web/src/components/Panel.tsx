import { type ReactNode, useId } from "react";
import styles from "./Panel.module.css";

interface Props {
  title: string;
  note?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  bare?: boolean;
}

/** A titled part of a page. */
export function Panel({ title, note, aside, children, bare }: Props) {
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {note && <p className={styles.note}>{note}</p>}
        {aside && <div className={styles.aside}>{aside}</div>}
      </header>
      <div className={bare ? "" : styles.body}>{children}</div>
    </section>
  );
}
