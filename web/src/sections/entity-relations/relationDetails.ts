import { formatPartial, formatValue, type PartialDateValue } from "../../core/ontology/format";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";

interface RelationSaid {
  validFrom: unknown;
  validTo: unknown;
  properties: unknown;
}

export interface Detail {
  label: string;
  text: string;
}

const COMMON = new Set(["validFrom", "validTo", "confidence", "state"]);

/** What the relation itself says (share, role, amount), with its labels; then since and until when. */
export function useRelationDetails(relation: string, said: RelationSaid): Detail[] {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const values = (said.properties ?? {}) as Record<string, unknown>;
  const own = (legend.edge(relation)?.properties ?? [])
    .filter((p) => !COMMON.has(p.field) && values[p.field] !== null && values[p.field] !== undefined)
    .map((p) => ({ label: p.label[lang], text: formatValue(p, values[p.field], lang, legend) }));
  const when = [
    { label: "relation.since", day: said.validFrom },
    { label: "relation.until", day: said.validTo },
  ] as const;
  const dated = when
    .filter(({ day }) => day !== null && day !== undefined)
    .map(({ label, day }) => ({ label, text: t(label, { day: dayText(day, lang) }) }));
  return [...own.filter((detail) => detail.text !== ""), ...dated];
}

function dayText(day: unknown, lang: "zh" | "en"): string {
  return typeof day === "object" && day !== null ? formatPartial(day as PartialDateValue, lang) : String(day);
}
