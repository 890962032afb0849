/** What goes with a question: the tab's key, unless the header editor names one. */

import { authorization } from "../src/core/api/key";

export function headersOf(typed: Record<string, string> = {}, key?: string | null): Headers {
  // Headers joins names of any case, so that a typed authorization takes the key's place, not a second one's.
  const headers = new Headers({
    "content-type": "application/json",
    accept: "application/graphql-response+json, application/json",
    ...authorization(key),
  });
  for (const [name, value] of Object.entries(typed)) headers.set(name, value);
  return headers;
}
