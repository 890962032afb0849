import { expect, test } from "vitest";
import en from "./en.json";
import { translator } from "./index";
import zh from "./zh.json";

test("both languages have the same messages", () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
});

test("a message takes its values", () => {
  expect(translator("zh")("search.hits", { n: 3 })).toBe("找到 3 条结果");
  expect(translator("en")("search.hits", { n: 3 })).toBe("3 results");
});
