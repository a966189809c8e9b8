// The engine's own files, for Node: put together by the bundler, and imported.

import { build } from "esbuild";
import { fileURLToPath } from "node:url";

const entry = ["claims", "engine", "exact", "link", "logit", "map", "margins", "model", "payoffs"].map(
  (n) => `export * from "../src/${n}.ts";`,
);

const made = await build({
  stdin: { contents: entry.join("\n"), resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "ts" },
  bundle: true,
  write: false,
  format: "esm",
  target: "es2022",
});

export default await import(
  `data:text/javascript;base64,${Buffer.from(made.outputFiles[0].contents).toString("base64")}`
);
