/** From the ontology as it is told (by the API, or by `jiju ontology export`) to the legend. */

import { type CodelistInfo, type EdgeInfo, Legend, type PropertyInfo, type TypeInfo } from "./legend";

type Told<T> = Omit<T, "properties"> & {
  properties: (Omit<PropertyInfo, "field"> & { name: string; field?: string })[];
};
type Many<T> = Told<T>[] | Record<string, Told<T>>;

interface ToldOntology {
  nodeTypes?: Many<TypeInfo>;
  edgeTypes?: Many<EdgeInfo>;
  types?: Many<TypeInfo>;
  edges?: Many<EdgeInfo>;
  codelists: Record<string, CodelistInfo>;
}

export function readLegend(told: unknown): Legend {
  const { nodeTypes, edgeTypes, types, edges, codelists } = told as ToldOntology;
  return new Legend({ types: byName(nodeTypes ?? types), edges: byName(edgeTypes ?? edges), codelists });
}

function byName<T extends { name: string }>(many: Many<T> = []): Record<string, T> {
  const read = Object.values(many).map((one) => {
    const properties = one.properties.map((p) => ({ ...p, field: p.field ?? p.name }));
    return [(one as unknown as T).name, { ...one, properties } as unknown as T] as const;
  });
  return Object.fromEntries(read);
}
