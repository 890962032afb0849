/** The ontology as the API tells it at run time: a type added in YAML shows here with no rebuild. */

export type Lang = "zh" | "en";
export type Label = Record<Lang, string>;
export type Direction = "OUT" | "IN";

export interface PropertyInfo {
  name: string;
  field: string;
  label: Label;
  kind: string;
  codelist?: string;
  unit?: string;
  multiple?: boolean;
  personal?: boolean;
  description?: Label;
}

export interface RelationInfo {
  relation: string;
  direction: Direction;
  field: string;
  label: Label;
}

export interface TypeInfo {
  name: string;
  label: Label;
  plural: Label;
  description: Label;
  field: string;
  pluralField: string;
  color: string;
  icon: string;
  properties: PropertyInfo[];
  relations: RelationInfo[];
}

export interface EdgeInfo {
  name: string;
  label: Label;
  reverseLabel: Label;
  derived: boolean;
  symmetric: boolean;
  properties: PropertyInfo[];
}

export interface CodelistInfo {
  name: string;
  codes: { code: string; value: string; label: Label }[];
}

export interface OntologyData {
  hash: string;
  types: Record<string, TypeInfo>;
  edges: Record<string, EdgeInfo>;
  codelists: Record<string, CodelistInfo>;
}

const UNKNOWN_COLOR = "#7a7f87";

/** Looks things up for the pages; a name it does not know is shown as it is, never an error. */
export class Legend {
  private readonly codes = new Map<string, Label>();

  constructor(readonly data: OntologyData) {
    for (const list of Object.values(data.codelists)) {
      for (const code of list.codes) {
        this.codes.set(`${list.name}/${code.code}`, code.label);
        this.codes.set(`${list.name}/${code.value}`, code.label);
      }
    }
  }

  get types(): TypeInfo[] {
    return Object.values(this.data.types);
  }

  type(name: string): TypeInfo | undefined {
    return this.data.types[name];
  }

  typeLabel(name: string, lang: Lang): string {
    return this.data.types[name]?.label[lang] ?? name;
  }

  color(name: string): string {
    return this.data.types[name]?.color ?? UNKNOWN_COLOR;
  }

  edge(name: string): EdgeInfo | undefined {
    return this.data.edges[name];
  }

  /** How the relation reads from where one stands: 持股 outwards, 被持股 inwards. */
  relationLabel(name: string, direction: string, lang: Lang): string {
    const edge = this.data.edges[name];
    if (!edge) return name;
    return (direction === "IN" ? edge.reverseLabel : edge.label)[lang];
  }

  /** The legend entry of whatever a fact is about: an entity type or a relation. */
  anyLabel(name: string, lang: Lang): string {
    return this.data.types[name]?.label[lang] ?? this.data.edges[name]?.label[lang] ?? name;
  }

  codeLabel(codelist: string, code: string, lang: Lang): string {
    return this.codes.get(`${codelist}/${code}`)?.[lang] ?? code;
  }
}
