import type { ReactNode } from "react";
import { Button } from "../../components/Button";
import type { GraphView } from "../../core/drawing/GraphView";
import { save } from "../../core/drawing/png";
import { usePreferences } from "../../hooks/preferences";
import styles from "./CanvasTools.module.css";

/** Zoom, fit, PNG, and what a page adds. */
export function CanvasTools({
  view,
  name,
  children,
}: {
  view: GraphView | null;
  name: string;
  children?: ReactNode;
}) {
  const { t } = usePreferences();
  const tool = (icon: "plus" | "minus" | "fit" | "download", label: string, action: () => void) => (
    <Button look="quiet" icon={icon} aria-label={label} title={label} disabled={!view} onClick={action} />
  );
  return (
    <div className={styles.tools} role="toolbar">
      {tool("plus", t("explore.zoomIn"), () => view?.zoom(0.7))}
      {tool("minus", t("explore.zoomOut"), () => view?.zoom(1.4))}
      {tool("fit", t("explore.fit"), () => view?.fit())}
      {children}
      {tool("download", t("explore.png"), () => void view?.png().then((blob) => save(blob, `${name}.png`)))}
    </div>
  );
}
