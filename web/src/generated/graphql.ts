// Made by `npm run codegen` from graph_api/schema.graphql; never edited.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type Direction =
  | 'OUT'
  | 'IN'
  | 'BOTH';

export type NodeTypeName =
  | 'Enterprise'
  | 'Document'
  | 'Region'
  | 'Industry'
  | 'Person';

export type EdgeTypeName =
  | 'OWNS'
  | 'LOCATED_IN';

export type RegionLevel =
  | 'COUNTRY'
  | 'PROVINCE'
  | 'PREFECTURE'
  | 'COUNTY'
  | 'TOWNSHIP';

export type LegendQueryVariables = Exact<{ [key: string]: never; }>;


export type LegendQuery = { ontology: unknown, dataVersion: string };

export type CentralQueryVariables = Exact<{
  first: number;
}>;


export type CentralQuery = { pagerank: Array<{ rank: number, score: number, entity: { id: string, type: NodeTypeName, name: string } }> };

export type CommunitiesQueryVariables = Exact<{
  first: number;
}>;


export type CommunitiesQuery = { communities: { modularity: number | null, n: number | null, coverage: number | null, warnings: Array<string>, communities: Array<{ id: number, label: string, size: number, industries: unknown, anchors: Array<{ id: string, type: NodeTypeName, name: string }> }> } };

export type CommunityNetworkQueryVariables = Exact<{
  limit: number;
}>;


export type CommunityNetworkQuery = { communityNetwork: { nodes: Array<{ community: number | null, pagerank: number | null, x: number, y: number, entity: { id: string, type: NodeTypeName, name: string } }>, relations: Array<{ id: string, type: EdgeTypeName, fromId: string, toId: string }> } };

export type DocumentTextQueryVariables = Exact<{
  id: string | number;
}>;


export type DocumentTextQuery = { node: { name: string, text: string | null, number: string | null, id: string } | null, documentFacts: Array<{ start: number, end: number, quote: string | null, type: string, subject: { id: string, name: string, type: NodeTypeName } | null }> };

export type EvidencePartsFragment = { file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string | null, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null };

export type EntityEvidenceQueryVariables = Exact<{
  id: string | number;
  first: number;
}>;


export type EntityEvidenceQuery = { node: { id: string, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string | null, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } | null };

export type EntityHeadQueryVariables = Exact<{
  id: string | number;
}>;


export type EntityHeadQuery = { node: { type: NodeTypeName, name: string, aliases: Array<string>, regionCode: string | null, id: string, sources: Array<{ id: string, title: string }> } | null };

export type RelationCountsQueryVariables = Exact<{
  id: string | number;
}>;


export type RelationCountsQuery = { node: { id: string, relationCounts: Array<{ relation: EdgeTypeName, direction: Direction, count: number }> } | null };

export type RelationsQueryVariables = Exact<{
  id: string | number;
  relation: EdgeTypeName;
  direction: Direction;
  first: number;
  after?: string | null | undefined;
}>;


export type RelationsQuery = { node: { id: string, relations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, type: NodeTypeName, name: string }, relation: { id: string, validFrom: string | null, validTo: string | null, confidence: number | null, state: string | null, properties: unknown, evidence: Array<{ file: string | null, sheet: string | null, row: number | null, section: string | null, start: number | null, end: number | null, quote: string | null, confidence: number | null, state: string | null, properties: Array<string>, source: { id: string, title: string, kind: string | null, publisher: string | null, asOf: string | null }, document: { id: string, name: string } | null }> } }> } } | null };

export type SubgraphPartsFragment = { truncated: boolean, nodes: Array<{ id: string, type: NodeTypeName, name: string }>, relations: Array<{ id: string, type: EdgeTypeName, fromId: string, toId: string, properties: unknown }> };

export type NeighborhoodQueryVariables = Exact<{
  id: string | number;
  limit: number;
}>;


export type NeighborhoodQuery = { neighborhood: { truncated: boolean, nodes: Array<{ id: string, type: NodeTypeName, name: string }>, relations: Array<{ id: string, type: EdgeTypeName, fromId: string, toId: string, properties: unknown }> } };

export type ShortestPathQueryVariables = Exact<{
  from: string | number;
  to: string | number;
}>;


export type ShortestPathQuery = { shortestPath: { length: number, nodes: Array<{ id: string, type: NodeTypeName, name: string }>, relations: Array<{ id: string, type: EdgeTypeName, fromId: string, toId: string, properties: unknown }> } | null };

export type FiguresQueryVariables = Exact<{ [key: string]: never; }>;


export type FiguresQuery = { counts: Array<{ type: string, count: number, isRelation: boolean }> };

export type LocationQuotientQueryVariables = Exact<{
  level: RegionLevel;
}>;


export type LocationQuotientQuery = { locationQuotient: { warnings: Array<string>, rows: Array<{ value: number | null, count: number | null, region: { id: string, name: string } | null, industry: { id: string, name: string } | null }> } };

export type SearchQueryVariables = Exact<{
  text: string;
  first: number;
}>;


export type SearchQuery = { search: Array<{ matched: string, score: number, entity: { id: string, type: NodeTypeName, name: string, aliases: Array<string> } }> };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const EvidencePartsFragmentDoc = new TypedDocumentString(`
    fragment EvidenceParts on Evidence {
  source {
    id
    title
    kind
    publisher
    asOf
  }
  file
  sheet
  row
  section
  start
  end
  quote
  confidence
  state
  properties
  document {
    id
    name
  }
}
    `, {"fragmentName":"EvidenceParts"}) as unknown as TypedDocumentString<EvidencePartsFragment, unknown>;
export const SubgraphPartsFragmentDoc = new TypedDocumentString(`
    fragment SubgraphParts on Subgraph {
  truncated
  nodes {
    id
    type
    name
  }
  relations {
    id
    type
    fromId
    toId
    properties
  }
}
    `, {"fragmentName":"SubgraphParts"}) as unknown as TypedDocumentString<SubgraphPartsFragment, unknown>;
export const LegendDocument = new TypedDocumentString(`
    query Legend {
  ontology
  dataVersion
}
    `) as unknown as TypedDocumentString<LegendQuery, LegendQueryVariables>;
export const CentralDocument = new TypedDocumentString(`
    query Central($first: Int!) {
  pagerank(first: $first) {
    rank
    score
    entity {
      id
      type
      name
    }
  }
}
    `) as unknown as TypedDocumentString<CentralQuery, CentralQueryVariables>;
export const CommunitiesDocument = new TypedDocumentString(`
    query Communities($first: Int!) {
  communities(first: $first) {
    modularity
    n
    coverage
    warnings
    communities {
      id
      label
      size
      anchors {
        id
        type
        name
      }
      industries
    }
  }
}
    `) as unknown as TypedDocumentString<CommunitiesQuery, CommunitiesQueryVariables>;
export const CommunityNetworkDocument = new TypedDocumentString(`
    query CommunityNetwork($limit: Int!) {
  communityNetwork(limit: $limit) {
    nodes {
      community
      pagerank
      x
      y
      entity {
        id
        type
        name
      }
    }
    relations {
      id
      type
      fromId
      toId
    }
  }
}
    `) as unknown as TypedDocumentString<CommunityNetworkQuery, CommunityNetworkQueryVariables>;
export const DocumentTextDocument = new TypedDocumentString(`
    query DocumentText($id: ID!) {
  node(id: $id) {
    id
    ... on Document {
      name
      text
      number
    }
  }
  documentFacts(id: $id) {
    start
    end
    quote
    type
    subject {
      id
      name
      type
    }
  }
}
    `) as unknown as TypedDocumentString<DocumentTextQuery, DocumentTextQueryVariables>;
export const EntityEvidenceDocument = new TypedDocumentString(`
    query EntityEvidence($id: ID!, $first: Int!) {
  node(id: $id) {
    id
    ... on Entity {
      evidence(first: $first) {
        ...EvidenceParts
      }
    }
  }
}
    fragment EvidenceParts on Evidence {
  source {
    id
    title
    kind
    publisher
    asOf
  }
  file
  sheet
  row
  section
  start
  end
  quote
  confidence
  state
  properties
  document {
    id
    name
  }
}`) as unknown as TypedDocumentString<EntityEvidenceQuery, EntityEvidenceQueryVariables>;
export const EntityHeadDocument = new TypedDocumentString(`
    query EntityHead($id: ID!) {
  node(id: $id) {
    id
    ... on Entity {
      type
      name
      aliases
      regionCode
      sources {
        id
        title
      }
    }
  }
}
    `) as unknown as TypedDocumentString<EntityHeadQuery, EntityHeadQueryVariables>;
export const RelationCountsDocument = new TypedDocumentString(`
    query RelationCounts($id: ID!) {
  node(id: $id) {
    id
    ... on Entity {
      relationCounts {
        relation
        direction
        count
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RelationCountsQuery, RelationCountsQueryVariables>;
export const RelationsDocument = new TypedDocumentString(`
    query Relations($id: ID!, $relation: EdgeTypeName!, $direction: Direction!, $first: Int!, $after: String) {
  node(id: $id) {
    id
    ... on Entity {
      relations(
        relation: $relation
        direction: $direction
        first: $first
        after: $after
      ) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            id
            type
            name
          }
          relation {
            id
            validFrom
            validTo
            confidence
            state
            properties
            evidence(first: 3) {
              ...EvidenceParts
            }
          }
        }
      }
    }
  }
}
    fragment EvidenceParts on Evidence {
  source {
    id
    title
    kind
    publisher
    asOf
  }
  file
  sheet
  row
  section
  start
  end
  quote
  confidence
  state
  properties
  document {
    id
    name
  }
}`) as unknown as TypedDocumentString<RelationsQuery, RelationsQueryVariables>;
export const NeighborhoodDocument = new TypedDocumentString(`
    query Neighborhood($id: ID!, $limit: Int!) {
  neighborhood(id: $id, depth: 1, limit: $limit) {
    ...SubgraphParts
  }
}
    fragment SubgraphParts on Subgraph {
  truncated
  nodes {
    id
    type
    name
  }
  relations {
    id
    type
    fromId
    toId
    properties
  }
}`) as unknown as TypedDocumentString<NeighborhoodQuery, NeighborhoodQueryVariables>;
export const ShortestPathDocument = new TypedDocumentString(`
    query ShortestPath($from: ID!, $to: ID!) {
  shortestPath(from: $from, to: $to, maxHops: 6) {
    length
    nodes {
      id
      type
      name
    }
    relations {
      id
      type
      fromId
      toId
      properties
    }
  }
}
    `) as unknown as TypedDocumentString<ShortestPathQuery, ShortestPathQueryVariables>;
export const FiguresDocument = new TypedDocumentString(`
    query Figures {
  counts {
    type
    count
    isRelation
  }
}
    `) as unknown as TypedDocumentString<FiguresQuery, FiguresQueryVariables>;
export const LocationQuotientDocument = new TypedDocumentString(`
    query LocationQuotient($level: RegionLevel!) {
  locationQuotient(regionLevel: $level, industryLevel: 2) {
    warnings
    rows {
      value
      count
      region {
        id
        name
      }
      industry {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<LocationQuotientQuery, LocationQuotientQueryVariables>;
export const SearchDocument = new TypedDocumentString(`
    query Search($text: String!, $first: Int!) {
  search(text: $text, first: $first) {
    matched
    score
    entity {
      id
      type
      name
      aliases
    }
  }
}
    `) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
