import { useMemo, useState } from "react";
import { Button } from "../components/Button";
import { Empty, Failure } from "../components/State";
import type { SubgraphPart } from "../core/graph/merge";
import { usePreferences } from "../hooks/preferences";
import { explorePath } from "../routes";
import { CanvasTools } from "../sections/canvas/CanvasTools";
import { GraphCanvas } from "../sections/canvas/GraphCanvas";
import { CentralEntities } from "../sections/central/CentralEntities";
import { GraphTable } from "../sections/explorer/GraphTable";
import { NodeCard } from "../sections/explorer/NodeCard";
import { type Ends, PathFinder } from "../sections/explorer/PathFinder";
import { TypeLegend } from "../sections/explorer/TypeLegend";
import { useAppearance } from "../sections/explorer/useAppearance";
import { MOST_NEIGHBOURS, useExplorer } from "../sections/explorer/useExplorer";
import { SearchBox } from "../sections/search/SearchBox";
import styles from "./ExplorerPage.module.css";

/** What the panels cover of the picture, and the room that labels need on the right. */
const INSETS = { left: 310, right: 130, top: 40, bottom: 80 };
const CARD = 340;
const NONE: ReadonlySet<string> = new Set();

export default function ExplorerPage() {
  const { t } = usePreferences();
  const state = useExplorer();
  const { explorer, version, open, expand, view } = state;
  const { graph } = explorer;
  const [chosen, setSelected] = useState<string | null>(null);
  const [hiddenTypes, setHiddenTypes] = useState(NONE);
  const [hiddenNodes, setHiddenNodes] = useState(NONE);
  const [ends, setEnds] = useState<Ends>({ from: null, to: null });
  const [path, setPath] = useState<SubgraphPart | null>(null);
  const [asTable, setAsTable] = useState(false);

  const selected = chosen !== null && graph.hasNode(chosen) ? chosen : null;
  const pathNodes = useMemo(() => new Set(path?.nodes.map((node) => node.id)), [path]);
  const pathRelations = useMemo(() => new Set(path?.relations.map((relation) => relation.id)), [path]);
  const appearance = useAppearance(
    graph,
    { selected, hiddenTypes, hiddenNodes, pathNodes, pathRelations },
    version,
  );
  const showPath = (next: SubgraphPart | null) => {
    setPath(next);
    state.showPath(next);
  };
  if (view) view.insets = { ...INSETS, right: INSETS.right + (selected ? CARD : 0) };
  // The counts are those of the graph as it is at this version.
  const counts = explorer.countsByType();

  return (
    <div className={styles.stage} data-nodes={graph.order} data-settled={state.settled}>
      <h1 className="sr-only">{t("explore.title")}</h1>
      {asTable ? (
        <GraphTable
          graph={graph}
          version={version}
          hidden={appearance.hidden}
          open={open}
          onExpand={expand}
        />
      ) : (
        <GraphCanvas
          graph={graph}
          appearance={appearance}
          label={t("explore.canvas")}
          onView={state.onView}
          onGround={() => setSelected(null)}
          onNode={(id) => {
            setSelected(id);
            expand(id);
          }}
        />
      )}
      <div className={styles.side}>
        <SearchBox placeholder={t("explore.add")} onPick={(entity) => expand(entity.id)} />
        {graph.order > 0 && (
          <div className={styles.box}>
            <TypeLegend counts={counts} hidden={hiddenTypes} onHidden={setHiddenTypes} />
            <PathFinder
              ends={ends}
              onPath={showPath}
              onClear={() => {
                setEnds({ from: null, to: null });
                showPath(null);
              }}
            />
          </div>
        )}
      </div>
      {open.length === 0 && <Begin />}
      {state.error && (
        <div className={styles.notice}>
          <Failure error={state.error} />
        </div>
      )}
      <div className={styles.foot}>
        <CanvasTools view={asTable ? null : view} name="jiju">
          <Button
            look="quiet"
            icon="shuffle"
            title={t("explore.relayout")}
            aria-label={t("explore.relayout")}
            disabled={asTable}
            onClick={state.relayout}
          />
          <Button
            look="quiet"
            icon={asTable ? "graph" : "table"}
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? t("explore.graph") : t("explore.table")}
          </Button>
          {open.length > 0 && (
            <Button look="quiet" onClick={state.clear}>
              {t("explore.clear")}
            </Button>
          )}
        </CanvasTools>
        <p className={styles.figures} role="status" title={t("explore.hint")}>
          {state.loading
            ? t("state.loading")
            : graph.order > 0 &&
              `${t("explore.nodes", { n: graph.order })} · ${t("explore.edges", { n: graph.size })}`}
        </p>
        {state.truncated && (
          <p className={styles.figures}>{t("explore.truncated", { n: MOST_NEIGHBOURS })}</p>
        )}
      </div>
      {selected && !asTable && (
        <div className={styles.card}>
          <NodeCard
            graph={graph}
            id={selected}
            version={version}
            expanded={open.includes(selected)}
            onExpand={() => expand(selected)}
            onHide={() => {
              setHiddenNodes(new Set([...hiddenNodes, selected]));
              setSelected(null);
            }}
            onClose={() => setSelected(null)}
            onSelect={(id) => {
              setSelected(id);
              view?.lookAt(id);
            }}
            onEnd={(end) =>
              setEnds({ ...ends, [end]: { id: selected, name: graph.getNodeAttribute(selected, "name") } })
            }
          />
        </div>
      )}
    </div>
  );
}

function Begin() {
  const { t } = usePreferences();
  return (
    <div className={styles.begin}>
      <Empty title={t("explore.emptyTitle")}>{t("explore.emptyText")}</Empty>
      <CentralEntities first={8} href={(id) => explorePath([id])} />
    </div>
  );
}
