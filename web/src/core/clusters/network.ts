/** The network of communities as a graph to draw: places and groups come from the server. */

import { MultiDirectedGraph } from "graphology";
import type { EdgeAttributes, EntityGraph, NodeAttributes } from "../graph/merge";

export interface NetworkNode {
  entity: { id: string; type: string; name: string };
  community: string;
  pagerank: number;
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
  communityOf: Map<string, string>;
  /** Ids by community, the largest community first. */
  members: Map<string, string[]>;
}

const SMALLEST = 1.8;
const RANGE = 9;

export function networkOf(nodes: readonly NetworkNode[], relations: readonly NetworkRelation[]): Network {
  const graph: EntityGraph = new MultiDirectedGraph<NodeAttributes, EdgeAttributes>();
  const communityOf = new Map<string, string>();
  const members = new Map<string, string[]>();
  const top = Math.max(...nodes.map((node) => node.pagerank), 1e-12);
  for (const { entity, community, pagerank, x, y } of nodes) {
    const size = SMALLEST + RANGE * Math.sqrt(pagerank / top);
    graph.mergeNode(entity.id, { x, y, size, name: entity.name, kind: entity.type, degree: 0 });
    communityOf.set(entity.id, community);
    members.set(community, [...(members.get(community) ?? []), entity.id]);
  }
  for (const { id, type, fromId, toId } of relations) {
    if (!graph.hasNode(fromId) || !graph.hasNode(toId) || graph.hasEdge(id)) continue;
    graph.addEdgeWithKey(id, fromId, toId, { kind: type, properties: {} });
  }
  const bySize = [...members].sort((a, b) => b[1].length - a[1].length);
  return { graph, communityOf, members: new Map(bySize) };
}
