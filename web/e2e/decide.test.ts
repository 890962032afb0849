/** Four decisions as people take them: whom to court, whether a promise is kept, which place is strong, what moves on. */

import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, openPage, serverUrl, type Watch } from "./browser";
import { ask } from "./questions";

const SCREENS = process.env.JIJU_SCREENS ?? join(import.meta.dirname, "../test-results/screens");
const PATIENCE = { timeout: 20_000 };
const BUILDING = { timeout: 60_000 };

let browser: Browser;
let context: BrowserContext;
let page: Page;
let watch: Watch;

beforeAll(async () => {
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

async function picture(name: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(SCREENS, `${name}.png`), animations: "disabled" });
}

test("fill a chain gap: the missing segment in red, a lead with reasons, and who can introduce us", async () => {
  await page.goto(`${serverUrl()}/`);
  await page.getByRole("link", { name: "产业链", exact: true }).first().click();
  const gap = page.getByTestId("chain").locator('button[data-gaps~="MISSING"]').first();
  await gap.waitFor(PATIENCE);
  const name = (await gap.innerText()).split("\n")[0] ?? "";
  await gap.focus();
  await page.keyboard.press("Enter");
  const segment = page.getByTestId("segment");
  await segment.getByRole("heading", { name }).waitFor(PATIENCE);
  await segment.getByText("别处有，本地一家也没有。").waitFor(PATIENCE);
  const leads = segment.getByTestId("lead");
  await leads.first().waitFor(PATIENCE);
  expect(await leads.first().getByText("联系").count()).toBe(1);
  const lead = await leads.first().getByRole("link").first().innerText();
  await leads.first().getByRole("button", { name: "谁能引荐" }).click();
  const path = leads.first().getByTestId("introduction");
  await path.waitFor(PATIENCE);
  const steps = path.getByRole("listitem");
  expect(await steps.count()).toBeGreaterThan(1);
  expect(await steps.last().innerText()).toContain(lead);
  await picture("chains");
});

test("check a target: what counts toward it, and its sentence in the policy", async () => {
  await page.getByRole("link", { name: "目标", exact: true }).first().click();
  const ledger = page.getByTestId("ledger");
  await ledger.waitFor(PATIENCE);
  await page.getByRole("button", { name: /^落后/ }).click();
  const target = ledger.locator("tbody button").first();
  const metric = await target.innerText();
  await target.click();
  const card = page.getByTestId("target");
  await card.getByRole("heading", { name: metric }).waitFor(PATIENCE);
  await card.getByText(/计入的 \d+ 项/).waitFor(PATIENCE);
  const sentence = await card.locator("blockquote").first().innerText();
  await picture("targets");
  await card.getByRole("link", { name: "在文件中阅读" }).click();
  const words = page.locator('[data-facts][class*="chosen"]').first();
  await words.waitFor(PATIENCE);
  expect(sentence).toContain((await words.innerText()).slice(0, 4));
  const box = await words.boundingBox();
  expect(box && box.y > 0 && box.y < 900).toBe(true);
});

test("compare the clusters of two places, and see who is in the stronger one", async () => {
  await page.getByRole("link", { name: "产业集群", exact: true }).first().click();
  const compare = page.getByTestId("compare");
  await compare.waitFor(PATIENCE);
  const other = compare.getByLabel("另一地");
  const names = await other.locator("option").allInnerTexts();
  const chosen = names.at(-1) ?? "";
  await other.selectOption({ label: chosen });
  await compare.getByRole("columnheader", { name: chosen }).waitFor(PATIENCE);
  await compare.getByRole("row", { name: /优势行业数/ }).waitFor(PATIENCE);
  const region = page.getByTestId("map").locator("[data-region]").first();
  const picked = (await region.getAttribute("data-region")) ?? "";
  await region.click();
  await expect.poll(() => other.inputValue(), PATIENCE).toBe(picked);
  const cell = page.locator("table button[title]").first();
  const told = (await cell.getAttribute("title")) ?? "";
  await cell.click();
  const members = page.getByTestId("cluster").getByRole("listitem");
  await members.first().waitFor(PATIENCE);
  const count = Number(/（(\d+) 家）/.exec(told)?.[1]);
  expect(await members.count()).toBe(Math.min(count, 8));
  await compare.scrollIntoViewIfNeeded();
  await picture("compare");
});

test("move a project: by drag, then by keyboard, and it stands there for everybody", async () => {
  await page.evaluate((told) => sessionStorage.setItem("jiju.key", told), key());
  await page.goto(`${serverUrl()}/projects`);
  const column = (stage: string) => page.locator(`[data-stage="${stage}"]`);
  const card = column("LEAD").locator("[data-project]").first();
  await card.waitFor(PATIENCE);
  const id = (await card.getAttribute("data-project")) ?? "";
  await picture("projects");
  await card.dragTo(column("NEGOTIATION"), { targetPosition: { x: 60, y: 12 } });
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("依据").fill("现场核实");
  await dialog.getByRole("button", { name: "确认推进" }).click();
  const moved = column("NEGOTIATION").locator(`[data-project="${id}"]`);
  await moved.waitFor(BUILDING);

  await moved.getByRole("button", { name: /推进/ }).focus();
  await page.keyboard.press("Enter");
  expect(await dialog.getByLabel("签约").isChecked()).toBe(true);
  await dialog.getByLabel("日期").fill("2024-05-20");
  await picture("projects-move");
  await page.keyboard.press("Enter");
  await moved.waitFor({ state: "detached", ...BUILDING });
  const { project } = await ask<{ project: { stage: string; signedOn: { day: string } } }>(
    "query ($id: ID!) { project(id: $id) { stage signedOn { day } } }",
    { id },
  );
  expect(project).toEqual({ stage: "SIGNED", signedOn: { day: "2024-05-20" } });
});

test("the stalled ones are a list, in both languages and both themes", async () => {
  await page.getByTestId("language").click();
  await page.getByTestId("theme").click();
  await page.getByRole("button", { name: /^Stalled/ }).click();
  await page.getByRole("columnheader", { name: "Last move" }).waitFor(PATIENCE);
  expect(await page.getByText(/^stalled \d+ days$/).count()).toBeGreaterThan(0);
  await picture("projects-dark-en");
});

test("nothing left this machine and the console is clean", () => {
  expect(watch).toEqual({ outside: [], errors: [] });
});
