// Both languages have the same messages, with the same values in them; every message is used; and no component
// carries Chinese text of its own.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const src = join(import.meta.dirname, "../src");
const catalogue = (lang) => JSON.parse(readFileSync(join(src, `locales/${lang}.json`), "utf8"));
const [zh, en] = [catalogue("zh"), catalogue("en")];
const problems = [];

for (const key of new Set([...Object.keys(zh), ...Object.keys(en)])) {
  if (!(key in zh)) problems.push(`${key} is missing in zh.json`);
  else if (!(key in en)) problems.push(`${key} is missing in en.json`);
  else if (values(zh[key]) !== values(en[key])) problems.push(`${key}: the values in braces differ`);
}

function values(message) {
  return (message.match(/\{\w+\}/g) ?? []).sort().join();
}

const files = readdirSync(src, { recursive: true }).filter(
  (name) => /\.tsx?$/.test(name) && !/\.test\./.test(name),
);
let code = "";
for (const name of files) {
  const text = readFileSync(join(src, name), "utf8");
  code += text;
  // core/ reads Chinese documents and names; what people see is drawn by the rest.
  if (name.startsWith("core/") || name.startsWith("generated/")) continue;
  text
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
    .split("\n")
    .forEach((line, i) => {
      if (/[\u4e00-\u9fff]/.test(line))
        problems.push(`${name}:${i + 1} has Chinese text: move it to locales/`);
    });
}
for (const key of Object.keys(zh)) {
  const [family] = key.split(/\.(?=[^.]+$)/);
  const made = code.includes(`\`${family}.$`);
  if (!made && !code.includes(`"${key}"`)) problems.push(`${key} is used nowhere`);
}

if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.log(`${Object.keys(zh).length} messages in zh and en`);
