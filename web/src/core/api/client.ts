/** One way to the API: a typed document or a query text made from the ontology, over POST /graphql. */

import { authorization, readKey } from "./key";

export interface TypedDocument<Data, Variables> {
  toString(): string;
  __apiType?: (variables: Variables) => Data;
}

/** What went wrong, told so that a page can say it: the network, the server, or the question. */
export class ApiFailure extends Error {
  constructor(
    readonly reason: "network" | "server" | "question",
    message: string,
    readonly code?: string,
  ) {
    super(message);
    this.name = "ApiFailure";
  }
}

interface Answer {
  data?: unknown;
  errors?: { message: string; extensions?: { code?: string } }[];
}

export async function request<Data, Variables>(
  document: TypedDocument<Data, Variables> | string,
  variables?: Variables,
  signal?: AbortSignal,
  key = readKey(),
): Promise<Data> {
  const response = await post(JSON.stringify({ query: document.toString(), variables }), key, signal);
  const answer = await read(response);
  const error = answer.errors?.[0];
  if (error) throw new ApiFailure("question", error.message, error.extensions?.code);
  return answer.data as Data;
}

async function post(body: string, key: string | null, signal?: AbortSignal): Promise<Response> {
  const headers = {
    "content-type": "application/json",
    accept: "application/graphql-response+json, application/json",
    ...authorization(key),
  };
  try {
    return await fetch("/graphql", { method: "POST", headers, body, signal: signal ?? null });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiFailure("network", error instanceof Error ? error.message : "");
  }
}

async function read(response: Response): Promise<Answer> {
  try {
    return (await response.json()) as Answer;
  } catch {
    throw new ApiFailure("server", `HTTP ${response.status}`);
  }
}
