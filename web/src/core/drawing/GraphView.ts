/** The WebGL picture of a graph with our own label and hull layers. Knows no framework and no query. */

import Sigma from "sigma";
import { EdgeArrowProgram, EdgeLineProgram } from "sigma/rendering";
import { animateNodes } from "sigma/utils";
import type { Spot } from "../clusters/hull";
import type { EntityGraph } from "../graph/merge";
import type { Places } from "../layout/forceLayout";
import { drawEdgeNames, type EdgeName } from "./edgeNames";
import { frame, type Insets, NO_INSETS } from "./frame";
import { drawHullNames, drawHulls, type HullGroup } from "./hullLayer";
import { drawLabels, type LabelInk, type LabelItem } from "./labelLayer";
import { composePng } from "./png";

export interface Appearance {
  ink: LabelInk;
  edgeColor: string;
  edgeStrong: string;
  edgeQuiet: string;
  fadedNode: string;
  nodeColor: (id: string) => string;
  hidden: (id: string) => boolean;
  /** Nodes that stand out; empty means all are alike. */
  focus: ReadonlySet<string>;
  strongEdges: ReadonlySet<string>;
  selected: string | null;
  edgeLabel?: (id: string) => string;
  groups?: () => { name: string; color: string; ids: readonly string[]; faded: boolean }[];
  labels: "names" | "groups" | "both";
  /** Thin lines without arrows, for pictures of many relations. */
  quiet?: boolean;
}

export interface Handlers {
  onNode: (id: string) => void;
  onGround: () => void;
}

export class GraphView {
  private readonly sigma: Sigma;
  /** What lies over the picture at its edges, in pixels. */
  insets: Insets = NO_INSETS;
  private hovered: string | null = null;
  private stopAnimation: (() => void) | null = null;

  constructor(
    private readonly container: HTMLElement,
    private readonly graph: EntityGraph,
    private appearance: Appearance,
    handlers: Handlers,
  ) {
    this.sigma = new Sigma(graph as never, container, {
      allowInvalidContainer: true,
      renderLabels: false,
      renderEdgeLabels: false,
      defaultEdgeType: "arrow",
      edgeProgramClasses: { arrow: EdgeArrowProgram, line: EdgeLineProgram },
      minCameraRatio: 0.02,
      maxCameraRatio: 8,
      stagePadding: 48,
      zIndex: true,
      // Nodes shrink slower than the picture, so that a large graph is still one of dots.
      zoomToSizeRatioFunction: (ratio) => ratio ** 0.3,
      nodeReducer: (id, data) => this.node(id, data as never),
      edgeReducer: (id) => this.edge(id),
      defaultDrawNodeHover: () => undefined,
    });
    // Sigma's type of these options forgets beforeLayer, which its code and its documentation have.
    this.sigma.createCanvasContext("groups", { beforeLayer: "edges" } as object);
    this.sigma.createCanvasContext("names", { beforeLayer: "mouse" } as object);
    this.sigma.resize(true);
    this.sigma.on("afterRender", () => this.drawLayers());
    this.listen(handlers);
    this.sigma.refresh();
  }

  setAppearance(appearance: Appearance): void {
    this.appearance = appearance;
    this.sigma.refresh();
  }

  /** Moves nodes to new places; the camera and every other node stay. */
  moveTo(places: Places, milliseconds: number): Promise<void> {
    this.stopAnimation?.();
    const targets: Record<string, { x: number; y: number }> = {};
    places.ids.forEach((id, i) => {
      if (this.graph.hasNode(id)) targets[id] = { x: places.x[i] ?? 0, y: places.y[i] ?? 0 };
    });
    return new Promise((resolve) => {
      this.stopAnimation = animateNodes(this.graph as never, targets, { duration: milliseconds }, () =>
        resolve(),
      );
    });
  }

  /** Keeps the frame of the picture as it is while nodes come and go. */
  freezeFrame(): void {
    if (!this.sigma.getCustomBBox()) this.sigma.setCustomBBox(this.sigma.getBBox());
  }

  fit(): void {
    this.sigma.setCustomBBox(null);
    void this.frameAll();
  }

  /** Brings everything into the free part of the picture, by camera only: places stay as they are. */
  async frameAll(): Promise<void> {
    this.sigma.refresh();
    const points = this.graph
      .filterNodes((id) => !this.appearance.hidden(id))
      .flatMap((id) => this.sigma.getNodeDisplayData(id) ?? []);
    if (points.length === 0) return;
    const camera = this.sigma.getCamera();
    const state = frame(points, this.unitLength() * camera.ratio, this.sigma.getDimensions(), this.insets);
    await camera.animate(state, { duration: 350 });
  }

  /** How many pixels one unit of the framed graph has now. */
  private unitLength(): number {
    const [a, b] = [0, 1].map((x) => this.sigma.framedGraphToViewport({ x, y: 0 }));
    return a && b ? Math.hypot(b.x - a.x, b.y - a.y) : 1;
  }

  zoom(factor: number): void {
    const camera = this.sigma.getCamera();
    void camera.animate({ ratio: camera.ratio * factor }, { duration: 180 });
  }

  lookAt(id: string): void {
    const data = this.sigma.getNodeDisplayData(id);
    if (data) void this.sigma.getCamera().animate({ x: data.x, y: data.y }, { duration: 350 });
  }

  /** Where a node is on the page: for tests and for menus. */
  positionOf(id: string): { x: number; y: number } | null {
    if (!this.graph.hasNode(id)) return null;
    const { x, y } = this.sigma.graphToViewport(this.graph.getNodeAttributes(id));
    const frame = this.container.getBoundingClientRect();
    return { x: frame.left + x, y: frame.top + y };
  }

  places(): Record<string, { x: number; y: number }> {
    return Object.fromEntries(this.graph.mapNodes((id, { x, y }) => [id, { x, y }]));
  }

  png(): Promise<Blob> {
    this.sigma.refresh({ schedule: false });
    return composePng(this.sigma.getCanvases(), this.appearance.ink.ground);
  }

  stop(): void {
    this.stopAnimation?.();
    this.sigma.kill();
  }

  private node(id: string, data: { x: number; y: number; size: number; kind: string }) {
    const { focus, selected, fadedNode, hidden, nodeColor } = this.appearance;
    const faded = focus.size > 0 && !focus.has(id);
    return {
      ...data,
      type: "circle",
      label: null,
      hidden: hidden(id),
      color: faded ? fadedNode : nodeColor(id),
      zIndex: faded ? 0 : 1,
      size: id === selected ? data.size * 1.25 : data.size,
    };
  }

  private edge(id: string) {
    const { strongEdges, focus, edgeColor, edgeStrong, edgeQuiet, selected } = this.appearance;
    const [from, to] = this.graph.extremities(id);
    const atHand = this.atHand(selected).some((end) => end === from || end === to);
    const strong = strongEdges.has(id) || atHand;
    const faded = focus.size > 0 && !strong;
    const hidden =
      this.appearance.hidden(from) || this.appearance.hidden(to) || (faded && strongEdges.size > 0);
    const quiet = this.appearance.quiet && !strong;
    return {
      type: quiet ? "line" : "arrow",
      color: strong ? edgeStrong : quiet ? edgeQuiet : edgeColor,
      size: strong ? 2 : quiet ? 0.5 : 1.2,
      hidden,
      zIndex: strong ? 1 : 0,
    };
  }

  /** The nodes whose relations stand out. Where a path is marked, only the pointer adds to it. */
  private atHand(selected: string | null): string[] {
    const chosen = this.appearance.strongEdges.size > 0 ? null : selected;
    return [chosen, this.hovered].filter((id) => id !== null && this.graph.hasNode(id)) as string[];
  }

  private listen(handlers: Handlers): void {
    this.sigma.on("enterNode", ({ node }) => {
      this.hovered = node;
      this.container.style.cursor = "pointer";
      this.sigma.refresh({ skipIndexation: true });
    });
    this.sigma.on("leaveNode", () => {
      this.hovered = null;
      this.container.style.cursor = "";
      this.sigma.refresh({ skipIndexation: true });
    });
    this.sigma.on("clickStage", () => handlers.onGround());
    this.listenDrag(handlers);
  }

  /** A press that moves drags the node; one that does not is a click. */
  private listenDrag(handlers: Handlers): void {
    let held: string | null = null;
    let moved = false;
    this.sigma.on("downNode", ({ node }) => {
      held = node;
      moved = false;
      this.freezeFrame();
    });
    this.sigma.on("moveBody", ({ event, preventSigmaDefault }) => {
      if (held === null) return;
      moved = true;
      const place = this.sigma.viewportToGraph(event);
      this.graph.mergeNodeAttributes(held, { x: place.x, y: place.y });
      preventSigmaDefault();
      event.original.preventDefault();
    });
    this.sigma.on("clickNode", ({ node }) => {
      if (!moved) handlers.onNode(node);
    });
    const release = () => {
      held = null;
    };
    this.sigma.on("upNode", release);
    this.sigma.on("upStage", release);
  }

  private drawLayers(): void {
    const { width, height } = this.sigma.getDimensions();
    const canvases = this.sigma.getCanvases();
    const back = canvases.groups?.getContext("2d");
    const front = canvases.names?.getContext("2d");
    if (!back || !front) return;
    back.clearRect(0, 0, width, height);
    front.clearRect(0, 0, width, height);
    const groups = this.hulls();
    drawHulls(back, groups);
    if (this.appearance.labels !== "groups") {
      const taken = drawLabels(front, this.labelItems(), this.appearance.ink, { width, height });
      drawEdgeNames(front, this.edgeNames(), this.appearance, taken);
    }
    if (this.appearance.labels !== "names") drawHullNames(front, groups, this.appearance.ink);
  }

  private hulls(): HullGroup[] {
    const groups = this.appearance.groups?.() ?? [];
    return groups.map(({ ids, ...group }) => ({
      ...group,
      members: ids
        .filter((id) => this.graph.hasNode(id) && !this.appearance.hidden(id))
        .map((id) => this.place(id)),
    }));
  }

  private labelItems(): LabelItem[] {
    const { focus, selected, hidden } = this.appearance;
    const near = new Set(
      this.hovered && this.graph.hasNode(this.hovered) ? this.graph.neighbors(this.hovered) : [],
    );
    return this.graph
      .filterNodes((id) => !hidden(id))
      .map((id) => {
        const data = this.graph.getNodeAttributes(id);
        const { x, y } = this.sigma.graphToViewport(data);
        const strong = id === selected || id === this.hovered;
        const weight = data.size + (strong ? 1000 : 0) + (near.has(id) ? 200 : 0) + (focus.has(id) ? 100 : 0);
        const faded = focus.size > 0 && !focus.has(id) && !strong;
        return { text: data.name, x, y, radius: this.sigma.scaleSize(data.size), weight, strong, faded };
      });
  }

  /** What the relations of the node at hand and of the path are called, in the middle of their lines. */
  private edgeNames(): EdgeName[] {
    const label = this.appearance.edgeLabel;
    if (!label) return [];
    const centre = this.atHand(this.appearance.selected).pop();
    const near = centre ? this.graph.edges(centre) : [];
    const wanted = [...new Set([...this.appearance.strongEdges, ...near])].filter((id) =>
      this.graph.hasEdge(id),
    );
    return wanted.map((id) => {
      const [from, to] = this.graph.extremities(id).map((end) => this.place(end)) as [Spot, Spot];
      return { text: label(id), from, to };
    });
  }

  private place(id: string): Spot {
    const { x, y } = this.sigma.graphToViewport(this.graph.getNodeAttributes(id));
    return [x, y];
  }
}
