/** Values as a reader in China or abroad expects them: 1.2亿元, CN¥120 million, 65%, 2017年. */

import type { Lang, Legend, PropertyInfo } from "./legend";

export interface MoneyValue {
  yuan: string | number | null;
  currency?: string;
  words?: string;
}

export interface PartialDateValue {
  day: string;
  precision: string;
}

export interface PointValue {
  longitude: number;
  latitude: number;
}

export function formatValue(property: PropertyInfo, value: unknown, lang: Lang, legend: Legend): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) {
    return value.map((item) => formatValue(property, item, lang, legend)).join(lang === "zh" ? "、" : ", ");
  }
  switch (property.kind) {
    case "money":
      return formatMoney(value as MoneyValue | number | string, lang);
    case "share":
      return `${trim(Number(value) * 100)}%`;
    case "enum":
      return legend.codeLabel(property.codelist ?? "", String(value), lang);
    case "boolean":
      return value ? (lang === "zh" ? "是" : "yes") : lang === "zh" ? "否" : "no";
    case "date":
      return typeof value === "object" ? formatPartial(value as PartialDateValue, lang) : String(value);
    case "reduced_date":
      return formatReduced(String(value), lang);
    case "point":
      return formatPoint(value as PointValue);
    case "integer":
    case "number":
      return withUnit(formatNumber(Number(value), /year$/i.test(property.field) ? "" : lang), property.unit);
    default:
      return typeof value === "object" ? JSON.stringify(value) : String(value);
  }
}

export function formatMoney(value: MoneyValue | number | string, lang: Lang): string {
  const money = typeof value === "object" ? value : { yuan: value };
  if (money.yuan === null || money.yuan === undefined) return money.words ?? "";
  const amount = Number(money.yuan);
  const foreign = money.currency && money.currency !== "CNY" ? money.currency : "";
  if (lang === "en") return `${foreign || "CN¥"}${foreign ? " " : ""}${scaled(amount, EN_SCALE, " ")}`;
  return `${scaled(amount, ZH_SCALE, "")}${foreign || "元"}`;
}

const ZH_SCALE: [number, string][] = [
  [1e8, "亿"],
  [1e4, "万"],
];
const EN_SCALE: [number, string][] = [
  [1e9, "billion"],
  [1e6, "million"],
];

function scaled(amount: number, scale: [number, string][], gap: string): string {
  const step = scale.find(([size]) => Math.abs(amount) >= size);
  if (!step) return formatNumber(amount, "zh");
  return `${formatNumber(amount / step[0], "zh")}${gap}${step[1]}`;
}

export function formatNumber(value: number, lang: Lang | ""): string {
  if (lang === "") return String(value);
  return value.toLocaleString(lang === "zh" ? "zh-CN" : "en-US", { maximumFractionDigits: 2 });
}

function trim(value: number): string {
  return String(Number(value.toFixed(2)));
}

function withUnit(text: string, unit: string | null | undefined): string {
  return unit ? `${text} ${unit}` : text;
}

const SHOWN_OF_DAY: Record<string, number> = { year: 4, month: 7 };

export function formatPartial(value: PartialDateValue, lang: Lang): string {
  return formatReduced(value.day.slice(0, SHOWN_OF_DAY[value.precision] ?? 10), lang);
}

/** ISO 8601 with reduced precision: 2017 or 2017-06. */
function formatReduced(value: string, lang: Lang): string {
  const [year, month, day] = value.split("-");
  if (lang === "en" || day) return value;
  return month ? `${year}年${Number(month)}月` : `${year}年`;
}

function formatPoint(point: PointValue): string {
  const east = `${Math.abs(point.longitude).toFixed(4)}° ${point.longitude < 0 ? "W" : "E"}`;
  return `${east}, ${Math.abs(point.latitude).toFixed(4)}° ${point.latitude < 0 ? "S" : "N"}`;
}
