/** To which stage, since when, on what grounds: what a person says who moves a project. */

import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "../../components/Button";
import { request } from "../../core/api/client";
import { ENDED, isDated, type Progress, STAGES, today } from "../../core/projects/stages";
import { MoveProjectDocument, type ProjectStage } from "../../generated/graphql";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import styles from "./MoveDialog.module.css";

interface Props {
  project: Progress;
  to: ProjectStage | null;
  onClose: () => void;
  onMoved: () => void;
}

export function MoveDialog({ project, to, onClose, onMoved }: Props) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const dialog = useRef<HTMLDialogElement>(null);
  // One name for the call however often it has to be sent: the server does it once.
  const clientKey = useRef(crypto.randomUUID());
  const [stage, setStage] = useState<ProjectStage>(to ?? project.stage ?? "LEAD");
  const [day, setDay] = useState(today());
  const [why, setWhy] = useState("");
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState("");
  const entity = project.project;

  useEffect(() => dialog.current?.showModal(), []);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (!entity) return;
    setBusy(true);
    setWrong("");
    try {
      const { moveProject } = await request(MoveProjectDocument, {
        project: entity.id,
        to: stage,
        on: isDated(stage) ? day : null,
        why: why.trim(),
        clientKey: clientKey.current,
      });
      const refused = moveProject.userErrors[0];
      if (!refused) return onMoved();
      setWrong(refused.message);
      // What was refused may be said otherwise: that is another call.
      clientKey.current = crypto.randomUUID();
    } catch (failure) {
      setWrong(failure instanceof Error ? failure.message : String(failure));
    }
    setBusy(false);
  };

  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="move-title" onClose={onClose}>
      <form onSubmit={send}>
        <h2 id="move-title">{t("projects.moveTitle")}</h2>
        <p className={styles.name}>{entity?.name}</p>
        <fieldset className={styles.stages}>
          <legend>{t("projects.stage")}</legend>
          {[...STAGES, ENDED].map((one) => (
            <label key={one} className={one === stage ? styles.chosen : ""}>
              <input
                type="radio"
                name="stage"
                value={one}
                checked={one === stage}
                onChange={() => setStage(one)}
              />
              {legend.codeLabel("ProjectStage", one, lang)}
              {one === project.stage && <small>{t("projects.now")}</small>}
            </label>
          ))}
        </fieldset>
        {isDated(stage) && (
          <label className={styles.field}>
            {t("projects.on")}
            <input
              type="date"
              required
              max={today()}
              value={day}
              onChange={(event) => setDay(event.target.value)}
            />
          </label>
        )}
        <label className={styles.field}>
          {t("projects.why")}
          <input
            value={why}
            maxLength={500}
            placeholder={t("projects.whyHint")}
            onChange={(event) => setWhy(event.target.value)}
          />
        </label>
        {wrong && (
          <p className={styles.wrong} role="alert">
            {wrong}
          </p>
        )}
        <div className={styles.ends}>
          <Button onClick={() => dialog.current?.close()}>{t("projects.cancel")}</Button>
          <Button look="solid" type="submit" disabled={busy || stage === project.stage}>
            {t(busy ? "projects.moving" : "projects.confirm")}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
