// Types and documents from the API's SDL and our .graphql files; `--check` fails if the committed file is stale
// or a document does not fit the schema.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { codegen } from "@graphql-codegen/core";
import * as typedDocuments from "@graphql-codegen/typed-document-node";
import * as operations from "@graphql-codegen/typescript-operations";
import { buildSchema, parse, printSchema, validate } from "graphql";

const web = join(import.meta.dirname, "..");
const sdl = process.env.JIJU_SDL ?? join(web, "../graph_api/schema.graphql");
const target = join(web, "src/generated/graphql.ts");

const documents = readdirSync(join(web, "src"), { recursive: true })
  .filter((name) => name.endsWith(".graphql"))
  .sort()
  .map((name) => join(web, "src", name))
  .map((file) => ({ location: relative(web, file), document: parse(readFileSync(file, "utf8")) }));

const schema = buildSchema(readFileSync(sdl, "utf8"));
for (const name of readdirSync(join(web, "graphiql/examples"))) {
  const wrong = validate(schema, parse(readFileSync(join(web, "graphiql/examples", name), "utf8")));
  if (wrong.length > 0) throw new Error(`graphiql/examples/${name}: ${wrong.join("; ")}`);
}
const scalars = {
  JSON: "unknown",
  Date: "string",
  DateTime: "string",
  Decimal: "string",
  Long: "number",
  BigInt: "number",
};

const text = await codegen({
  filename: target,
  schema: parse(printSchema(schema)),
  schemaAst: schema,
  documents,
  config: {
    scalars,
    useTypeImports: true,
    enumsAsTypes: true,
    skipTypename: true,
    documentMode: "string",
    dedupeFragments: true,
  },
  plugins: [{ operations: {} }, { typedDocuments: {} }],
  pluginMap: { operations, typedDocuments },
});
const written = `// Made by \`npm run codegen\` from graph_api/schema.graphql; never edited.\n${text.trim()}\n`;

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== written) {
    console.error("src/generated/graphql.ts is not fresh: run `npm run codegen` and commit the result");
    process.exit(1);
  }
  console.log(`${documents.length} GraphQL documents fit the schema`);
} else {
  writeFileSync(target, written);
  console.log(`wrote src/generated/graphql.ts from ${documents.length} documents`);
}
