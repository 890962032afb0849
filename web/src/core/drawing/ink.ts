/** The theme's colours as canvas drawing needs them. */

import type { Theme } from "../appearance/color";

export interface Inks {
  ink: { ink: string; ground: string; font: string };
  edgeColor: string;
  edgeStrong: string;
  edgeQuiet: string;
  fadedNode: string;
}

const FONT =
  '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif';

export const INKS: Record<Theme, Inks> = {
  light: {
    ink: { ink: "#1c1e22", ground: "#fbfaf7", font: FONT },
    edgeColor: "#d5d1c7",
    edgeStrong: "#6b6f76",
    edgeQuiet: "#e8e4db",
    fadedNode: "#dfdcd4",
  },
  dark: {
    ink: { ink: "#eceae4", ground: "#14161a", font: FONT },
    edgeColor: "#363b44",
    edgeStrong: "#a6abb4",
    edgeQuiet: "#282c33",
    fadedNode: "#30353d",
  },
};
