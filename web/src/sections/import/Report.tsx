/** What becomes of a file: its rows, what changes in the graph, and every cell that is wrong. */

import type { ReactNode } from "react";
import { Panel } from "../../components/Panel";
import { differences } from "../../core/import/reading";
import { formatNumber } from "../../core/ontology/format";
import type { DiffFactsFragment, ReportFactsFragment } from "../../generated/graphql";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import styles from "./Report.module.css";
import type { Outcome } from "./useImport";

export function Report({ outcome, children }: { outcome: Outcome; children: ReactNode }) {
  const { t, lang } = usePreferences();
  const report = outcome.report;
  if (!report) return null;
  return (
    <>
      <Panel title={t("import.becomes")}>
        <div className={styles.body}>
          {report.error && <p className={styles.bad}>{report.error}</p>}
          <ul className={styles.figures}>
            <Figure label={t("import.read")} value={formatNumber(report.read, lang)} />
            <Figure label={t("import.good")} value={formatNumber(report.accepted, lang)} />
            <Figure
              label={t("import.bad")}
              value={formatNumber(report.rejected, lang)}
              bad={report.rejected > 0}
            />
          </ul>
          {outcome.diff && <Differences diff={outcome.diff} />}
          {children}
        </div>
      </Panel>
      <Problems
        title={t("import.problems", { n: report.problemCount })}
        problems={report.problems}
        count={report.problemCount}
      />
      <Problems
        title={t("import.warnings", { n: report.warningCount })}
        problems={report.warnings}
        count={report.warningCount}
      />
      <Notes report={report} />
    </>
  );
}

function Figure({ label, value, bad }: { label: string; value: string; bad?: boolean }) {
  return (
    <li className={bad ? styles.bad : ""}>
      <span className={`${styles.value} numeric`}>{value}</span>
      <span className={styles.label}>{label}</span>
    </li>
  );
}

function Differences({ diff }: { diff: DiffFactsFragment }) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const rows = differences(diff);
  if (rows.length === 0) return <p className={styles.same}>{t("import.same")}</p>;
  return (
    <table className={styles.diff}>
      <caption>{t("import.changes")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("import.type")}</th>
          {(["added", "changed", "retracted"] as const).map((verb) => (
            <th key={verb} scope="col" className="numeric">
              {t(`change.${verb}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.type}>
            <th scope="row">{legend.edge(row.type)?.label[lang] ?? legend.typeLabel(row.type, lang)}</th>
            {(["added", "changed", "retracted"] as const).map((verb) => (
              <td key={verb} className="numeric">
                {row[verb] ? formatNumber(row[verb], lang) : ""}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ProblemsProps {
  title: string;
  problems: ReportFactsFragment["problems"];
  count: number;
}

function Problems({ title, problems, count }: ProblemsProps) {
  const { t } = usePreferences();
  if (problems.length === 0) return null;
  const note = problems.length < count ? t("import.firstOf", { n: problems.length, all: count }) : "";
  return (
    <Panel title={title} note={note}>
      <div className={styles.scroll}>
        <table className={styles.problems}>
          <thead>
            <tr>
              <th scope="col">{t("import.place")}</th>
              <th scope="col">{t("import.column")}</th>
              <th scope="col">{t("import.value")}</th>
              <th scope="col">{t("import.message")}</th>
            </tr>
          </thead>
          <tbody>
            {problems.map((one) => (
              <tr key={`${one.sheet} ${one.row} ${one.column} ${one.message}`}>
                <td className={styles.place}>
                  {[one.sheet, one.row && t("import.row", { n: one.row })].filter(Boolean).join(" ")}
                </td>
                <td>{one.column}</td>
                <td className={styles.cell}>{one.value}</td>
                <td>{one.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Notes({ report }: { report: ReportFactsFragment }) {
  const { t, lang } = usePreferences();
  const comma = lang === "zh" ? "、" : ", ";
  const left = report.sheets
    .filter((sheet) => sheet.unread.length > 0)
    .map((sheet) => ({ sheet: sheet.sheet, columns: sheet.unread.join(comma) }));
  if (report.notes.length + left.length + report.unreadSheets.length === 0) return null;
  return (
    <Panel title={t("import.notes")}>
      <ul className={styles.notes}>
        {left.map(({ sheet, columns }) => (
          <li key={columns}>{t("import.unreadColumns", { sheet: sheet ?? "", columns })}</li>
        ))}
        {report.unreadSheets.length > 0 && (
          <li>{t("import.unreadSheets", { sheets: report.unreadSheets.join(comma) })}</li>
        )}
        {report.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Panel>
  );
}
