import { expect, test } from "vitest";
import ontology from "../../generated/ontology.json";
import type { Legend } from "../ontology/legend";
import { readLegend } from "../ontology/read";
import { camel, differences, readingOf, sureness } from "./reading";

const legend: Legend = readLegend(ontology);

test("a reading is told in the words of the ontology", () => {
  expect(readingOf("Enterprise", "registered_capital", "zh", legend)).toBe("企业 · 注册资本");
  expect(readingOf("Enterprise", null, "en", legend)).toBe("enterprise");
  expect(readingOf("Unheard", "of_it", "zh", legend)).toBe("Unheard · of_it");
  expect(readingOf(null, null, "zh", legend)).toBe("");
  expect(camel("legal_representative")).toBe("legalRepresentative");
});

test("what a load changes stands side by side by type", () => {
  const rows = differences({
    added: [{ type: "Enterprise", count: 3 }],
    changed: [{ type: "Person", count: 1 }],
    retracted: [{ type: "Enterprise", count: 2 }],
  });
  expect(rows).toEqual([
    { type: "Enterprise", added: 3, changed: 0, retracted: 2 },
    { type: "Person", added: 0, changed: 1, retracted: 0 },
  ]);
});

test("confidence has three steps", () => {
  expect([0.95, 0.6, 0.2].map(sureness)).toEqual(["sure", "likely", "doubtful"]);
});
