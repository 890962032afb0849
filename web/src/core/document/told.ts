/** From the API's answers to the facts that the reader shows. */

import type { DocumentReadingQuery, DocumentTextQuery } from "../../generated/graphql";
import type { FactState, ToldFact } from "./facts";

/** What the graph holds of a document: for everybody. A name that it only mentions is no proposal there. */
export function toldFacts(answer: DocumentTextQuery["documentFacts"]): ToldFact[] {
  return answer.map(({ start, end, quote, type, entity, relation }) => ({
    start,
    end,
    quote,
    type,
    relation: relation !== null,
    name: entity?.name ?? (relation ? `${relation.from.name} → ${relation.to.name}` : (quote ?? "")),
    entityId: entity?.id ?? relation?.from.id ?? null,
    state: "accepted",
  }));
}

/** All that was extracted from it, with what waits and what was rejected: for those who review. */
export function readFacts(answer: DocumentReadingQuery["extractedFacts"]): ToldFact[] {
  return answer.flatMap(({ places, quote, type, kind, name, state, entity, ends }) =>
    places.map(({ start, end }) => ({
      start,
      end,
      quote,
      type,
      relation: kind === "RELATION",
      name,
      entityId: entity?.id ?? ends.find((end) => end.entity)?.entity?.id ?? null,
      // A name of somebody whom the graph knows anyway needs no review.
      state: entity && state === "PROPOSED" ? "accepted" : (state.toLowerCase() as FactState),
    })),
  );
}
