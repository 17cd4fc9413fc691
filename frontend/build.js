// Writes app.css, app.js, boot.js and the drawings that pages use into the ui app's static folder.
import { copyFileSync, mkdirSync, writeFileSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import path from "node:path";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "../src/lineofsight/foundation/ui/static/ui");
mkdirSync(out, { recursive: true });

const { css } = sass.compile(path.join(here, "app.scss"), {
  loadPaths: [here, path.join(here, "node_modules")],
  quietDeps: true,
  silenceDeprecations: ["import"],
});
// The one drawing that a borrowed style still points at is for a list of documents, which no page has.
const ours = css.replace(/background-image:\s*url\([^)]*icon-document\.svg"?\);?/g, "");
if (ours.includes("/assets/")) throw new Error("A style points at a drawing that is not here.");
const small = await esbuild.transform(ours, { loader: "css", minify: true, legalComments: "none", target: ["chrome100", "firefox100", "safari15"] });
writeFileSync(path.join(out, "app.css"), small.code);

await esbuild.build({
  entryPoints: [path.join(here, "scripts/app.js"), path.join(here, "scripts/boot.js")],
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  legalComments: "none",
  target: ["chrome100", "firefox100", "safari15"],
});

// What the licences ask of those who pass the code on.
copyFileSync(path.join(here, "licences.txt"), path.join(out, "licences.txt"));

for (const name of ["app.css", "app.js", "boot.js"]) {
  const bytes = readFileSync(path.join(out, name));
  console.log(`${name}: ${(bytes.length / 1024).toFixed(1)} KB, ${(gzipSync(bytes).length / 1024).toFixed(1)} KB gzipped`);
}
