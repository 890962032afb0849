/** A real Chromium on a real server: what every story needs. */

import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const PROGRAMS = [
  process.env.JIJU_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const FLAGS = [
  "--no-sandbox",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--force-color-profile=srgb",
];

export function serverUrl(): string {
  const url = process.env.JIJU_URL;
  if (!url) throw new Error("JIJU_URL must name a running server, as in JIJU_URL=http://127.0.0.1:8000");
  return url.replace(/\/$/, "");
}

export async function openBrowser(): Promise<Browser> {
  const program = PROGRAMS.find((path) => path && existsSync(path));
  if (!program) throw new Error("no Chromium found: install the package chromium, or set JIJU_CHROMIUM");
  return chromium.launch({ executablePath: program, headless: true, args: FLAGS });
}

/** What a page did that it must not do. */
export interface Watch {
  outside: string[];
  errors: string[];
}

export async function openPage(
  browser: Browser,
): Promise<{ page: Page; context: BrowserContext; watch: Watch }> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: "zh-CN",
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const watch: Watch = { outside: [], errors: [] };
  const own = new URL(serverUrl()).host;
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (!["data:", "blob:"].includes(protocol) && host !== own) watch.outside.push(request.url());
  });
  page.on("console", (message) => {
    if (message.type() === "error") watch.errors.push(message.text());
  });
  page.on("pageerror", (error) => watch.errors.push(String(error)));
  return { page, context, watch };
}
