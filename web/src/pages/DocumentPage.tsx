import { useMemo } from "react";
import { Link, useSearchParams } from "wouter";
import { Icon } from "../components/Icon";
import { NotFound } from "../components/NotFound";
import { Failure, Waiting } from "../components/State";
import { TypeMark } from "../components/TypeMark";
import { toldFacts } from "../core/document/told";
import { DocumentTextDocument } from "../generated/graphql";
import { usePreferences } from "../hooks/preferences";
import { useQuery } from "../hooks/useQuery";
import { entityPath } from "../routes";
import { DocumentReader } from "../sections/document-reader/DocumentReader";
import styles from "./DocumentPage.module.css";

export default function DocumentPage({ id }: { id: string }) {
  const { t } = usePreferences();
  const [params] = useSearchParams();
  const { data, error, reload } = useQuery(DocumentTextDocument, { id });
  const told = useMemo(() => toldFacts(data?.documentFacts ?? []), [data]);
  if (error)
    return (
      <div className={styles.page}>
        <Failure error={error} retry={reload} />
      </div>
    );
  if (!data)
    return (
      <div className={styles.page}>
        <Waiting lines={12} />
      </div>
    );
  const document = data.node;
  if (!document || !("text" in document)) return <NotFound />;
  const at = params.get("at");
  return (
    <article className={styles.page}>
      <header className={styles.head}>
        <TypeMark type="Document" size={40} />
        <div>
          <h1 className={styles.name}>{document.name}</h1>
          <p className={styles.number}>{document.number}</p>
        </div>
        <Link className={styles.about} href={entityPath(id)}>
          {t("document.about")}
          <Icon name="right" size={16} />
        </Link>
      </header>
      <DocumentReader text={document.text ?? ""} told={told} at={at === null ? null : Number(at)} />
    </article>
  );
}
