// Fails the build when the public pages grow heavier than promised.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET = { js: 40_000, css: 15_000 };
const dist = new URL("../dist/", import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8"));

/** Every file a public page loads: the entry, what it imports at once or later, and its style sheets. */
function filesOf(key, seen = new Set()) {
  const chunk = manifest[key];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const sheet of chunk.css ?? []) seen.add(sheet);
  for (const imported of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) filesOf(imported, seen);
  return seen;
}

const early = readdirSync(dist).filter((name) => name.endsWith(".js"));
const files = [...filesOf("src/site/main.ts"), ...early];
let failed = false;
for (const [kind, limit] of Object.entries(BUDGET)) {
  const size = files
    .filter((name) => name.endsWith(`.${kind}`))
    .reduce((sum, name) => sum + gzipSync(readFileSync(join(dist, name)), { level: 9 }).length, 0);
  const over = size > limit;
  failed ||= over;
  console.log(`${kind}: ${size} of ${limit} bytes gzip${over ? " - over budget" : ""}`);
}
process.exit(failed ? 1 : 0);
