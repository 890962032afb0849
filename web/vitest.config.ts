import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["src/**/*.test.ts", "graphiql/**/*.test.ts"], environment: "node" },
});
