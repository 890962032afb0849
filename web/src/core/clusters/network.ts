/** The network of communities as a graph to draw: places and groups come from the server. */

import { MultiDirectedGraph } from "graphology";
import type { EdgeAttributes, EntityGraph, NodeAttributes } from "../graph/merge";

export interface NetworkNode {
  entity: { id: string; type: string; name: string };
  community: number | null;
  pagerank: number | null;
  x: number;
  y: number;
}

export interface NetworkRelation {
  id: string;
  type: string;
  fromId: string;
  toId: string;
}

export interface Network {
  graph: EntityGraph;
  communityOf: Map<string, number>;
  members: Map<number, string[]>;
}

const SMALLEST = 3;
const RANGE = 15;

export function networkOf(nodes: readonly NetworkNode[], relations: readonly NetworkRelation[]): Network {
  const graph: EntityGraph = new MultiDirectedGraph<NodeAttributes, EdgeAttributes>();
  const communityOf = new Map<string, number>();
  const members = new Map<number, string[]>();
  const top = Math.max(...nodes.map((node) => node.pagerank ?? 0), 1e-12);
  for (const { entity, community, pagerank, x, y } of nodes) {
    const size = SMALLEST + RANGE * Math.sqrt((pagerank ?? 0) / top);
    graph.mergeNode(entity.id, { x, y, size, name: entity.name, kind: entity.type, degree: 0 });
    if (community === null) continue;
    communityOf.set(entity.id, community);
    members.set(community, [...(members.get(community) ?? []), entity.id]);
  }
  for (const { id, type, fromId, toId } of relations) {
    if (!graph.hasNode(fromId) || !graph.hasNode(toId) || graph.hasEdge(id)) continue;
    graph.addEdgeWithKey(id, fromId, toId, { kind: type, properties: {} });
  }
  return { graph, communityOf, members };
}
