/** A reviewer goes through what was read in documents, by keyboard. */

import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, openPage, serverUrl, type Watch } from "./browser";

const SCREENS = process.env.JIJU_SCREENS ?? join(import.meta.dirname, "../test-results/screens");
const PATIENCE = { timeout: 30_000 };

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
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(SCREENS, `${name}.png`), animations: "disabled" });
}

/** The name of the fact in hand. */
async function inHand(): Promise<string> {
  return page.getByTestId("fact").getByRole("heading", { level: 2 }).innerText();
}

async function line(name: string): Promise<string> {
  return page.getByTestId("queue").locator("li").filter({ hasText: name }).first().innerText();
}

test("without a key the page says what is needed", async () => {
  await page.goto(`${serverUrl()}/review`);
  await page.getByText("审核需要审核权限").waitFor(PATIENCE);
  await page.getByTestId("key").click();
  await page.getByRole("textbox", { name: "密钥" }).fill(key());
  await page.getByRole("button", { name: "使用", exact: true }).click();
  await page.getByTestId("fact").waitFor(PATIENCE);
});

test("the fact in hand stands in its sentence, and j and k go through the queue", async () => {
  const first = await inHand();
  const sentence = await page.getByTestId("sentence").innerText();
  expect(sentence.length).toBeGreaterThan(4);
  await page.keyboard.press("j");
  await expect.poll(inHand, PATIENCE).not.toBe(first);
  await page.keyboard.press("k");
  await expect.poll(inHand, PATIENCE).toBe(first);
  await picture("review");
});

test("a accepts, r rejects, u takes the last decision back", async () => {
  const first = await inHand();
  await page.keyboard.press("a");
  await expect.poll(() => line(first), PATIENCE).toContain("已采信");
  await expect.poll(inHand, PATIENCE).not.toBe(first);
  const second = await inHand();
  await page.keyboard.press("r");
  await expect.poll(() => line(second), PATIENCE).toContain("已否定");
  await page.keyboard.press("u");
  await expect.poll(async () => (await line(second)).includes("已否定"), PATIENCE).toBe(false);
  await page.getByRole("button", { name: "已采信", exact: true }).click();
  await expect.poll(() => page.getByTestId("queue").innerText(), PATIENCE).toContain(first);
  await page.getByRole("button", { name: "待审", exact: true }).click();
  await page.getByTestId("fact").waitFor(PATIENCE);
});

test("selected words correct a name, and m shows whom it may name", async () => {
  await page.getByRole("button", { name: "实体", exact: true }).click();
  // The fact that was in hand goes only when the entities have come.
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(300);
  await page.getByTestId("sentence").locator("mark").waitFor(PATIENCE);
  const name = await inHand();
  await page.keyboard.press("m");
  await page.getByText("它可能是图中的").waitFor(PATIENCE);
  await page.keyboard.press("m");
  await page.getByTestId("sentence").evaluate((sentence) => {
    const words = sentence.querySelector("mark")?.firstChild as Text;
    const range = document.createRange();
    range.setStart(words, 0);
    range.setEnd(words, words.length - 1);
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(range);
    sentence.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
  });
  await page.getByText(`改为「${name.slice(0, -1)}」`).waitFor(PATIENCE);
  await page.keyboard.press("e");
  await expect.poll(() => page.getByTestId("queue").innerText(), PATIENCE).toContain("已采信");
});

test("the document shows each fact in its text with its state", async () => {
  await page.getByRole("button", { name: "待审", exact: true }).click();
  await page.getByTestId("fact").locator("a[href^='/document/']").first().click();
  await page.locator("[data-state='proposed']").first().waitFor(PATIENCE);
  expect(await page.locator("[data-state='accepted']").count()).toBeGreaterThan(0);
  await page.getByRole("link", { name: /审核此文件/ }).waitFor(PATIENCE);
  await picture("document-states");
  await page.getByRole("link", { name: /审核此文件/ }).click();
  await page.getByTestId("fact").waitFor(PATIENCE);
});

test("it is all there in English, in the dark", async () => {
  await page.getByTestId("language").click();
  await page.getByTestId("theme").click();
  await page.getByRole("heading", { name: "Facts to review" }).waitFor(PATIENCE);
  await page.getByRole("button", { name: /^Accept A$/ }).waitFor(PATIENCE);
  await picture("review-dark-en");
});

test("nothing came from elsewhere and nothing went wrong", () => {
  expect(watch.outside).toEqual([]);
  expect(watch.errors).toEqual([]);
});
