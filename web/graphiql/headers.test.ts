import { expect, test } from "vitest";
import { headersOf } from "./headers";

test("the tab's key goes with every question", () => {
  expect(headersOf({}, "jiju_a").get("authorization")).toBe("Bearer jiju_a");
  expect(headersOf({}, null).has("authorization")).toBe(false);
});

test("a header typed by hand takes the key's place, however it is written", () => {
  expect(headersOf({ Authorization: "Bearer jiju_b" }, "jiju_a").get("authorization")).toBe("Bearer jiju_b");
  expect(headersOf({ "X-Trace": "1" }, "jiju_a").get("x-trace")).toBe("1");
});
