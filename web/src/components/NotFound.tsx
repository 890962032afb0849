import { Link } from "wouter";
import { usePreferences } from "../hooks/preferences";
import { PATHS } from "../routes";
import styles from "./NotFound.module.css";
import { Empty } from "./State";

export function NotFound() {
  const { t } = usePreferences();
  return (
    <div className={styles.page}>
      <Empty title={t("state.notFoundTitle")}>
        <p>{t("state.notFoundText")}</p>
        <Link className={styles.home} href={PATHS.start}>
          {t("state.home")}
        </Link>
      </Empty>
    </div>
  );
}
