// `npm run e2e`: the stories in real Chromium against the server that JIJU_URL names. Ends with a plain line
// "N passed, N failed" and an exit code that tells.
import { startVitest } from "vitest/node";

const vitest = await startVitest("test", [], { config: "e2e/vitest.config.ts", watch: false });
const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
const count = (state) => tests.filter((one) => one.result().state === state).length;
const [passed, failed, skipped] = [count("passed"), count("failed"), count("skipped")];
const broken = vitest.state.getTestModules().filter((module) => module.state() === "failed").length;
await vitest.close();
console.log(`${passed} passed, ${Math.max(failed + skipped, broken)} failed`);
process.exit(passed > 0 && failed === 0 && broken === 0 && skipped === 0 ? 0 : 1);
