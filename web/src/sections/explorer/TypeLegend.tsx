/** The types in the picture; a click hides or shows one. */

import { TypeDot } from "../../components/TypeMark";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import styles from "./TypeLegend.module.css";

interface Props {
  counts: ReadonlyMap<string, number>;
  hidden: ReadonlySet<string>;
  onHidden: (hidden: ReadonlySet<string>) => void;
}

export function TypeLegend({ counts, hidden, onHidden }: Props) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const toggle = (type: string) => {
    const next = new Set(hidden);
    if (!next.delete(type)) next.add(type);
    onHidden(next);
  };
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  return (
    <fieldset className={styles.legend}>
      <legend className={styles.title}>{t("explore.legend")}</legend>
      {sorted.map(([type, count]) => (
        <button
          key={type}
          type="button"
          className={styles.entry}
          aria-pressed={!hidden.has(type)}
          onClick={() => toggle(type)}
        >
          <TypeDot type={type} />
          <span>{legend.typeLabel(type, lang)}</span>
          <span className={`${styles.count} numeric`}>{count}</span>
        </button>
      ))}
    </fieldset>
  );
}
