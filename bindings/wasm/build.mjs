// Makes the npm package out of a compiled module: node build.mjs MODULE GLUE_PROGRAM OUT.
// Prints the sizes; fails where the module needs more than the oldest engines have.

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import binaryen from "binaryen";
import * as esbuild from "esbuild";
import createWabt from "wabt";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const [compiled, glueProgram, out] = process.argv.slice(2).map((path) => resolve(path));
if (out === undefined) {
  console.error("usage: node build.mjs MODULE GLUE_PROGRAM OUT");
  process.exit(2);
}
const work = mkdtempSync(join(tmpdir(), "zhengzhao-"));
try {
  await build();
} finally {
  rmSync(work, { recursive: true });
}

async function build() {
  execFileSync(glueProgram, [compiled, work], { stdio: "inherit" });
  const module = join(work, "small.wasm");
  dropGlobals(join(work, "zhengzhao_bg.wasm"));
  const optimizer = join(here, "node_modules/binaryen/bin/wasm-opt");
  execFileSync(process.execPath, [optimizer, "-Oz", "--mvp-features", join(work, "zhengzhao_bg.wasm"), "-o", module]);
  const bytes = readFileSync(module);
  await demandOldest(bytes);
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });

  rmSync(out, { recursive: true, force: true });
  for (const folder of ["dist", "miniprogram_dist"]) mkdirSync(join(out, folder), { recursive: true });
  writeGlue(readFileSync(join(work, "zhengzhao.js"), "utf8"));
  await bundles();
  for (const folder of ["dist", "miniprogram_dist"]) writeFileSync(join(out, folder, "zhengzhao_bg.wasm"), bytes);
  writeFileSync(join(out, "miniprogram_dist/zhengzhao_bg.wasm.br"), brotli);
  for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) copyFileSync(join(root, name), join(out, name));
  copyFileSync(join(here, "README.md"), join(out, "README.md"));
  writeFileSync(join(out, "package.json"), JSON.stringify(manifest(), null, 2) + "\n");
  await writeTypes();
  console.log(`module: ${bytes.length} bytes, ${brotli.length} with brotli`);
}

// wasm-bindgen exports two globals that its glue does not use; some hosts of mini-programs know no exported global.
function dropGlobals(path) {
  const module = binaryen.readBinary(readFileSync(path));
  for (const name of ["__abort_handler", "__instance_terminated"]) module.removeExport(name);
  // Engines without BigInt cannot call a function that takes or gives a 64-bit integer.
  for (let place = 0; place < module.getNumExports(); place++) {
    const { name, value, kind } = binaryen.getExportInfo(module.getExportByIndex(place));
    if (kind !== binaryen.ExternalFunction) continue;
    const { params, results } = binaryen.getFunctionInfo(module.getFunction(value));
    const wide = [...binaryen.expandType(params), ...binaryen.expandType(results)].includes(binaryen.i64);
    if (wide) throw new Error(`${name} takes or gives a 64-bit integer`);
  }
  writeFileSync(path, module.emitBinary());
  module.dispose();
}

// The features of the first version of WebAssembly and nothing else; no global is exported, because some hosts know none.
async function demandOldest(bytes) {
  const wabt = await createWabt();
  const none = Object.fromEntries(
    ["exceptions", "mutable_globals", "sat_float_to_int", "sign_extension", "simd", "threads", "multi_value", "tail_call",
      "bulk_memory", "reference_types", "annotations", "gc", "memory64", "multi_memory", "extended_const", "relaxed_simd"]
      .map((feature) => [feature, false]),
  );
  const parsed = wabt.readWasm(bytes, none);
  parsed.validate(none);
  parsed.destroy();
  const module = new WebAssembly.Module(bytes);
  const globals = WebAssembly.Module.exports(module).filter(({ kind }) => kind === "global");
  if (globals.length > 0) throw new Error(`the module exports globals: ${globals.map(({ name }) => name)}`);
  console.log("module: valid with the first version of WebAssembly alone");
}

// The glue stays as it was written; what it takes for globals are the members of `environment`.
function writeGlue(glue) {
  const names = ["WebAssembly", "TextDecoder", "TextEncoder", "FinalizationRegistry", "fetch", "URL", "Request", "Response", "document", "location"];
  const head = names.map((name) => `  const ${name} = environment.${name};`).join("\n");
  writeFileSync(join(work, "glue.js"), `export function createGlue(environment) {\n${head}\n${glue}\n  return wasm_bindgen;\n}\n`);
}

async function bundles() {
  const glue = { name: "glue", setup: (build) => build.onResolve({ filter: /\/glue\.js$/ }, () => ({ path: join(work, "glue.js") })) };
  const common = { bundle: true, charset: "utf8", legalComments: "none", logLevel: "warning", plugins: [glue] };
  const make = (entry, outfile, more) => esbuild.build({ ...common, entryPoints: [join(here, "js", entry)], outfile: join(out, outfile), ...more });
  await make("web.js", "dist/web.mjs", { format: "esm", target: "es2020" });
  await make("node-esm.js", "dist/node.mjs", { format: "esm", platform: "node", target: "node18" });
  await make("node-cjs.js", "dist/node.cjs", { format: "cjs", platform: "node", target: "node18" });
  await make("script.js", "dist/zhengzhao.js", { format: "iife", globalName: "zhengzhao", target: "es2019" });
  await make("mini/index.js", "miniprogram_dist/index.js", { format: "cjs", platform: "neutral", target: "es2015" });
}

// The types, with the codes of refusals from the module itself. TypeScript wants one file for each sort of module.
async function writeTypes() {
  const { load } = await import(pathToFileURL(join(out, "dist/node.mjs")));
  const codes = (await load()).refusalCodes().map((code) => `\n  | "${code}"`).join("");
  const source = readFileSync(join(here, "js/index.d.ts"), "utf8");
  const open = "/** The code of a refusal, the same in every language. The build lists them here. */\nexport type RefusalCode = string;";
  const types = source.replace(open, `/** The code of a refusal, the same in every language. */\nexport type RefusalCode =${codes};`);
  if (types === source) throw new Error("index.d.ts has no place for the codes");
  for (const name of ["dist/index.d.ts", "dist/index.d.mts", "miniprogram_dist/api.d.ts"]) writeFileSync(join(out, name), types);
  copyFileSync(join(here, "js/script.d.ts"), join(out, "dist/script.d.ts"));
  copyFileSync(join(here, "js/mini.d.ts"), join(out, "miniprogram_dist/index.d.ts"));
}

function manifest() {
  const version = /\[workspace\.package\]\s*version = "([^"]+)"/.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))[1];
  const [types, esm] = ["./dist/index.d.ts", "./dist/index.d.mts"];
  return {
    name: "zhengzhao",
    version,
    description: "Offline verification of electronic licences and certificates (电子证照) in browsers, Node and mini-programs",
    license: "Apache-2.0 OR MIT",
    // The tools of mini-programs read these two; everything else reads `exports`.
    main: "miniprogram_dist/index.js",
    miniprogram: "miniprogram_dist",
    types,
    exports: {
      ".": {
        node: { import: { types: esm, default: "./dist/node.mjs" }, require: { types, default: "./dist/node.cjs" } },
        types: esm,
        default: "./dist/web.mjs",
      },
      "./script": { types: "./dist/script.d.ts", default: "./dist/zhengzhao.js" },
      "./miniprogram": { types: "./miniprogram_dist/index.d.ts", default: "./miniprogram_dist/index.js" },
      "./zhengzhao_bg.wasm": "./dist/zhengzhao_bg.wasm",
      "./package.json": "./package.json",
    },
    files: ["dist", "miniprogram_dist"],
    sideEffects: ["./dist/zhengzhao.js"],
    engines: { node: ">=18" },
  };
}
