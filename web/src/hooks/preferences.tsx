import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useLayoutEffect,
  useMemo,
  useState,
} from "react";
import type { Theme } from "../core/appearance/color";
import type { Lang } from "../core/ontology/legend";
import { type Translate, translator } from "../locales";

interface Preferences {
  lang: Lang;
  theme: Theme;
  t: Translate;
  setLang: (lang: Lang) => void;
  setTheme: (theme: Theme) => void;
}

const PreferencesContext = createContext<Preferences | null>(null);

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Private windows refuse storage: the choice then lasts as long as the page.
  }
}

function firstTheme(): Theme {
  const chosen = stored("jiju.theme");
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [lang, setLangState] = useState<Lang>(() => (stored("jiju.lang") === "en" ? "en" : "zh"));
  const [theme, setThemeState] = useState<Theme>(firstTheme);
  // Before the first paint: a dark page must not begin light.
  useLayoutEffect(() => {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.documentElement.dataset.theme = theme;
  }, [lang, theme]);
  const setLang = useCallback((next: Lang) => {
    store("jiju.lang", next);
    setLangState(next);
  }, []);
  const setTheme = useCallback((next: Theme) => {
    store("jiju.theme", next);
    setThemeState(next);
  }, []);
  const value = useMemo(
    () => ({ lang, theme, t: translator(lang), setLang, setTheme }),
    [lang, theme, setLang, setTheme],
  );
  return <PreferencesContext value={value}>{children}</PreferencesContext>;
}

export function usePreferences(): Preferences {
  const value = useContext(PreferencesContext);
  if (!value) throw new Error("usePreferences outside PreferencesProvider");
  return value;
}
