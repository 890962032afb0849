/** What a proposal and a report say, as rows that a page can show. */

import type { DiffFactsFragment, InspectImportMutation } from "../../generated/graphql";
import type { Lang, Legend } from "../ontology/legend";

export type Column = NonNullable<InspectImportMutation["inspectImport"]["proposal"]>["columns"][number];

/** `registered_capital` as GraphQL and the legend call it. */
export function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** A property's type and name in words: 企业 · 注册资本. A column that only names a relation has no property. */
export function readingOf(
  type: string | null | undefined,
  property: string | null | undefined,
  lang: Lang,
  legend: Legend,
): string {
  if (!type) return "";
  const declared = legend.data.types[type] ?? legend.data.edges[type];
  const parts = [declared?.label[lang] ?? type];
  if (property) {
    const found = declared?.properties.find((one) => one.field === camel(property));
    parts.push(found?.label[lang] ?? property);
  }
  return parts.join(" · ");
}

export interface Difference {
  type: string;
  added: number;
  changed: number;
  retracted: number;
}

/** Counts by type, side by side. */
export function differences(diff: DiffFactsFragment): Difference[] {
  const found = new Map<string, Difference>();
  for (const verb of ["added", "changed", "retracted"] as const) {
    for (const { type, count } of diff[verb]) {
      const row = found.get(type) ?? { type, added: 0, changed: 0, retracted: 0 };
      row[verb] = count;
      found.set(type, row);
    }
  }
  return [...found.values()];
}

/** How sure a reading is, in three steps that people tell apart. */
export function sureness(confidence: number): "sure" | "likely" | "doubtful" {
  if (confidence >= 0.8) return "sure";
  return confidence >= 0.5 ? "likely" : "doubtful";
}
