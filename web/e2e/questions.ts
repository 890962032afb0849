/** Asks the API what the stories should find, so that they hold for any region that is loaded. */

import { serverUrl } from "./browser";

export async function ask<Data>(query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${serverUrl()}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as { data?: Data; errors?: { message: string }[] };
  if (!answer.data || answer.errors) throw new Error(answer.errors?.[0]?.message ?? "no answer");
  return answer.data;
}

export interface Named {
  id: string;
  name: string;
}

interface Candidates {
  enterprises: { nodes: (Named & { relationCounts: { count: number }[] })[] };
}

/** An enterprise that has several kinds of relations. */
export async function connectedEnterprise(): Promise<Named> {
  const { enterprises } = await ask<Candidates>(
    "{ enterprises(first: 60) { nodes { id name relationCounts { count } } } }",
  );
  const weight = (one: Candidates["enterprises"]["nodes"][number]) =>
    one.relationCounts.length * 10 +
    one.relationCounts.reduce((sum, { count }) => sum + Math.min(count, 10), 0);
  const best = [...enterprises.nodes].sort((a, b) => weight(b) - weight(a))[0];
  if (!best) throw new Error("the server has no enterprises: load the example region first");
  return best;
}

/** The document with the most facts in it. */
export async function richestDocument(): Promise<Named> {
  const { documents } = await ask<{ documents: { nodes: (Named & { text: string | null })[] } }>(
    "{ documents(first: 20) { nodes { id name text } } }",
  );
  const best = [...documents.nodes].sort((a, b) => (b.text?.length ?? 0) - (a.text?.length ?? 0))[0];
  if (!best?.text)
    throw new Error("the server has no document with a text: read the example documents first");
  return best;
}
