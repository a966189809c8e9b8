// Puts the explorer together as one file with the licences of what is in it:
//     node build.js [FILE]
// By default the file is the committed one, which the Python package carries.

import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = process.argv[2] ?? join(here, "../src/belarusgame/report/page/explorer.js");

/** So many bytes the file may have, licences included. */
const MOST = 140_000;

const made = await build({
  absWorkingDir: here,
  entryPoints: ["src/view/main.tsx"],
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  format: "iife",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
});

/** The packages whose code is in the file, and their licences, each text once. */
const used = Object.entries(Object.values(made.metafile.outputs)[0].inputs).filter(
  ([, { bytesInOutput }]) => bytesInOutput > 0,
);
const packages = new Set(
  used.map(([path]) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean),
);
const texts = new Map();
for (const name of [...packages].sort()) {
  const text = readFileSync(join(here, "node_modules", name, "LICENSE"), "utf-8").trim();
  texts.set(text, [...(texts.get(text) ?? []), name]);
}
const licences = [...texts].map(([text, names]) => `${names.join(", ")}\n\n${text}`).join("\n\n---\n\n");
const script = `/*! This file is built from web/ and holds:\n\n${licences}\n*/\n${made.outputFiles[0].text}`;

if (script.length > MOST) throw new Error(`${script.length} bytes, at most ${MOST}`);
if (/<\/script|<!--/i.test(script)) throw new Error("the script would end, or begin, its own element");
writeFileSync(target, script);
