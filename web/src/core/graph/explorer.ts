/** The explorer's graph: the union of the neighbourhoods that were opened, and of one path. */

import { MultiDirectedGraph } from "graphology";
import {
  type EdgeAttributes,
  type EntityGraph,
  mergeSubgraph,
  type NodeAttributes,
  resize,
  type SubgraphPart,
} from "./merge";

export interface Change {
  added: Set<string>;
  removed: number;
}

export class Explorer {
  readonly graph: EntityGraph = new MultiDirectedGraph<NodeAttributes, EdgeAttributes>();
  private readonly parts = new Map<string, SubgraphPart>();
  private readonly remembered = new Map<string, { x: number; y: number }>();

  knows(id: string): boolean {
    return this.parts.has(id);
  }

  learn(id: string, part: SubgraphPart): void {
    this.parts.set(id, part);
  }

  /** Shows exactly these neighbourhoods (those that are known) and the path. Nodes that stay do not move. */
  show(open: readonly string[], path?: SubgraphPart | null): Change {
    const added = new Set<string>();
    const wanted = open.flatMap((id) => {
      const part = this.parts.get(id);
      return part ? [{ around: id as string | undefined, part }] : [];
    });
    if (path) wanted.push({ around: path.nodes[0]?.id, part: path });
    for (const { part, around } of wanted) {
      for (const id of this.merge(part, around)) added.add(id);
    }
    return { added, removed: this.dropOthers(wanted.map(({ part }) => part)) };
  }

  private merge(part: SubgraphPart, around: string | undefined): string[] {
    const { nodes } = mergeSubgraph(this.graph, part, around);
    const unplaced = nodes.filter((id) => {
      const place = this.remembered.get(id);
      if (place) this.graph.mergeNodeAttributes(id, place);
      return place === undefined;
    });
    return unplaced;
  }

  private dropOthers(parts: readonly SubgraphPart[]): number {
    const nodes = new Set(parts.flatMap((part) => part.nodes.map((node) => node.id)));
    const relations = new Set(parts.flatMap((part) => part.relations.map((relation) => relation.id)));
    for (const id of this.graph.filterEdges((edge) => !relations.has(edge))) this.graph.dropEdge(id);
    const gone = this.graph.filterNodes((id) => !nodes.has(id));
    for (const id of gone) {
      const { x, y } = this.graph.getNodeAttributes(id);
      this.remembered.set(id, { x, y });
      this.graph.dropNode(id);
    }
    resize(this.graph);
    return gone.length;
  }

  countsByType(): Map<string, number> {
    const counts = new Map<string, number>();
    this.graph.forEachNode((_, { kind }) => counts.set(kind, (counts.get(kind) ?? 0) + 1));
    return counts;
  }
}
