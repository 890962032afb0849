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
  names: ReadonlyMap<number, string>;
  chosen: number | null;
  onChoose: (community: number | null) => void;
}

const MOST = 500;
const NO_EDGES: ReadonlySet<string> = new Set();

export function CommunityNetwork({ names, chosen, onChoose }: Props) {
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
    const focus = new Set(chosen === null ? [] : members.get(chosen));
    return {
      ...INKS[theme],
      nodeColor: (id) => colorOf(communityOf.get(id), theme),
      hidden: () => false,
      focus,
      strongEdges: NO_EDGES,
      selected: null,
      labels: chosen === null ? "groups" : "names",
      groups: () =>
        [...members].map(([community, ids]) => ({
          name: names.get(community) ?? "",
          color: communityColor(community, theme),
          ids,
          faded: chosen !== null && chosen !== community,
        })),
    };
  }, [network, names, chosen, theme]);
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

function colorOf(community: number | undefined, theme: "light" | "dark"): string {
  return community === undefined ? INKS[theme].fadedNode : communityColor(community, theme);
}
