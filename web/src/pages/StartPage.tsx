import { Link, useLocation } from "wouter";
import { Icon, type IconName } from "../components/Icon";
import { Panel } from "../components/Panel";
import { usePreferences } from "../hooks/preferences";
import { entityPath, PATHS } from "../routes";
import { CentralEntities } from "../sections/central/CentralEntities";
import { DocumentList } from "../sections/documents/DocumentList";
import { Figures, FiguresNote } from "../sections/figures/Figures";
import { SearchBox } from "../sections/search/SearchBox";
import styles from "./StartPage.module.css";

export function StartPage({ dataVersion }: { dataVersion: string }) {
  const { t } = usePreferences();
  const [, go] = useLocation();
  return (
    <div className={styles.page}>
      <section className={styles.hero}>
        <h1 className={styles.title}>{t("start.title")}</h1>
        <p className={styles.lead}>{t("start.lead")}</p>
        <div className={styles.search}>
          <SearchBox look="hero" autoFocus onPick={(entity) => go(entityPath(entity.id))} />
        </div>
      </section>
      <Panel title={t("start.figures")} note={<FiguresNote />} bare>
        <Figures />
      </Panel>
      <section className={styles.entries} aria-label={t("start.entries")}>
        <Entry
          icon="graph"
          href={PATHS.explore}
          title={t("start.exploreTitle")}
          text={t("start.exploreText")}
        />
        <Entry
          icon="cluster"
          href={PATHS.clusters}
          title={t("start.clustersTitle")}
          text={t("start.clustersText")}
        />
        <Entry
          icon="code"
          href={PATHS.graphiql}
          title={t("start.queryTitle")}
          text={t("start.queryText")}
          outside
        />
      </section>
      <div className={styles.columns}>
        <Panel title={t("start.documents")} note={t("start.documentsLead")}>
          <DocumentList first={6} />
        </Panel>
        <Panel title={t("start.central")} note={t("start.centralLead")}>
          <CentralEntities first={8} href={entityPath} />
        </Panel>
      </div>
      <p className={styles.foot}>
        {t("start.version")} <code>{dataVersion}</code>
      </p>
    </div>
  );
}

interface EntryProps {
  icon: IconName;
  href: string;
  title: string;
  text: string;
  outside?: boolean;
}

function Entry({ icon, href, title, text, outside }: EntryProps) {
  const inner = (
    <>
      <span className={styles.icon}>
        <Icon name={icon} size={22} />
      </span>
      <span className={styles.entryTitle}>{title}</span>
      <span className={styles.entryText}>{text}</span>
    </>
  );
  if (outside) {
    return (
      <a className={styles.entry} href={href}>
        {inner}
      </a>
    );
  }
  return (
    <Link className={styles.entry} href={href}>
      {inner}
    </Link>
  );
}
