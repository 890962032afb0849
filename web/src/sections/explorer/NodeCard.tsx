/** The entity at hand: what can be done with it, and whom it touches in the picture. */

import { useMemo } from "react";
import { useLocation } from "wouter";
import { Button } from "../../components/Button";
import { TypeDot, TypeMark } from "../../components/TypeMark";
import type { EntityGraph } from "../../core/graph/merge";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import { entityPath } from "../../routes";
import styles from "./NodeCard.module.css";

interface Props {
  graph: EntityGraph;
  id: string;
  version: number;
  expanded: boolean;
  onExpand: () => void;
  onHide: () => void;
  onClose: () => void;
  onSelect: (id: string) => void;
  onEnd: (end: "from" | "to") => void;
}

export function NodeCard(props: Props) {
  const { graph, id, expanded } = props;
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const [, go] = useLocation();
  const { name, kind } = graph.getNodeAttributes(id);
  return (
    <aside className={styles.card} aria-label={name}>
      <header className={styles.head}>
        <TypeMark type={kind} size={40} />
        <div className={styles.words}>
          <h2 className={styles.name}>{name}</h2>
          <p className={styles.kind}>{legend.typeLabel(kind, lang)}</p>
        </div>
        <Button look="quiet" icon="close" aria-label={t("explore.close")} onClick={props.onClose} />
      </header>
      <div className={styles.actions}>
        <Button icon="plus" disabled={expanded} onClick={props.onExpand}>
          {expanded ? t("explore.expanded") : t("explore.expand")}
        </Button>
        <Button icon="external" onClick={() => go(entityPath(id))}>
          {t("explore.open")}
        </Button>
        <Button onClick={() => props.onEnd("from")}>{t("explore.pathFrom")}</Button>
        <Button onClick={() => props.onEnd("to")}>{t("explore.pathTo")}</Button>
        <Button look="quiet" icon="eyeOff" onClick={props.onHide}>
          {t("explore.hide")}
        </Button>
      </div>
      <Neighbours {...props} />
    </aside>
  );
}

interface Neighbour {
  key: string;
  id: string;
  name: string;
  kind: string;
}

function Neighbours({ graph, id, version, onSelect }: Props) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the graph changes in place; version says so
  const groups = useMemo(() => {
    const byLabel = new Map<string, Neighbour[]>();
    graph.forEachEdge(id, (key, attributes, from, to) => {
      const other = from === id ? to : from;
      const label = legend.relationLabel(attributes.kind, from === id ? "OUT" : "IN", lang);
      const { name, kind } = graph.getNodeAttributes(other);
      byLabel.set(label, [...(byLabel.get(label) ?? []), { key, id: other, name, kind }]);
    });
    return [...byLabel];
  }, [graph, id, version, lang, legend]);
  return (
    <div className={styles.neighbours}>
      <h3 className={styles.title}>{t("explore.neighbours")}</h3>
      {groups.map(([label, members]) => (
        <section key={label}>
          <p className={styles.label}>
            {label} <span className="numeric">{members.length}</span>
          </p>
          <ul>
            {members.map((one) => (
              <li key={one.key}>
                <button type="button" className={styles.neighbour} onClick={() => onSelect(one.id)}>
                  <TypeDot type={one.kind} />
                  <span>{one.name}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
