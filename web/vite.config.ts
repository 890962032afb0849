import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const api = process.env.JIJU_URL ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: resolve(import.meta.dirname, "../graph_api/static"),
    emptyOutDir: true,
    target: "es2022",
    // The server sends a strict Content-Security-Policy: nothing is inlined into the pages.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      // React's compiler runtime in GraphiQL marks itself for a compiler that we don't run.
      onwarn: (warning, warn) => warning.code !== "MODULE_LEVEL_DIRECTIVE" && warn(warning),
      input: {
        main: resolve(import.meta.dirname, "index.html"),
        graphiql: resolve(import.meta.dirname, "graphiql/index.html"),
      },
    },
  },
  worker: { format: "es" },
  server: { proxy: { "/graphql": { target: api, ws: true }, "/healthz": api } },
});
