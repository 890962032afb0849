import type { Paragraph } from "../../core/document/outline";
import { usePreferences } from "../../hooks/preferences";
import styles from "./Outline.module.css";

export function Outline({ text, parts }: { text: string; parts: readonly Paragraph[] }) {
  const { t } = usePreferences();
  const headings = parts.filter((part) => part.level > 0);
  return (
    <nav className={styles.outline} aria-label={t("document.outline")}>
      <p className={styles.title}>{t("document.outline")}</p>
      <ul>
        {headings.map((part) => (
          <li key={part.start}>
            <a className={styles[`level${part.level}`]} href={`#p-${part.start}`}>
              {text.slice(part.start, part.end)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
