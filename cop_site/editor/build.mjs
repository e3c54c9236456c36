/* Builds the committed scripts. With --check it builds in memory and compares, byte for byte. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const targets = [
  { entry: "src/index.js", out: "../static/js/editor.js", banner: "licences.txt" },
  { entry: "src/forget-saved-drafts.js", out: "../static/js/drafts.js" },
];

async function bundle({ entry, out, banner }, write) {
  const result = await build({
    entryPoints: [here(entry)],
    outfile: here(out),
    absWorkingDir: here("."),
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome114", "firefox125", "safari17"],
    charset: "utf8",
    legalComments: "eof",
    banner: banner ? { js: await readFile(here(banner), "utf8") } : {},
    write,
  });
  return result.outputFiles?.[0].contents;
}

const checking = process.argv.includes("--check");
for (const target of targets) {
  const built = await bundle(target, !checking);
  if (!checking) continue;
  const committed = await readFile(here(target.out));
  if (!committed.equals(built)) {
    console.error(`${target.out} is not what the sources build. Run: npm ci && npm run build`);
    process.exitCode = 1;
  }
}
