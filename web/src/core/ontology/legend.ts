/** The ontology as the API tells it at run time: a type added in YAML shows here with no rebuild. */

export type Lang = "zh" | "en";
export type Label = Record<Lang, string>;

export interface PropertyInfo {
  /** Its name in GraphQL. */
  field: string;
  label: Label;
  kind: string;
  codelist?: string | null;
  unit?: string | null;
  multiple?: boolean;
  personal?: boolean;
  description?: Label;
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
  codes: { code: string; label: Label }[];
}

export interface OntologyData {
  types: Record<string, TypeInfo>;
  edges: Record<string, EdgeInfo>;
  codelists: Record<string, CodelistInfo>;
}

const UNKNOWN_COLOR = "#7a7f87";

/** Looks things up for the pages; a name it does not know is shown as it is, never an error. */
export class Legend {
  private readonly codes = new Map<string, Label>();

  constructor(readonly data: OntologyData) {
    for (const [name, list] of Object.entries(data.codelists)) {
      for (const { code, label } of list.codes) this.codes.set(codeKey(name, code), label);
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
    return this.codes.get(codeKey(codelist, code))?.[lang] ?? code;
  }
}

/** Codes are capitals in GraphQL's enums and small in stored values. */
function codeKey(codelist: string, code: string): string {
  return `${codelist}/${code.toUpperCase()}`;
}
