/** Queries that depend on what the ontology declares are written at run time from it. */

import type { PropertyInfo, TypeInfo } from "./legend";

/** Asked for with every entity, or drawn in another way. */
const ELSEWHERE = new Set(["name", "aliases"]);
const NOT_SHOWN = new Set(["geometry"]);

const PARTS: Record<string, string> = {
  money: " { yuan currency words }",
  date: " { day precision }",
  point: " { longitude latitude }",
};

export function shownProperties(type: TypeInfo): PropertyInfo[] {
  return type.properties.filter(
    (p) => !ELSEWHERE.has(p.field) && !NOT_SHOWN.has(p.kind) && !isLongText(type, p),
  );
}

/** A document's text has a page of its own. */
function isLongText(type: TypeInfo, property: PropertyInfo): boolean {
  return type.name === "Document" && property.field === "text";
}

export function propertiesQuery(type: TypeInfo, shapes: Record<string, string> = PARTS): string {
  const fields = shownProperties(type).map((p) => p.field + (shapes[p.kind] ?? ""));
  return `query EntityProperties($id: ID!) { node(id: $id) { id ... on ${type.name} { ${fields.join(" ")} } } }`;
}

export function listQuery(type: TypeInfo): string {
  return `query EntityList($first: Int!, $after: String, $where: ${type.name}Where) {
  page: ${type.pluralField}(first: $first, after: $after, where: $where) {
    totalCount pageInfo { hasNextPage endCursor } edges { node { id type name aliases regionCode } }
  }
}`;
}
