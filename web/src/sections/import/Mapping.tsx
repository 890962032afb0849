/** How a file's columns are read: each with its values, and the mapping as text for whoever wants it otherwise. */

import { useState } from "react";
import { Button } from "../../components/Button";
import { Panel } from "../../components/Panel";
import { readingOf, sureness } from "../../core/import/reading";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import styles from "./Mapping.module.css";
import type { Proposal } from "./useImport";

interface Props {
  proposal: Proposal;
  mapping: string;
  onMapping: (text: string) => void;
  busy: boolean;
  onAgain: () => void;
}

export function Mapping({ proposal, mapping, onMapping, busy, onAgain }: Props) {
  const { t } = usePreferences();
  const [open, setOpen] = useState(false);
  const changed = mapping !== proposal.mapping;
  const read = proposal.columns.filter((column) => column.type).length;
  return (
    <Panel
      title={t("import.columns")}
      note={t("import.columnsRead", { n: read, all: proposal.columns.length })}
      aside={
        <Button icon="code" aria-pressed={open} onClick={() => setOpen(!open)}>
          {t("import.edit")}
        </Button>
      }
    >
      {open && (
        <div className={styles.editor}>
          <p className={styles.hint}>{t("import.editHint")}</p>
          <textarea
            aria-label={t("import.mapping")}
            spellCheck={false}
            value={mapping}
            rows={Math.min(24, mapping.split("\n").length + 1)}
            onChange={(event) => onMapping(event.target.value)}
          />
          <div className={styles.ends}>
            <Button look="solid" disabled={!changed || busy} onClick={onAgain}>
              {t("import.lookAgain")}
            </Button>
            <Button disabled={!changed || busy} onClick={() => onMapping(proposal.mapping)}>
              {t("import.asProposed")}
            </Button>
          </div>
        </div>
      )}
      <Columns proposal={proposal} />
    </Panel>
  );
}

function Columns({ proposal }: { proposal: Proposal }) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const several = new Set(proposal.columns.map((column) => column.sheet)).size > 1;
  return (
    <div className={styles.scroll}>
      <table className={styles.columns}>
        <thead>
          <tr>
            {several && <th scope="col">{t("import.sheet")}</th>}
            <th scope="col">{t("import.column")}</th>
            <th scope="col">{t("import.samples")}</th>
            <th scope="col">{t("import.readAs")}</th>
            <th scope="col">{t("import.confidence")}</th>
          </tr>
        </thead>
        <tbody>
          {proposal.columns.map((column) => (
            <tr key={`${column.sheet} ${column.column}`} className={column.type ? "" : styles.unread}>
              {several && <td>{column.sheet}</td>}
              <th scope="row">{column.column}</th>
              <td className={styles.samples}>{column.samples.slice(0, 3).join(" · ")}</td>
              <td>
                {column.type ? readingOf(column.type, column.property, lang, legend) : t("import.notRead")}
                {column.alternatives.length > 0 && (
                  <span className={styles.others}>
                    {t("import.or", {
                      others: column.alternatives
                        .slice(0, 2)
                        .map((one) => readingOf(one.type, one.property, lang, legend))
                        .join(lang === "zh" ? "、" : ", "),
                    })}
                  </span>
                )}
              </td>
              <td title={column.reason ?? ""}>{column.type && <Confidence value={column.confidence} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Confidence({ value }: { value: number }) {
  const { t } = usePreferences();
  const step = sureness(value);
  return (
    <span className={`${styles.confidence} ${styles[step]}`}>
      <meter min={0} max={1} value={value} aria-label={t("import.confidence")} />
      {t(`sure.${step}`)}
    </span>
  );
}
