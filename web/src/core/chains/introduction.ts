/** Who can introduce us to a lead: the tie that the lead's reasons name, or else the shortest way from one of ours. */

import {
  type EdgeTypeName,
  EnterprisesOfDocument,
  TiesDocument,
  WarmPathDocument,
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
const MOST_ASKED = 8;

export interface Introduction {
  nodes: { id: string; type: string; name: string }[];
  relations: { id: string; type: string; fromId: string; toId: string }[];
}

interface Asked {
  lead: string;
  /** Relations that the lead's reasons rest on. */
  evidence: readonly string[];
  /** Enterprises here that are in the chain. */
  ours: readonly string[];
  /** The code that the codes of all places here begin with. */
  code: string;
}

/** Null where nobody here is within six steps. */
export async function introduction({ lead, evidence, ours, code }: Asked): Promise<Introduction | null> {
  const direct = evidence.length ? await namedTie(lead, new Set(evidence)) : null;
  if (direct) return direct;
  const here = await request(EnterprisesOfDocument, { code, first: MOST_ASKED });
  const from = [...new Set([...ours, ...here.enterprises.nodes.map(({ id }) => id)])]
    .filter((id) => id !== lead)
    .slice(0, MOST_ASKED);
  const answers = await Promise.all(
    from.map((id) => request(WarmPathDocument, { from: id, to: lead, relations: TIES })),
  );
  const found = answers.flatMap(({ shortestPath }) => shortestPath ?? []);
  return found.sort((a, b) => a.length - b.length)[0] ?? null;
}

async function namedTie(lead: string, evidence: ReadonlySet<string>): Promise<Introduction | null> {
  const { neighborhood } = await request(TiesDocument, { id: lead, relations: TIES });
  const tie = neighborhood.relations.find((one) => evidence.has(one.id));
  if (!tie) return null;
  const node = (id: string) => neighborhood.nodes.find((one) => one.id === id);
  const [other, target] = [node(tie.fromId === lead ? tie.toId : tie.fromId), node(lead)];
  if (!other || !target || other.type !== "Enterprise") return null;
  return { nodes: [other, target], relations: [tie] };
}
