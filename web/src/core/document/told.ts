/** From the API's answer to the facts that the reader shows. */

import type { DocumentTextQuery } from "../../generated/graphql";
import type { ToldFact } from "./facts";

export function toldFacts(answer: DocumentTextQuery["documentFacts"]): ToldFact[] {
  return answer.map(({ start, end, quote, type, entity, relation }) => ({
    start,
    end,
    quote,
    type,
    relation: relation !== null,
    name: entity?.name ?? (relation ? `${relation.from.name} → ${relation.to.name}` : (quote ?? "")),
    entityId: entity?.id ?? relation?.from.id ?? null,
  }));
}
