/** The ontology's colours, made readable on a light or a dark ground without losing their hue. */

export type Theme = "light" | "dark";
type Rgb = [number, number, number];

const GROUND: Record<Theme, string> = { light: "#fbfaf7", dark: "#14161a" };
const MINIMUM_CONTRAST = 2.4;

export function parseHex(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb;
}

function toHex(rgb: Rgb): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

export function mix(one: string, other: string, share: number): string {
  const [a, b] = [parseHex(one), parseHex(other)];
  return toHex(a.map((part, i) => part + ((b[i] ?? 0) - part) * share) as Rgb);
}

/** WCAG 2.2 relative luminance. */
export function luminance(hex: string): number {
  const [r, g, b] = parseHex(hex).map((part) => {
    const s = part / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** The colour moved towards ink or paper until it stands out from the ground. */
export function readable(color: string, theme: Theme, minimum = MINIMUM_CONTRAST): string {
  const towards = theme === "dark" ? "#ffffff" : "#000000";
  let shown = color;
  for (let share = 0; contrast(shown, GROUND[theme]) < minimum && share < 1; share += 0.06) {
    shown = mix(color, towards, share);
  }
  return shown;
}

/** Colours of communities: eighteen hues walked by the golden angle, then again lighter. */
export function communityColor(index: number, theme: Theme): string {
  const hue = (index * 137.508 + 205) % 360;
  const lightness = theme === "dark" ? 0.68 : 0.52;
  return hslToHex(hue, index % 3 === 2 ? 0.38 : 0.55, lightness + (Math.floor(index / 18) % 2) * 0.1);
}

export function hslToHex(hue: number, saturation: number, lightness: number): string {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const part = (n: number) => {
    const k = (n + hue / 30) % 12;
    return 255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return toHex([part(0), part(8), part(4)]);
}
