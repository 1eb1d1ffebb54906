// The packed package in clean projects, three vectors in each: node tests/consumers.mjs PACKAGE WORK.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as esbuild from "esbuild";
import { withPage } from "./browser.mjs";
import { fakeHost } from "./fakehost.mjs";
import { here, kindFiles, vectorFiles } from "./folder.mjs";
import { Tests } from "./tests.mjs";

const [folder, work] = process.argv.slice(2).map((path) => resolve(path));
const tests = new Tests("consumers");
const modules = join(here, "../node_modules");

rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
execFileSync("npm", ["pack", folder, "--silent", "--pack-destination", work]);
const [tarball] = readdirSync(work);

// One of each outcome, and what replays them.
const THREE = ["verified", "refused", "cannot_tell"].map((outcome) => {
  for (const { name, json } of vectorFiles()) {
    const vector = json.vectors.find((own) => own.expect.outcome === outcome && own.steps.at(-1).verify);
    if (vector) return { name, json: { ...json, vectors: [vector] } };
  }
  throw new Error(`no vector ends as ${outcome}`);
});
const runner = (format) => esbuild.buildSync({ entryPoints: [join(here, "vectors.mjs")], bundle: true, write: false, format, globalName: "runner" }).outputFiles[0].text;
const all = (result) => assert.deepEqual(JSON.parse(JSON.stringify(result)), { passed: 3, failed: [], unsaid: [] });

// A project with the package installed from its tarball, without a network.
function project(name, files, manifest = {}) {
  const place = join(work, name);
  mkdirSync(place);
  writeFileSync(join(place, "package.json"), JSON.stringify({ name, private: true, ...manifest }));
  execFileSync("npm", ["install", "--offline", "--silent", "--no-progress", "--no-audit", "--no-fund", join(work, tarball)], { cwd: place });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(place, path), text);
  writeFileSync(join(place, "data.json"), JSON.stringify({ files: THREE, kinds: kindFiles() }));
  return place;
}
const node = (place, file) => JSON.parse(execFileSync(process.execPath, [file], { cwd: place, encoding: "utf8" }));
const RUN = `load().then((zhengzhao) => runVectors(zhengzhao, data.files, memberNames(data.kinds)))`;

await tests.run("Node, ECMAScript modules", () => {
  const place = project("esm", {
    "vectors.mjs": runner("esm"),
    "main.mjs": `import { load } from "zhengzhao";\nimport { readFileSync } from "node:fs";\nimport { memberNames, runVectors } from "./vectors.mjs";\nconst data = JSON.parse(readFileSync("data.json"));\nconsole.log(JSON.stringify(await ${RUN}));\n`,
  });
  all(node(place, "main.mjs"));
});

await tests.run("Node, CommonJS", () => {
  const place = project("cjs", {
    "vectors.js": runner("cjs"),
    "main.js": `const { load } = require("zhengzhao");\nconst { memberNames, runVectors } = require("./vectors.js");\nconst data = require("./data.json");\n${RUN}.then((result) => console.log(JSON.stringify(result)));\n`,
  });
  all(node(place, "main.js"));
});

await tests.run("a bundle by Vite", async () => {
  const place = project("vite", {
    "vectors.mjs": runner("esm"),
    "index.html": `<!doctype html><meta charset="utf-8"><title>bundle</title><script type="module" src="./main.mjs"></script>`,
    "main.mjs": `import { load } from "zhengzhao";\nimport { memberNames, runVectors } from "./vectors.mjs";\nimport data from "./data.json";\nwindow.result = ${RUN};\n`,
  });
  execFileSync(process.execPath, [join(modules, "vite/bin/vite.js"), "build", "--logLevel", "warn", "--base", "/site/"], { cwd: place, stdio: "inherit" });
  assert.ok(readdirSync(join(place, "dist/assets")).some((name) => name.endsWith(".wasm")));
  all(await withPage({ "/site/": { folder: join(place, "dist") } }, "/site/index.html", (page) => page.evaluate(() => window.result)));
});

await tests.run("a plain script", async () => {
  const place = project("script", {
    "vectors.js": runner("iife"),
    "index.html": `<!doctype html><meta charset="utf-8"><title>script</title><script src="node_modules/zhengzhao/dist/zhengzhao.js"></script><script src="vectors.js"></script>
<script>window.result = fetch("data.json").then((answer) => answer.json()).then((data) => zhengzhao.load().then((loaded) => runner.runVectors(loaded, data.files, runner.memberNames(data.kinds))));</script>`,
  });
  all(await withPage({ "/": { folder: place } }, "/index.html", (page) => page.evaluate(() => window.result)));
});

await tests.run("the layout of a mini-program", async () => {
  const place = project("mini", { "vectors.js": runner("cjs") });
  // What the tools of a mini-program do: the folder that the manifest names is copied whole, and nothing else.
  const installed = join(place, "node_modules/zhengzhao");
  const { miniprogram } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  const copied = join(place, "miniprogram_npm/zhengzhao");
  cpSync(join(installed, miniprogram), copied, { recursive: true });
  assert.ok(existsSync(join(copied, "zhengzhao_bg.wasm.br")));
  const host = fakeHost(copied, "wechat");
  const { runVectors, memberNames } = host.requires(readFileSync(join(place, "vectors.js"), "utf8"), "vectors.js");
  const parse = host.run("(text) => JSON.parse(text)");
  const data = parse(readFileSync(join(place, "data.json"), "utf8"));
  all(runVectors(await host.zhengzhao.load(), data.files, memberNames(data.kinds)));
});

const USES = readdirSync(join(here, "consumers"));

// What the compiler says of these files; for files that are to be right, it must say nothing.
function compile(place, compilerOptions, expectFaults) {
  writeFileSync(join(place, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...compilerOptions, noEmit: true, types: [] }, files: expectFaults || USES }));
  const { stdout } = spawnSync(process.execPath, [join(modules, "typescript/bin/tsc"), "--project", place], { encoding: "utf8" });
  if (!expectFaults) assert.equal(stdout, "");
  return stdout;
}

// As strictly as TypeScript checks, in each of the ways in which it looks for types.
for (const [module, moduleResolution, type] of [["node16", "node16", "module"], ["node16", "node16", "commonjs"], ["esnext", "bundler", "module"]]) {
  await tests.run(`types: ${moduleResolution}, ${type}`, () => {
    const files = Object.fromEntries(USES.map((name) => [name, readFileSync(join(here, "consumers", name))]));
    const place = project(`types-${moduleResolution}-${type}`, files, { type });
    compile(place, { strict: true, noUncheckedIndexedAccess: true, target: "es2022", lib: ["es2022", "dom"], module, moduleResolution });
  });
}

// The glue may name only what every host has, or what is handed to it.
await tests.run("the mini-program form names no global that a host may lack", () => {
  // Beside the names of ECMAScript 5, which TypeScript knows here: what comes with ECMAScript 2015, and the hosts' own.
  const ALLOWED = ["wx", "my", "tt", "WXWebAssembly", "MYWebAssembly", "TTWebAssembly", "console", "module", "Map", "Promise", "Symbol"];
  // Behind typeof, or for values that no call of ours gives.
  ALLOWED.push("SharedArrayBuffer", "crypto");
  const place = join(work, "names");
  mkdirSync(place);
  writeFileSync(join(place, "index.js"), readFileSync(join(folder, "miniprogram_dist/index.js")));
  const text = compile(place, { allowJs: true, checkJs: true, lib: ["es5"], target: "es2015" }, ["index.js"]);
  const names = new Set([...text.matchAll(/ Cannot find name '(\w+)'/g)].map(([, name]) => name));
  assert.ok(names.has("wx"), "nothing was checked");
  assert.deepEqual([...names].filter((name) => !ALLOWED.includes(name)), []);
});

process.exit(tests.report() ? 0 : 1);
