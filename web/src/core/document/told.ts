/** From the API's answer to the facts that the reader shows. */

import type { DocumentTextQuery } from "../../generated/graphql";
import type { ToldFact } from "./facts";

export function toldFacts(answer: DocumentTextQuery["documentFacts"]): ToldFact[] {
  return answer.map(({ start, end, quote, type, subject }) => ({
    start,
    end,
    quote,
    type,
    name: subject?.name ?? quote ?? "",
    entityId: subject?.id ?? null,
  }));
}
