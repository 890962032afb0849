/** What is known of it, in the ontology's order and words. Unknown values are left out, never shown as zero. */

import { Fragment } from "react";
import { Failure, Waiting } from "../../components/State";
import { formatValue, type MoneyValue } from "../../core/ontology/format";
import type { PropertyInfo } from "../../core/ontology/legend";
import { propertiesQuery, shownProperties } from "../../core/ontology/selection";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import { useQuery } from "../../hooks/useQuery";
import styles from "./EntityProperties.module.css";

export function EntityProperties({ id, type }: { id: string; type: string }) {
  const { t, lang } = usePreferences();
  const info = useLegend().type(type);
  const { data, error, reload } = useQuery<{ node: Record<string, unknown> | null }, { id: string }>(
    info ? propertiesQuery(info) : null,
    { id },
  );
  if (error) return <Failure error={error} retry={reload} />;
  if (!data || !info)
    return (
      <div className={styles.pad}>
        <Waiting lines={6} />
      </div>
    );
  const known = shownProperties(info).filter((p) => isKnown(data.node?.[p.field]));
  if (known.length === 0) return <p className={styles.none}>{t("entity.noProperties")}</p>;
  return (
    <dl className={styles.list}>
      {known.map((property) => (
        <Fragment key={property.field}>
          <dt title={property.description?.[lang]}>{property.label[lang]}</dt>
          <dd className={property.kind === "text" ? styles.long : "numeric"}>
            <Value property={property} value={data.node?.[property.field]} />
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}

function isKnown(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== null && value !== undefined && value !== "";
}

function Value({ property, value }: { property: PropertyInfo; value: unknown }) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const text = formatValue(property, value, lang, legend);
  if (property.kind === "url" && /^https?:\/\//.test(text)) {
    return (
      <a className={styles.link} href={text} rel="noreferrer noopener">
        {text}
      </a>
    );
  }
  const words = property.kind === "money" ? (value as MoneyValue).words : undefined;
  return (
    <>
      {text}
      {words && words !== text && <span className={styles.words}>{words}</span>}
      {property.personal && <span className={styles.personal}>{t("entity.personal")}</span>}
    </>
  );
}
