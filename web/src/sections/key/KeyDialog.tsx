/** Who one is to the API: the key of this tab, given and taken back. */

import { type FormEvent, useRef, useState } from "react";
import { Button } from "../../components/Button";
import { ApiFailure, request } from "../../core/api/client";
import { changeKey, readKey } from "../../core/api/key";
import { MeDocument } from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import { useMe } from "../../hooks/useMe";
import styles from "./KeyDialog.module.css";

export function KeyButton() {
  const { t } = usePreferences();
  const { me, error } = useMe();
  const dialog = useRef<HTMLDialogElement>(null);
  const known = readKey() !== null;
  const title = known && me ? t("key.as", { name: me.name, role: roleName(me.role, t) }) : t("key.title");
  return (
    <>
      <Button
        look="quiet"
        icon="key"
        title={title}
        aria-label={title}
        aria-pressed={known}
        data-testid="key"
        onClick={() => dialog.current?.showModal()}
      />
      <dialog ref={dialog} className={styles.dialog} aria-label={t("key.title")}>
        <h2>{t("key.title")}</h2>
        <p className={styles.text}>{t("key.lead")}</p>
        {me && <p className={styles.now}>{t("key.as", { name: me.name, role: roleName(me.role, t) })}</p>}
        {known && error && <p className={styles.wrong}>{t("key.unknown")}</p>}
        <KeyForm />
        <div className={styles.ends}>
          {known && <Button onClick={() => changeKey(null)}>{t("key.forget")}</Button>}
          <Button onClick={() => dialog.current?.close()}>{t("key.close")}</Button>
        </div>
      </dialog>
    </>
  );
}

/** Asks with the key before it is kept, so that a wrong one is told at once. */
function KeyForm() {
  const { t } = usePreferences();
  const [key, setKey] = useState("");
  const [wrong, setWrong] = useState("");
  const check = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await request(MeDocument, {}, undefined, key.trim());
      changeKey(key.trim());
    } catch (error) {
      setWrong(
        error instanceof ApiFailure && error.reason === "network" ? t("state.network") : t("key.unknown"),
      );
    }
  };
  return (
    <form className={styles.form} onSubmit={check}>
      <input
        type="password"
        autoComplete="off"
        aria-label={t("key.field")}
        placeholder={t("key.field")}
        value={key}
        onChange={(event) => setKey(event.target.value)}
      />
      <Button look="solid" type="submit" disabled={!key.trim()}>
        {t("key.use")}
      </Button>
      {wrong && (
        <p className={styles.wrong} role="alert">
          {wrong}
        </p>
      )}
    </form>
  );
}

const ROLES = ["viewer", "analyst", "reviewer", "admin"] as const;

function roleName(role: string, t: ReturnType<typeof usePreferences>["t"]): string {
  const known = ROLES.find((one) => one === role);
  return known ? t(`role.${known}`) : role;
}
