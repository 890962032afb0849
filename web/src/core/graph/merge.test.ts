import { MultiDirectedGraph } from "graphology";
import { describe, expect, test } from "vitest";
import { Explorer } from "./explorer";
import { type EdgeAttributes, mergeSubgraph, type NodeAttributes, type SubgraphPart } from "./merge";

const node = (id: string) => ({ id, type: "Enterprise", name: id });
const relation = (fromId: string, toId: string) => ({ id: `${fromId}-${toId}`, type: "OWNS", fromId, toId });

const first: SubgraphPart = {
  nodes: ["a", "b", "c"].map(node),
  relations: [relation("a", "b"), relation("a", "c")],
};
const second: SubgraphPart = {
  nodes: ["b", "a", "d"].map(node),
  relations: [relation("a", "b"), relation("b", "d")],
};

function emptyGraph() {
  return new MultiDirectedGraph<NodeAttributes, EdgeAttributes>();
}

describe("merging a neighbourhood", () => {
  test("adds what is new and says what it was", () => {
    const graph = emptyGraph();
    mergeSubgraph(graph, first);
    const { nodes, relations } = mergeSubgraph(graph, second, "b");
    expect(nodes).toEqual(["d"]);
    expect(relations).toEqual(["b-d"]);
    expect(graph.order).toBe(4);
    expect(graph.size).toBe(3);
  });

  test("leaves every old node where it was", () => {
    const graph = emptyGraph();
    mergeSubgraph(graph, first);
    const before = ["a", "b", "c"].map((id) => [
      graph.getNodeAttribute(id, "x"),
      graph.getNodeAttribute(id, "y"),
    ]);
    mergeSubgraph(graph, second, "b");
    const after = ["a", "b", "c"].map((id) => [
      graph.getNodeAttribute(id, "x"),
      graph.getNodeAttribute(id, "y"),
    ]);
    expect(after).toEqual(before);
  });

  test("places new nodes near the one that was opened, and the same way every time", () => {
    const places = [0, 1].map(() => {
      const graph = emptyGraph();
      mergeSubgraph(graph, first);
      mergeSubgraph(graph, second, "b");
      return graph.getNodeAttributes("d");
    });
    expect(places[0]).toEqual(places[1]);
  });

  test("leaves out a relation whose end is not in the picture", () => {
    const graph = emptyGraph();
    mergeSubgraph(graph, { nodes: [node("a")], relations: [relation("a", "z")] });
    expect(graph.size).toBe(0);
  });

  test("keeps two relations between the same two entities", () => {
    const graph = emptyGraph();
    const twice = [relation("a", "b"), { ...relation("a", "b"), id: "again", type: "SUPPLIES" }];
    mergeSubgraph(graph, { nodes: [node("a"), node("b")], relations: twice });
    expect(graph.size).toBe(2);
  });
});

describe("the explorer", () => {
  test("shows the union of what is open", () => {
    const explorer = new Explorer();
    explorer.learn("a", first);
    explorer.learn("b", second);
    explorer.show(["a", "b"]);
    expect(explorer.graph.nodes().sort()).toEqual(["a", "b", "c", "d"]);
  });

  test("closing one keeps what another still shows", () => {
    const explorer = new Explorer();
    explorer.learn("a", first);
    explorer.learn("b", second);
    explorer.show(["a", "b"]);
    const { removed } = explorer.show(["a"]);
    expect(removed).toBe(1);
    expect(explorer.graph.nodes().sort()).toEqual(["a", "b", "c"]);
    expect(explorer.graph.edges().sort()).toEqual(["a-b", "a-c"]);
  });

  test("a node that comes back stands where it stood", () => {
    const explorer = new Explorer();
    explorer.learn("a", first);
    explorer.learn("b", second);
    explorer.show(["a", "b"]);
    explorer.graph.mergeNodeAttributes("d", { x: 42, y: -7 });
    explorer.show(["a"]);
    const { added } = explorer.show(["a", "b"]);
    expect(added.size).toBe(0);
    expect(explorer.graph.getNodeAttributes("d")).toMatchObject({ x: 42, y: -7 });
  });
});
