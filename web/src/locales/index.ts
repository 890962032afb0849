import type { Lang } from "../core/ontology/legend";
import en from "./en.json";
import zh from "./zh.json";

export type MessageKey = keyof typeof zh;
export type Translate = (key: MessageKey, values?: Record<string, string | number>) => string;

const CATALOGUES: Record<Lang, Record<MessageKey, string>> = { zh, en };

export function translator(lang: Lang): Translate {
  const messages = CATALOGUES[lang];
  return (key, values = {}) =>
    messages[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
