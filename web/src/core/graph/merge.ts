/** Expanding a node adds what is new around it. What is already drawn keeps its place: the mental map stays. */

import type Graph from "graphology";
import { randomFrom, seedOf } from "./random";

export interface EntityPart {
  id: string;
  type: string;
  name: string;
}

export interface RelationPart {
  id: string;
  type: string;
  fromId: string;
  toId: string;
  properties?: unknown;
}

export interface SubgraphPart {
  nodes: readonly EntityPart[];
  relations: readonly RelationPart[];
}

export interface NodeAttributes {
  x: number;
  y: number;
  size: number;
  name: string;
  kind: string;
  degree: number;
}

export interface EdgeAttributes {
  kind: string;
  properties: unknown;
}

export type EntityGraph = Graph<NodeAttributes, EdgeAttributes>;

export interface Merged {
  nodes: string[];
  relations: string[];
}

/** Adds a subgraph around a node; returns the ids that are new. */
export function mergeSubgraph(graph: EntityGraph, part: SubgraphPart, around?: string): Merged {
  const fresh = part.nodes.filter((node) => !graph.hasNode(node.id));
  const places = ring(graph, fresh.length, around);
  fresh.forEach((node, i) => {
    const place = places[i] ?? { x: 0, y: 0 };
    graph.addNode(node.id, { ...place, size: 6, name: node.name, kind: node.type, degree: 0 });
  });
  const relations = part.relations.filter((relation) => addRelation(graph, relation)).map((r) => r.id);
  resize(graph);
  return { nodes: fresh.map((node) => node.id), relations };
}

function addRelation(graph: EntityGraph, relation: RelationPart): boolean {
  if (graph.hasEdge(relation.id)) return false;
  if (!graph.hasNode(relation.fromId) || !graph.hasNode(relation.toId)) return false;
  const attributes = { kind: relation.type, properties: relation.properties ?? {} };
  graph.addEdgeWithKey(relation.id, relation.fromId, relation.toId, attributes);
  return true;
}

/** Places on rings around a node, away from the middle of what is already there; seeded by the node's id. */
function ring(graph: EntityGraph, count: number, around?: string): { x: number; y: number }[] {
  const centre = around && graph.hasNode(around) ? graph.getNodeAttributes(around) : { x: 0, y: 0 };
  const random = randomFrom(seedOf(around ?? "start"));
  const outward = Math.atan2(centre.y, centre.x);
  const spread = graph.order > 1 ? Math.PI * 1.3 : Math.PI * 2;
  return Array.from({ length: count }, (_, i) => {
    const angle = outward - spread / 2 + (spread * (i + 0.5)) / Math.max(count, 1);
    const distance = 8 + 4 * Math.floor(i / 24) + random() * 3;
    return { x: centre.x + Math.cos(angle) * distance, y: centre.y + Math.sin(angle) * distance };
  });
}

/** Size grows with the root of the degree, so that hubs do not cover the rest. */
export function resize(graph: EntityGraph): void {
  graph.updateEachNodeAttributes((id, attributes) => {
    const degree = graph.degree(id);
    return { ...attributes, degree, size: Math.min(22, 5 + 2.1 * Math.sqrt(degree)) };
  });
}
