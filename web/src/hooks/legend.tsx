import { createContext, type ReactNode, useContext } from "react";
import { readable } from "../core/appearance/color";
import type { Legend } from "../core/ontology/legend";
import { usePreferences } from "./preferences";

const LegendContext = createContext<Legend | null>(null);

export function LegendProvider({ legend, children }: { legend: Legend; children: ReactNode }) {
  return <LegendContext value={legend}>{children}</LegendContext>;
}

export function useLegend(): Legend {
  const legend = useContext(LegendContext);
  if (!legend) throw new Error("useLegend outside LegendProvider");
  return legend;
}

/** The type's colour as it can be seen in the present theme. */
export function useTypeColor(): (type: string) => string {
  const legend = useLegend();
  const { theme } = usePreferences();
  return (type) => readable(legend.color(type), theme);
}
