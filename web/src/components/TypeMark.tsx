/** A type's seal: its first character on its colour. */

import type { CSSProperties } from "react";
import { useLegend, useTypeColor } from "../hooks/legend";
import { usePreferences } from "../hooks/preferences";
import styles from "./TypeMark.module.css";

export function TypeMark({ type, size = 28 }: { type: string; size?: number }) {
  const { lang } = usePreferences();
  const legend = useLegend();
  const color = useTypeColor()(type);
  const style = { "--type": color, "--size": `${size}px` } as CSSProperties;
  return (
    <span className={styles.mark} style={style} aria-hidden="true">
      {legend.typeLabel(type, lang).slice(0, 1).toUpperCase()}
    </span>
  );
}

export function TypeDot({ type }: { type: string }) {
  const color = useTypeColor()(type);
  return <span className={styles.dot} style={{ "--type": color } as CSSProperties} aria-hidden="true" />;
}

export function TypeTag({ type }: { type: string }) {
  const { lang } = usePreferences();
  const legend = useLegend();
  return (
    <span className={styles.tag}>
      <TypeDot type={type} />
      {legend.anyLabel(type, lang)}
    </span>
  );
}
