/** GraphiQL from our own files, with queries to begin with. */

import { GraphiQL } from "graphiql";
import "graphiql/style.css";
import { createRoot } from "react-dom/client";
import enterprises from "./examples/1-enterprises.graphql?raw";
import keyNodes from "./examples/2-key-nodes.graphql?raw";
import targets from "./examples/3-targets.graphql?raw";
import { headersOf } from "./headers";
import "./page.css";

const ENDPOINT = "/graphql";

async function fetcher(asked: unknown, options?: { headers?: Record<string, string> }) {
  const response = await fetch(ENDPOINT, {
    method: "POST",
    headers: headersOf(options?.headers),
    body: JSON.stringify(asked),
  });
  return response.json();
}

const tabs = [enterprises, keyNodes, targets].map((query) => ({ query }));
const root = document.getElementById("graphiql");
if (root)
  createRoot(root).render(<GraphiQL fetcher={fetcher} defaultTabs={tabs} shouldPersistHeaders={false} />);
