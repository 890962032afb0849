/** The network coloured by community, with hulls and the communities' names. */

import { useMemo, useState } from "react";
import { useLocation } from "wouter";
import { Empty, Failure, Waiting } from "../../components/State";
import { communityColor } from "../../core/appearance/color";
import { networkOf } from "../../core/clusters/network";
import type { Appearance, GraphView } from "../../core/drawing/GraphView";
import { INKS } from "../../core/drawing/ink";
import { CommunityNetworkDocument } from "../../generated/graphql";
import { usePreferences } from "../../hooks/preferences";
import { useQuery } from "../../hooks/useQuery";
import { entityPath } from "../../routes";
import { CanvasTools } from "../canvas/CanvasTools";
import { GraphCanvas } from "../canvas/GraphCanvas";
import styles from "./CommunityNetwork.module.css";

interface Props {
  /** Communities in the order that gives them their colours. */
  order: readonly string[];
  names: ReadonlyMap<string, string>;
  chosen: string | null;
  onChoose: (community: string | null) => void;
}

const MOST = 500;
const NO_EDGES: ReadonlySet<string> = new Set();

export function CommunityNetwork({ order, names, chosen, onChoose }: Props) {
  const { t, theme } = usePreferences();
  const [, go] = useLocation();
  const [view, setView] = useState<GraphView | null>(null);
  const { data, error, reload } = useQuery(CommunityNetworkDocument, { limit: MOST });
  const network = useMemo(
    () => data && networkOf(data.communityNetwork.nodes, data.communityNetwork.relations),
    [data],
  );
  const appearance = useMemo<Appearance | null>(() => {
    if (!network) return null;
    const { communityOf, members } = network;
    const all = [...new Set([...order, ...members.keys()])];
    const place = new Map(all.map((id, i) => [id, i]));
    const colorOf = (id: string | undefined) => communityColor(place.get(id ?? "") ?? 0, theme);
    const focus = new Set(chosen === null ? [] : members.get(chosen));
    return {
      ...INKS[theme],
      nodeColor: (id) => colorOf(communityOf.get(id)),
      hidden: () => false,
      focus,
      strongEdges: NO_EDGES,
      selected: null,
      quiet: true,
      labels: chosen === null ? "groups" : "names",
      groups: () =>
        [...members].map(([community, ids]) => ({
          name: names.get(community) ?? "",
          color: colorOf(community),
          ids,
          faded: chosen !== null && chosen !== community,
        })),
    };
  }, [network, order, names, chosen, theme]);
  if (error) return <Failure error={error} retry={reload} />;
  if (!network || !appearance)
    return (
      <div className={styles.pad}>
        <Waiting lines={8} />
      </div>
    );
  if (network.graph.order === 0) return <Empty title={t("clusters.none")} />;
  return (
    <div className={styles.stage}>
      <GraphCanvas
        graph={network.graph}
        appearance={appearance}
        label={t("clusters.network")}
        onNode={(id) => go(entityPath(id))}
        onGround={() => onChoose(null)}
        onView={setView}
      />
      <div className={styles.tools}>
        <CanvasTools view={view} name="jiju-clusters" />
      </div>
    </div>
  );
}
