/** Every page in both themes, as axe-core judges it; and GraphiQL with the key of the tab. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, ElementContext, RunOptions } from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser, openPage, serverUrl, type Watch } from "./browser";
import { connectedEnterprise, type Named, richestDocument } from "./questions";

const PATIENCE = { timeout: 20_000 };
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** What WCAG 2.2 AA asks for and axe calls less than serious is told, not refused. */
const REFUSED = ["serious", "critical"];

let browser: Browser;
let context: BrowserContext;
let page: Page;
let watch: Watch;
let enterprise: Named;
let document: Named;

beforeAll(async () => {
  [enterprise, document] = await Promise.all([connectedEnterprise(), richestDocument()]);
  browser = await openBrowser();
  ({ page, context, watch } = await openPage(browser));
});

afterAll(async () => {
  await context?.close();
  await browser?.close();
});

function key(): string {
  const told = process.env.JIJU_KEY;
  if (!told) throw new Error("JIJU_KEY must be a reviewer's key: jiju keys add NAME --role reviewer");
  return told;
}

interface Look {
  name: string;
  path: () => string;
  /** What is there when the page has its data. */
  ready: string;
  keyed?: boolean;
}

const CANVAS = '[data-testid="canvas"] canvas';
const LOOKS: Look[] = [
  { name: "start", path: () => "/", ready: 'a[href^="/browse/"]' },
  {
    name: "entity",
    path: () => `/entity/${encodeURIComponent(enterprise.id)}`,
    ready: "button[data-relation]",
  },
  { name: "browse", path: () => "/browse/Enterprise", ready: 'main a[href^="/entity/"]' },
  { name: "explorer", path: () => `/explore?open=${encodeURIComponent(enterprise.id)}`, ready: CANVAS },
  { name: "explorer, empty", path: () => "/explore", ready: 'main a[href^="/explore?open="]' },
  { name: "clusters", path: () => "/clusters", ready: CANVAS },
  { name: "chains", path: () => "/chains", ready: '[data-testid="lead"]' },
  { name: "targets", path: () => "/targets", ready: '[data-testid="target"]' },
  { name: "projects, without a key", path: () => "/projects", ready: '[data-testid="board"] li' },
  { name: "projects", path: () => "/projects", ready: "[data-stage] li button", keyed: true },
  { name: "document", path: () => `/document/${encodeURIComponent(document.id)}`, ready: "[data-facts]" },
  { name: "import, without a key", path: () => "/import", ready: "main h1" },
  { name: "import", path: () => "/import", ready: 'main input[type="file"]', keyed: true },
  { name: "review", path: () => "/review", ready: '[data-testid="fact"]', keyed: true },
  { name: "no such page", path: () => "/nowhere", ready: "main a" },
];

/** Opens a page as a returning visitor who chose the light theme, with or without a key. */
async function open(look: Look): Promise<void> {
  await page.goto(`${serverUrl()}/mark.svg`);
  await page.evaluate(
    (key) => {
      localStorage.setItem("jiju.theme", "light");
      sessionStorage.setItem("jiju.key", key);
    },
    look.keyed ? key() : "",
  );
  await page.goto(`${serverUrl()}${look.path()}`);
  await page
    .locator(look.ready)
    .first()
    .waitFor({ state: "attached", ...PATIENCE });
  await page.waitForLoadState("networkidle");
}

/** What axe finds that a person would stumble over: the rule, the element, and why. */
async function findings(): Promise<string[]> {
  // By the debugger, not by a script element, which the page's own policy forbids.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (tags) =>
      (window as never as { axe: { run(on: ElementContext, how: RunOptions): Promise<AxeResults> } }).axe.run(
        window.document,
        { runOnly: { type: "tag", values: tags } },
      ),
    RULES,
  );
  return violations
    .filter(({ impact }) => REFUSED.includes(impact ?? ""))
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)}\n${node.failureSummary}`),
    );
}

describe("axe finds nothing serious, in the light and in the dark, on", () => {
  test.each(LOOKS)("$name", async (look) => {
    await open(look);
    expect(await page.getAttribute("html", "data-theme")).toBe("light");
    expect(await findings()).toEqual([]);
    await page.getByTestId("theme").click();
    expect(await page.getAttribute("html", "data-theme")).toBe("dark");
    expect(await findings()).toEqual([]);
  });
});

test("axe finds nothing serious in the dialog that moves a project", async () => {
  await page.goto(`${serverUrl()}/mark.svg`);
  await page.evaluate((told) => sessionStorage.setItem("jiju.key", told), key());
  await page.goto(`${serverUrl()}/projects`);
  await page.locator("[data-stage] li button").first().click(PATIENCE);
  await page.getByRole("dialog").waitFor(PATIENCE);
  expect(await findings()).toEqual([]);
});

test("a page begins in the theme that was chosen", async () => {
  await page.evaluate(() => localStorage.setItem("jiju.theme", "dark"));
  await page.goto(`${serverUrl()}/nowhere`);
  await page.locator("main a").first().waitFor(PATIENCE);
  expect(await page.getAttribute("html", "data-theme")).toBe("dark");
});

test("axe would tell: a button with no name is found", async () => {
  await page.evaluate(() => window.document.body.append(window.document.createElement("button")));
  expect((await findings()).join()).toContain("button-name");
});

test("GraphiQL asks with the key of the tab", async () => {
  await page.goto(`${serverUrl()}/mark.svg`);
  await page.evaluate((told) => sessionStorage.setItem("jiju.key", told), key());
  await page.goto(`${serverUrl()}/graphiql/`);
  const editor = page.locator(".graphiql-query-editor .CodeMirror-code");
  await editor.getByText("totalCount").waitFor(PATIENCE);
  await page.waitForLoadState("networkidle");
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText("{ me { role } }");
  await page.getByRole("button", { name: /Execute query/ }).click(PATIENCE);
  await page.locator(".graphiql-response").getByText("reviewer").waitFor(PATIENCE);
});

test("nothing left this machine and the console is clean", () => {
  expect(watch.outside).toEqual([]);
  expect(watch.errors.filter((text) => !text.includes("404"))).toEqual([]);
});
