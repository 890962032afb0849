// The same load for every server: reads {url, bodies, connections, seconds, warmup} from stdin, writes figures as JSON.
// Each connection sends its next request when the answer to the last has been read; bodies are taken in turn.
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";

const { url, bodies, connections, seconds, warmup } = JSON.parse(readFileSync(0, "utf8"));
const texts = bodies.map((body) => Buffer.from(JSON.stringify(body)));
const agent = new Agent({ keepAlive: true, maxSockets: connections });
let next = 0;

const ask = () =>
  new Promise((resolve) => {
    const body = texts[next++ % texts.length];
    const headers = {
      "content-type": "application/json",
      accept: "application/json",
      "content-length": body.length,
    };
    const sent = request(url, { method: "POST", agent, headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => resolve({ status: answer.statusCode, body: Buffer.concat(parts) }));
    });
    sent.on("error", (error) => resolve({ status: 0, body: Buffer.from(String(error)) }));
    sent.end(body);
  });

async function client(until, seen) {
  while (performance.now() < until) {
    const started = performance.now();
    const { status, body } = await ask();
    seen.times.push(performance.now() - started);
    seen.bytes += body.length;
    // A GraphQL error comes with status 200 too; all answers that are looked for begin with their data.
    if (status !== 200 || body.includes('"errors":')) {
      seen.wrong += 1;
      seen.example ??= body.toString().slice(0, 300);
    }
  }
}

async function load(duration) {
  const seen = { times: [], bytes: 0, wrong: 0, example: undefined };
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, () => client(started + duration * 1000, seen)));
  return { ...seen, took: (performance.now() - started) / 1000 };
}

if (warmup) await load(warmup);
const { times, bytes, wrong, example, took } = await load(seconds);
times.sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
console.log(
  JSON.stringify({
    p50: at(0.5),
    p99: at(0.99),
    throughput: times.length / took,
    answers: times.length,
    bytes: bytes / times.length,
    wrong,
    example,
  }),
);
agent.destroy();
