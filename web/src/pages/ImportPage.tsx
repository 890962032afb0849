/** A file's way into the graph: dropped, read, tried, and loaded when somebody has seen what becomes of it. */

import { useState } from "react";
import { Button } from "../components/Button";
import { Empty, Failure, Waiting } from "../components/State";
import { ApiFailure } from "../core/api/client";
import { saveFile } from "../core/api/files";
import { usePreferences } from "../hooks/preferences";
import { useMe } from "../hooks/useMe";
import { FileDrop } from "../sections/import/FileDrop";
import { Mapping } from "../sections/import/Mapping";
import { Report } from "../sections/import/Report";
import { useImport } from "../sections/import/useImport";
import styles from "./ImportPage.module.css";

export default function ImportPage() {
  const { t } = usePreferences();
  const { writes, error } = useMe();
  return (
    <div className={styles.page}>
      <header>
        <h1>{t("import.title")}</h1>
        <p className={styles.lead}>{t("import.lead")}</p>
      </header>
      {error && <Failure error={error} />}
      {writes === false && <Empty title={t("import.needsKey")}>{t("import.howKey")}</Empty>}
      {writes && <Import />}
    </div>
  );
}

function Import() {
  const { t } = usePreferences();
  const one = useImport();
  const { busy, upload, proposal, trial, done, error } = one;
  return (
    <>
      {!upload && <FileDrop disabled={busy !== null} onFile={one.take} />}
      {upload && (
        <div className={styles.file}>
          <strong>{upload.name}</strong>
          <Button icon="close" onClick={one.forget} disabled={busy !== null}>
            {t("import.another")}
          </Button>
        </div>
      )}
      {busy === "sending" && (
        <progress className={styles.progress} value={one.sent} aria-label={t("busy.sending")} />
      )}
      {error && <Failure error={error} />}
      {proposal && !done && (
        <Mapping
          proposal={proposal}
          mapping={one.mapping}
          onMapping={one.setMapping}
          busy={busy !== null}
          onAgain={one.lookAgain}
        />
      )}
      {busy && busy !== "sending" && (
        <div className={styles.busy}>
          <p role="status">{t(`busy.${busy}`)}</p>
          <Waiting lines={3} />
        </div>
      )}
      {done ? <Done one={one} /> : trial && busy !== "trying" && <Trial one={one} />}
    </>
  );
}

type One = ReturnType<typeof useImport>;

/** What would become of the file, and the ways to go on. */
function Trial({ one }: { one: One }) {
  const { t } = usePreferences();
  const report = one.trial?.report;
  if (!one.trial || !report) return null;
  const fine = report.rejected === 0 && !report.error;
  const waiting = one.busy !== null || one.mapping !== one.proposal?.mapping;
  return (
    <Report outcome={one.trial}>
      <div className={styles.ways}>
        {fine && (
          <Button look="solid" disabled={waiting} onClick={() => one.apply("REFUSE")}>
            {t("import.apply")}
          </Button>
        )}
        {!fine && report.accepted > 0 && (
          <Button look="solid" disabled={waiting} onClick={() => one.apply("ROWS")}>
            {t("import.applyGood", { n: report.accepted })}
          </Button>
        )}
        {!fine && !report.error && (
          <Button disabled={waiting} title={t("import.applyCellsTitle")} onClick={() => one.apply("CELLS")}>
            {t("import.applyCells")}
          </Button>
        )}
        {one.trial.markedUrl && <Save path={one.trial.markedUrl} label={t("import.marked")} />}
        {one.trial.rejectsUrl && <Save path={one.trial.rejectsUrl} label={t("import.rejects")} />}
      </div>
    </Report>
  );
}

function Done({ one }: { one: One }) {
  const { t } = usePreferences();
  const report = one.done?.report;
  if (!one.done || !report) return null;
  return (
    <>
      <p className={styles.done} role="status">
        {one.undone ? t("import.undone") : t(report.refused ? "import.refused" : "import.done")}
      </p>
      <Report outcome={one.done}>
        <div className={styles.ways}>
          {one.done.rejectsUrl && <Save path={one.done.rejectsUrl} label={t("import.rejects")} />}
          {report.source && !report.refused && !one.undone && (
            <Button disabled={one.busy !== null} onClick={() => one.undo(t("import.undoWhy"))}>
              {t("import.undo")}
            </Button>
          )}
        </div>
      </Report>
    </>
  );
}

function Save({ path, label }: { path: string; label: string }) {
  const { t } = usePreferences();
  const [wrong, setWrong] = useState<ApiFailure | null>(null);
  const save = () =>
    saveFile(path).catch((error: unknown) =>
      setWrong(error instanceof ApiFailure ? error : new ApiFailure("server", String(error))),
    );
  return (
    <>
      <Button icon="download" onClick={save}>
        {label}
      </Button>
      {wrong && (
        <span className={styles.wrong} role="alert">
          {t("state.question", { message: wrong.message })}
        </span>
      )}
    </>
  );
}
