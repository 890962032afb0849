import { Link, useLocation } from "wouter";
import { usePreferences } from "../hooks/preferences";
import { entityPath, PATHS } from "../routes";
import { KeyButton } from "../sections/key/KeyDialog";
import { SearchBox } from "../sections/search/SearchBox";
import { Button } from "./Button";
import styles from "./Header.module.css";

export function Header() {
  const { t } = usePreferences();
  const [place, go] = useLocation();
  return (
    <header className={styles.bar}>
      <a className={styles.skip} href="#main">
        {t("app.skip")}
      </a>
      <Link className={styles.brand} href={PATHS.start}>
        <img src="/mark.svg" alt="" width="28" height="28" />
        <span>{t("app.name")}</span>
      </Link>
      <nav className={styles.nav} aria-label={t("nav.main")}>
        <NavLink href={PATHS.explore} active={place.startsWith(PATHS.explore)} label={t("nav.explore")} />
        <NavLink href={PATHS.clusters} active={place.startsWith(PATHS.clusters)} label={t("nav.clusters")} />
        <NavLink href={PATHS.chains} active={place.startsWith(PATHS.chains)} label={t("nav.chains")} />
        <NavLink href={PATHS.targets} active={place.startsWith(PATHS.targets)} label={t("nav.targets")} />
        <NavLink href={PATHS.projects} active={place.startsWith(PATHS.projects)} label={t("nav.projects")} />
        <NavLink href={PATHS.review} active={place.startsWith(PATHS.review)} label={t("nav.review")} />
        <NavLink href={PATHS.import} active={place.startsWith(PATHS.import)} label={t("nav.import")} />
        <a className={styles.link} href={PATHS.graphiql}>
          {t("nav.query")}
        </a>
      </nav>
      <div className={styles.search}>
        {place !== PATHS.start && <SearchBox onPick={(entity) => go(entityPath(entity.id))} />}
      </div>
      <Switches />
    </header>
  );
}

function NavLink({ href, active, label }: { href: string; active: boolean; label: string }) {
  return (
    <Link className={styles.link} href={href} aria-current={active ? "page" : undefined}>
      {label}
    </Link>
  );
}

function Switches() {
  const { t, lang, theme, setLang, setTheme } = usePreferences();
  const other = theme === "light" ? "dark" : "light";
  const title = t(other === "light" ? "nav.themeLight" : "nav.themeDark");
  return (
    <div className={styles.switches}>
      <KeyButton />
      <Button
        look="quiet"
        title={t("nav.langTitle")}
        data-testid="language"
        onClick={() => setLang(lang === "zh" ? "en" : "zh")}
      >
        {t("nav.lang")}
      </Button>
      <Button
        look="quiet"
        icon={other === "light" ? "sun" : "moon"}
        title={title}
        aria-label={title}
        data-testid="theme"
        onClick={() => setTheme(other)}
      />
    </div>
  );
}
