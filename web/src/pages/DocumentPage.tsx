import { useMemo } from "react";
import { Link, useSearchParams } from "wouter";
import { Icon } from "../components/Icon";
import { NotFound } from "../components/NotFound";
import { Failure, Waiting } from "../components/State";
import { TypeMark } from "../components/TypeMark";
import { readFacts, toldFacts } from "../core/document/told";
import { DocumentReadingDocument, DocumentTextDocument } from "../generated/graphql";
import { usePreferences } from "../hooks/preferences";
import { useMe } from "../hooks/useMe";
import { useQuery } from "../hooks/useQuery";
import { entityPath, reviewPath } from "../routes";
import { DocumentReader } from "../sections/document-reader/DocumentReader";
import styles from "./DocumentPage.module.css";

export default function DocumentPage({ id }: { id: string }) {
  const { t } = usePreferences();
  const [params] = useSearchParams();
  const { data, error, reload } = useQuery(DocumentTextDocument, { id });
  const { writes } = useMe();
  const reading = useQuery(writes ? DocumentReadingDocument : null, { id }).data;
  const told = useMemo(
    () => (reading ? readFacts(reading.extractedFacts) : toldFacts(data?.documentFacts ?? [])),
    [data, reading],
  );
  const waiting = told.filter((fact) => fact.state === "proposed").length;
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
        {reading && (
          <Link className={styles.review} href={reviewPath(id)}>
            {t("document.review")}
            {waiting > 0 && <span>{t("document.waiting", { n: waiting })}</span>}
          </Link>
        )}
        <Link className={styles.about} href={entityPath(id)}>
          {t("document.about")}
          <Icon name="right" size={16} />
        </Link>
      </header>
      <DocumentReader text={document.text ?? ""} told={told} at={at === null ? null : Number(at)} />
    </article>
  );
}
