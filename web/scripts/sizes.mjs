// What each page's scripts and styles weigh, gzipped: `npm run sizes` after a build.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const folder = join(import.meta.dirname, "../../graph_api/static");
const weight = (path) => gzipSync(readFileSync(join(folder, path))).length;
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

for (const page of ["index.html", "graphiql/index.html"]) {
  const html = readFileSync(join(folder, page), "utf8");
  const files = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1]);
  const sum = (end) =>
    files.filter((file) => file.endsWith(end)).reduce((total, file) => total + weight(file), 0);
  console.log(
    `${page}: ${kB(sum(".js"))} of script and ${kB(sum(".css"))} of styles before anything is asked for`,
  );
}
for (const file of readdirSync(join(folder, "assets"))
  .filter((name) => /Page|Canvas|worker/.test(name))
  .sort()) {
  console.log(`assets/${file}: ${kB(weight(`assets/${file}`))}`);
}
