import { defineConfig } from "vitest/config";

// The stories share one browser and one server, so that they run one after the other.
export default defineConfig({
  test: {
    include: ["e2e/**/*.test.ts"],
    environment: "node",
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
