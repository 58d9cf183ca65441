import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/static/dist/",
  publicDir: "public",
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    target: ["chrome111", "safari16.4", "firefox113"],
    cssTarget: ["chrome123", "safari17.5", "firefox120"],
    assetsInlineLimit: 0,
    // htmx carries an eval for a feature that is switched off in src/site/htmx.ts and that the pages' policy forbids.
    rolldownOptions: {
      checks: { eval: false },
      input: { site: "src/site/main.ts", research: "src/research/main.ts" },
    },
  },
  server: { port: 5173, strictPort: true },
  test: { environment: "jsdom", include: ["src/**/*.test.ts"], restoreMocks: true },
});
