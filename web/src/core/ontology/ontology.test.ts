import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contrast, readable } from "../appearance/color";
import { formatMoney, formatValue } from "./format";
import type { PropertyInfo } from "./legend";
import { readLegend } from "./read";
import { propertiesQuery, shownProperties } from "./selection";

const file = new URL("../../generated/ontology.json", import.meta.url);
const legend = readLegend(JSON.parse(readFileSync(file, "utf8")));
const property = (kind: string, more: Partial<PropertyInfo> = {}): PropertyInfo => ({
  field: "x",
  label: { zh: "甲", en: "x" },
  kind,
  ...more,
});

describe("the legend", () => {
  test("reads a relation from either end", () => {
    expect(legend.relationLabel("OWNS", "OUT", "zh")).toBe("持股");
    expect(legend.relationLabel("OWNS", "IN", "zh")).toBe("被持股");
  });

  test("shows a name it does not know as it is", () => {
    expect(legend.typeLabel("Laboratory", "zh")).toBe("Laboratory");
    expect(legend.codeLabel("EnterpriseKind", "unheard_of", "zh")).toBe("unheard_of");
  });

  test.each(["light", "dark"] as const)("every type's colour can be seen in the %s theme", (theme) => {
    const ground = { light: "#fbfaf7", dark: "#14161a" }[theme];
    for (const type of legend.types) {
      expect(contrast(readable(type.color, theme), ground)).toBeGreaterThanOrEqual(2.4);
    }
  });
});

describe("queries made from the ontology", () => {
  test("ask for the parts of money, dates and points", () => {
    const type = legend.type("Enterprise");
    const query = type ? propertiesQuery(type) : "";
    expect(query).toContain("registeredCapital { yuan currency words }");
    expect(query).toContain("founded { day precision }");
    expect(query).toContain("... on Enterprise");
  });

  test("leave a document's text and a region's boundary to others", () => {
    const names = ["Document", "Region"].flatMap((name) => {
      const type = legend.type(name);
      return type ? shownProperties(type).map((p) => p.field) : [];
    });
    expect(names).not.toContain("text");
    expect(names).not.toContain("boundary");
  });
});

describe("values", () => {
  test("money is told in 万 and 亿, or in million and billion", () => {
    expect(formatMoney({ yuan: "120000000" }, "zh")).toBe("1.2亿元");
    expect(formatMoney({ yuan: "5000000" }, "zh")).toBe("500万元");
    expect(formatMoney({ yuan: "120000000" }, "en")).toBe("CN¥120 million");
    expect(formatMoney({ yuan: "0" }, "zh")).toBe("0元");
  });

  test("money in another currency keeps its words", () => {
    expect(formatMoney({ yuan: null, currency: "USD", words: "50万美元" }, "zh")).toBe("50万美元");
  });

  test("unknown is nothing, never zero", () => {
    expect(formatValue(property("number"), null, "zh", legend)).toBe("");
    expect(formatValue(property("number"), 0, "zh", legend)).toBe("0");
  });

  test("a date is as precise as it was told", () => {
    const date = property("date");
    expect(formatValue(date, { day: "2017-01-01", precision: "year" }, "zh", legend)).toBe("2017年");
    expect(formatValue(date, { day: "2017-06-01", precision: "month" }, "zh", legend)).toBe("2017年6月");
    expect(formatValue(date, { day: "2017-06-09", precision: "day" }, "zh", legend)).toBe("2017-06-09");
    expect(formatValue(property("reduced_date"), "2017", "en", legend)).toBe("2017");
  });

  test("shares are percent, lists are joined, codes have labels", () => {
    expect(formatValue(property("share"), 0.651, "zh", legend)).toBe("65.1%");
    expect(formatValue(property("string", { multiple: true }), ["柳编", "板材"], "zh", legend)).toBe(
      "柳编、板材",
    );
    const level = property("enum", { codelist: "RegionLevel" });
    expect(formatValue(level, "COUNTY", "zh", legend)).toBe(legend.codeLabel("RegionLevel", "county", "zh"));
  });
});
