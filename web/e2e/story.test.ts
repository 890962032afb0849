/** One walk through the product, as a person in a county's bureau would take it. */

import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, openPage, serverUrl, type Watch } from "./browser";
import { connectedEnterprise, type Named, richestDocument } from "./questions";

// `npm run screens` takes those of the documentation anew; a test run leaves the tree as it was.
const SCREENS = process.env.JIJU_SCREENS ?? join(import.meta.dirname, "../test-results/screens");
const PATIENCE = { timeout: 20_000 };

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

async function picture(name: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(SCREENS, `${name}.png`), animations: "disabled" });
}

/** Until nothing moves any more: where a node is drawn is then where it can be clicked. */
async function settled(): Promise<void> {
  await page.locator('[data-settled="true"]').waitFor(PATIENCE);
  await page.waitForTimeout(150);
}

async function nodesDrawn(): Promise<number> {
  return Number(await page.locator("[data-nodes]").getAttribute("data-nodes"));
}

test("the start page tells what the region has", async () => {
  await page.goto(`${serverUrl()}/`);
  await page.getByRole("combobox", { name: "检索图谱" }).waitFor(PATIENCE);
  await page.getByRole("link", { name: /^企业\s*\d+/ }).waitFor(PATIENCE);
  expect(await page.getAttribute("html", "lang")).toBe("zh-CN");
  await picture("start");
});

test("typing part of a Chinese name finds the enterprise, by keyboard alone", async () => {
  const box = page.getByRole("combobox", { name: "检索图谱" });
  await box.fill(enterprise.name.slice(0, Math.min(enterprise.name.length, 7)));
  await page.getByRole("option").first().waitFor(PATIENCE);
  await page.getByRole("group", { name: "企业" }).waitFor(PATIENCE);
  await box.fill(enterprise.name);
  await page.getByRole("option", { name: enterprise.name }).first().waitFor(PATIENCE);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: enterprise.name }).waitFor(PATIENCE);
});

test("the entity page has facts, relations and where they come from", async () => {
  const relations = page.locator("button[data-relation]");
  await relations.first().waitFor(PATIENCE);
  expect(await relations.count()).toBeGreaterThan(1);
  await page.locator("dl dt").first().waitFor(PATIENCE);
  const source = page.getByRole("button", { name: "出处" }).first();
  await source.waitFor(PATIENCE);
  await source.click();
  await page
    .locator("article")
    .getByText(/第 \d+ 行|第 \d+–\d+ 字/)
    .first()
    .waitFor(PATIENCE);
  await picture("entity");
  await source.click();
});

test("the explorer opens on it, a click expands, and what was there stays where it was", async () => {
  await page.getByRole("button", { name: "在图中展开" }).click();
  await page
    .locator('[data-testid="canvas"] canvas')
    .first()
    .waitFor({ state: "attached", ...PATIENCE });
  await expect.poll(nodesDrawn, PATIENCE).toBeGreaterThan(2);
  await settled();
  const before = await nodesDrawn();
  const places = await placesOf();
  const id = await neighbourToOpen();
  const at = await page.evaluate(spotOf, id);
  if (!at) throw new Error("the neighbour is not drawn");
  await page.mouse.click(at.x, at.y);
  await expect.poll(nodesDrawn, PATIENCE).toBeGreaterThan(before);
  await settled();
  const after = await placesOf();
  for (const [node, place] of Object.entries(places)) expect(after[node]).toEqual(place);
  await page.getByRole("button", { name: "已展开" }).waitFor(PATIENCE);
  await picture("explorer");
});

test("the shortest path between two entities is found and marked", async () => {
  await page.getByRole("button", { name: "设为路径终点" }).click();
  await settled();
  const first = await page.evaluate(spotOf, enterprise.id);
  if (!first) throw new Error("the enterprise is not drawn");
  await page.mouse.click(first.x, first.y);
  await page.getByRole("button", { name: "设为路径起点" }).click();
  await page.getByRole("button", { name: "查找最短路径" }).click();
  await page.getByText(/相隔 \d+ 步/).waitFor(PATIENCE);
  await page.getByRole("button", { name: "清除路径" }).click();
});

test("the picture can be taken home as PNG", async () => {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "导出 PNG" }).click();
  expect((await download).suggestedFilename()).toBe("jiju.png");
});

test("the same graph can be read as a table", async () => {
  await page.getByRole("button", { name: "表格" }).click();
  const rows = page.locator("table").first().locator("tbody tr");
  expect(await rows.count()).toBe(await nodesDrawn());
  await page.getByRole("button", { name: "图", exact: true }).click();
});

test("a document shows its facts in its text, and a fact leads to its words", async () => {
  await page.goto(`${serverUrl()}/document/${encodeURIComponent(document.id)}`);
  await page.locator("[data-facts]").first().waitFor(PATIENCE);
  expect(await page.locator("[data-facts]").count()).toBeGreaterThan(5);
  const fact = page.locator("ol > li button").nth(6);
  await fact.click();
  await page.waitForTimeout(400);
  const chosen = page.locator('[data-facts][class*="chosen"]').first();
  await chosen.waitFor(PATIENCE);
  const box = await chosen.boundingBox();
  expect(box && box.y > 0 && box.y < 900).toBe(true);
  await picture("document");
});

test("the clusters page shows communities, quotients and key nodes", async () => {
  await page.getByRole("link", { name: "产业集群" }).first().click();
  await page
    .locator('[data-testid="canvas"] canvas')
    .first()
    .waitFor({ state: "attached", ...PATIENCE });
  await page.getByRole("heading", { name: "群落", exact: true }).waitFor(PATIENCE);
  await page
    .getByText(/\d+ 个成员/)
    .first()
    .waitFor(PATIENCE);
  await picture("clusters");
});

test("the language and the theme can be switched", async () => {
  await page.getByTestId("language").click();
  await page.getByRole("heading", { level: 1, name: "Clusters" }).waitFor(PATIENCE);
  expect(await page.getAttribute("html", "lang")).toBe("en");
  await page.getByTestId("theme").click();
  expect(await page.getAttribute("html", "data-theme")).toBe("dark");
  await page.getByTestId("theme").click();
  await page.getByTestId("language").click();
});

test("GraphiQL answers an example from our own files", async () => {
  await page.goto(`${serverUrl()}/graphiql/`);
  // The button is there before the editor that it reads, and before the schema that the editor waits for.
  await page.locator(".graphiql-query-editor .CodeMirror-code").getByText("totalCount").waitFor(PATIENCE);
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: /Execute query/ }).click(PATIENCE);
  await page.locator(".graphiql-response").getByText("totalCount").first().waitFor(PATIENCE);
});

test("nothing left this machine and the console is clean", () => {
  expect(watch.outside).toEqual([]);
  expect(watch.errors).toEqual([]);
});

type Place = { x: number; y: number };

/** Places in the graph itself: the camera may move, they may not. */
function placesOf(): Promise<Record<string, Place>> {
  return page.evaluate(() => {
    const canvas = window.document.querySelector('[data-testid="canvas"]') as never as {
      graphView: GraphViewSeen;
    };
    return canvas.graphView.places();
  });
}

interface GraphViewSeen {
  places(): Record<string, Place>;
  positionOf(id: string): Place | null;
}

function spotOf(id: string): Place | null {
  const canvas = window.document.querySelector('[data-testid="canvas"]') as never as {
    graphView: GraphViewSeen;
  };
  return canvas.graphView.positionOf(id);
}

/** A neighbour whose own neighbourhood is larger than what is drawn. */
async function neighbourToOpen(): Promise<string> {
  const drawn = Object.keys(await placesOf()).filter((id) => id !== enterprise.id);
  const { ask } = await import("./questions");
  const { nodes } = await ask<{ nodes: { id: string; relationCounts: { count: number }[] }[] }>(
    "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Entity { relationCounts { count } } } }",
    { ids: drawn.slice(0, 60) },
  );
  const total = (one: (typeof nodes)[number]) =>
    one.relationCounts.reduce((sum, { count }) => sum + count, 0);
  const fitting = nodes
    .filter((one) => total(one) >= 5 && total(one) <= 40)
    .sort((a, b) => total(b) - total(a));
  const best = fitting[0] ?? [...nodes].sort((a, b) => total(b) - total(a))[0];
  if (!best) throw new Error("nothing to open");
  return best.id;
}
