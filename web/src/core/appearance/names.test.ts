import { describe, expect, test } from "vitest";
import { communityName, shortName } from "./names";

describe("names in a graph", () => {
  test("lose the words that every company has", () => {
    expect(shortName("蒙川县海岳家居有限公司")).toBe("蒙川县海岳家居");
    expect(shortName("山东某某集团股份有限公司")).toBe("山东某某集团");
  });

  test("keep the words when nothing would be left", () => {
    expect(shortName("有限公司")).toBe("有限公司");
  });

  test("a community is called after its anchor", () => {
    expect(communityName("蒙川县家具制造业集群（蒙川县织梦包装有限公司）")).toBe("蒙川县织梦包装");
    expect(communityName("蒙川板材产业集群社群")).toBe("蒙川板材产业集群");
  });
});
