// @neo4j/graphql over Bolt, on graphql-http or on Yoga, one process.
//   node server.mjs graphql-http|yoga bolt://127.0.0.1:7687 PORT
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Neo4jGraphQL } from "@neo4j/graphql";
import { createHandler } from "graphql-http/lib/use/http";
import { createYoga } from "graphql-yoga";
import neo4j from "neo4j-driver";

const [host, uri, port] = process.argv.slice(2);
const user = process.env.NEO4J_USER;
const auth = user ? neo4j.auth.basic(user, process.env.NEO4J_PASSWORD) : undefined;
const driver = neo4j.driver(uri, auth, { maxConnectionPoolSize: 100 });
const typeDefs = readFileSync(new URL("schema.graphql", import.meta.url), "utf8");
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();
const context = () => ({ executionContext: driver });

const handler =
  host === "yoga"
    ? createYoga({ schema, context, logging: false, graphiql: false })
    : createHandler({ schema, context });

createServer((request, response) => handler(request, response)).listen(Number(port), "127.0.0.1", () =>
  console.log(`ready on ${port}`),
);
