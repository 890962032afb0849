/** The same graph as tables: everything the picture shows, for keyboard and screen reader. */

import { Button } from "../../components/Button";
import { EntityLink } from "../../components/EntityLink";
import type { EntityGraph } from "../../core/graph/merge";
import { useLegend } from "../../hooks/legend";
import { usePreferences } from "../../hooks/preferences";
import styles from "./GraphTable.module.css";

interface Props {
  graph: EntityGraph;
  version: number;
  hidden: (id: string) => boolean;
  open: readonly string[];
  onExpand: (id: string) => void;
}

export function GraphTable(props: Props) {
  return (
    <div className={styles.tables} data-version={props.version}>
      <NodeTable {...props} />
      <RelationTable {...props} />
    </div>
  );
}

function NodeTable({ graph, hidden, open, onExpand }: Props) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const rows = graph.mapNodes((id, data) => ({ id, ...data })).filter(({ id }) => !hidden(id));
  return (
    <table className={styles.table}>
      <caption>{t("explore.nodes", { n: rows.length })}</caption>
      <thead>
        <tr>
          <th scope="col">{t("relation.name")}</th>
          <th scope="col">{t("relation.type")}</th>
          <th scope="col">{t("explore.degree")}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows
          .sort((a, b) => b.degree - a.degree)
          .map(({ id, name, kind, degree }) => (
            <tr key={id}>
              <td>
                <EntityLink entity={{ id, name, type: kind }} />
              </td>
              <td>{legend.typeLabel(kind, lang)}</td>
              <td className="numeric">{degree}</td>
              <td>
                <Button look="quiet" disabled={open.includes(id)} onClick={() => onExpand(id)}>
                  {open.includes(id) ? t("explore.expanded") : t("explore.expand")}
                </Button>
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function RelationTable({ graph, hidden }: Props) {
  const { t, lang } = usePreferences();
  const legend = useLegend();
  const rows = graph
    .mapEdges((id, { kind }, from, to) => ({ id, kind, from, to }))
    .filter(({ from, to }) => !hidden(from) && !hidden(to));
  const name = (id: string) => graph.getNodeAttribute(id, "name");
  return (
    <table className={styles.table}>
      <caption>{t("explore.edges", { n: rows.length })}</caption>
      <thead>
        <tr>
          <th scope="col">{t("explore.from")}</th>
          <th scope="col">{t("explore.relation")}</th>
          <th scope="col">{t("explore.to")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, kind, from, to }) => (
          <tr key={id}>
            <td>{name(from)}</td>
            <td>{legend.relationLabel(kind, "OUT", lang)}</td>
            <td>{name(to)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
