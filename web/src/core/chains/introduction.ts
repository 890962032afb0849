/** Who can introduce us to a lead: of our enterprises the one that is closest to it, and by which way. */

import {
  type EdgeTypeName,
  EnterprisesOfDocument,
  type Lang,
  WarmPathsDocument,
  type WarmPathsQuery,
} from "../../generated/graphql";
import { request } from "../api/client";

/** Relations between people and enterprises that may lead to an introduction; places and industries do not. */
export const TIES: EdgeTypeName[] = [
  "SUPPLIES",
  "OWNS",
  "HOLDS_ROLE",
  "INVESTS_IN",
  "GUARANTEES",
  "COOPERATES_WITH",
  "MEMBER_OF",
];
const MOST_ASKED = 100;

export type Introduction = WarmPathsQuery["warmPaths"]["ways"][number]["path"];

interface Asked {
  lead: string;
  /** Enterprises here that are in the chain. */
  ours: readonly string[];
  /** The code that the codes of all places here begin with. */
  code: string;
  lang: Lang;
}

/** Null where nobody here is within six steps. */
export async function introduction({ lead, ours, code, lang }: Asked): Promise<Introduction | null> {
  const here = await request(EnterprisesOfDocument, { code, first: MOST_ASKED });
  const from = [...new Set([...ours, ...here.enterprises.nodes.map(({ id }) => id)])]
    .filter((id) => id !== lead)
    .slice(0, MOST_ASKED);
  if (!from.length) return null;
  const { warmPaths } = await request(WarmPathsDocument, { target: lead, from, via: TIES, lang });
  return warmPaths.ways[0]?.path ?? null;
}
