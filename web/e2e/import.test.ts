/** A clerk's messy workbook on its way into the graph and out again. */

import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, openPage, serverUrl, type Watch } from "./browser";

const SCREENS = process.env.JIJU_SCREENS ?? join(import.meta.dirname, "../test-results/screens");
const PATIENCE = { timeout: 30_000 };
const NAME = "蒙山红果饮料有限公司";
const TABLE = [
  "2025年重点企业摸底表,,,,",
  "企业名称,统一社会信用代码,法定代表人,注册资本（万元）,成立日期",
  `${NAME},91371326MA3D5KQ7XN,公茂才,1200,2014.3.1`,
  "蒙山石雕厂,91371326MA3ABCDE1A,鲁石,300,2013年5月",
  "蒙山木器有限公司,,鲁木,80万元,2033-01-01",
].join("\n");

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

test("without a key the page says what is needed, and a wrong key is told at once", async () => {
  await page.goto(`${serverUrl()}/import`);
  await page.getByText("导入需要审核权限").waitFor(PATIENCE);
  await page.getByTestId("key").click();
  await page.getByRole("textbox", { name: "密钥" }).fill("jiju_wrong");
  await page.getByRole("button", { name: "使用", exact: true }).click();
  await page.getByText("服务不认识这个密钥").waitFor(PATIENCE);
  expect(watch.errors.splice(0).every((text) => text.includes("401"))).toBe(true);
});

test("with a key the file is dropped, and each column and each wrong cell is told", async () => {
  await page.getByRole("textbox", { name: "密钥" }).fill(key());
  await page.getByRole("button", { name: "使用", exact: true }).click();
  await page.getByRole("button", { name: "选择文件" }).waitFor(PATIENCE);
  await page.setInputFiles('input[type="file"]', {
    name: "摸底.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(TABLE, "utf8"),
  });
  await page.getByRole("rowheader", { name: "统一社会信用代码" }).waitFor(PATIENCE);
  await page
    .getByRole("cell", { name: /企业 · 注册资本/ })
    .first()
    .waitFor(PATIENCE);
  await page.getByRole("heading", { name: "2 处要改" }).waitFor(PATIENCE);
  const wrong = page.getByRole("table").last();
  await wrong.getByRole("row", { name: /第 4 行.*统一社会信用代码.*91371326MA3ABCDE1A/ }).waitFor(PATIENCE);
  await wrong.getByRole("row", { name: /第 5 行.*成立日期.*2033-01-01.*晚于今天/ }).waitFor(PATIENCE);
  await page.screenshot({ path: join(SCREENS, "import.png"), fullPage: true, animations: "disabled" });
});

test("the workbook comes back with its wrong cells marked", async () => {
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "下载标色的工作簿" }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe("摸底-marked.xlsx");
  const path = join(mkdtempSync(join(tmpdir(), "jiju-")), "marked.xlsx");
  await saved.saveAs(path);
  expect(readFileSync(path).subarray(0, 2).toString()).toBe("PK");
});

test("the good rows are loaded and found, and can be taken back", async () => {
  await page.getByRole("button", { name: "只载入没有错的 1 行" }).click();
  await page.getByText("已经载入，图谱已更新。").waitFor({ timeout: 60_000 });
  expect(await found()).toBe(1);
  await page.getByRole("button", { name: "撤回这次载入" }).click();
  await page.getByText("已经撤回").waitFor({ timeout: 60_000 });
  expect(await found()).toBe(0);
  expect(watch).toEqual({ outside: [], errors: [] });
});

/** How many enterprises of the file's name the graph has. */
async function found(): Promise<number> {
  const query = `{ enterprises(where: {name: {eq: "${NAME}"}}) { totalCount } }`;
  const response = await fetch(`${serverUrl()}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  const answer = (await response.json()) as { data: { enterprises: { totalCount: number } } };
  return answer.data.enterprises.totalCount;
}
