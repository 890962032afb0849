import { NotFound } from "../components/NotFound";
import { TypeMark } from "../components/TypeMark";
import { useLegend } from "../hooks/legend";
import { usePreferences } from "../hooks/preferences";
import { EntityList } from "../sections/browse/EntityList";
import styles from "./BrowsePage.module.css";

export function BrowsePage({ name }: { name: string }) {
  const { lang } = usePreferences();
  const type = useLegend().type(name);
  if (!type) return <NotFound />;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <TypeMark type={name} size={44} />
        <div>
          <h1>{type.plural[lang]}</h1>
          <p className={styles.lead}>{type.description[lang]}</p>
        </div>
      </header>
      <EntityList key={name} type={type} />
    </div>
  );
}
