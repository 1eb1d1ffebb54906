// Makes the pages out of the package: node desk/build.mjs PACKAGE OUT. The folder OUT can be put on any static server;
// desk.html and guest.html in OUT/single are the same, each in one file that opens without a server.

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const [folder, out] = process.argv.slice(2).map((path) => resolve(path));
if (out === undefined) {
  console.error("usage: node desk/build.mjs PACKAGE OUT");
  process.exit(2);
}
const MODULE = join(folder, "dist/zhengzhao_bg.wasm");
const READER = join(here, "../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm");
const PAGES = { desk: "index.html", guest: "guest.html" };

const policy = (rules) => `<meta http-equiv="Content-Security-Policy" content="${Object.entries(rules).map(([name, value]) => `${name} ${value}`).join("; ")}">`;
const RULES = { "default-src": "'none'", "img-src": "'self' blob:", "media-src": "blob: mediastream:", "base-uri": "'none'", "form-action": "'none'" };

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "single"), { recursive: true });
const css = readFileSync(join(here, "page.css"), "utf8");
for (const [name, page] of Object.entries(PAGES)) {
  const script = await bundle(name);
  const html = readFileSync(join(here, page), "utf8");
  writeFileSync(join(out, `${name}.js`), script);
  writeFileSync(join(out, page), linked(html, name));
  writeFileSync(join(out, "single", `${name}.html`), single(html, script));
}
writeFileSync(join(out, "page.css"), css);
copyFileSync(MODULE, join(out, "zhengzhao_bg.wasm"));
copyFileSync(READER, join(out, "zxing_reader.wasm"));
copyFileSync(join(here, "icon.svg"), join(out, "icon.svg"));
copyFileSync(join(here, "manifest.webmanifest"), join(out, "manifest.webmanifest"));
writeNotices();
writeWorker();

// What others wrote and the pages contain goes out with its terms.
function writeNotices() {
  const terms = (name) => readFileSync(join(here, "../node_modules", name, "LICENSE"), "utf8").trim();
  const text = `qr (MIT OR Apache-2.0)\n\n${terms("qr")}\n\n----\n\nzxing-wasm (MIT), which contains ZXing-C++ (Apache-2.0, see LICENSE-APACHE)\n\n${terms("zxing-wasm")}\n`;
  for (const place of [out, join(out, "single")]) {
    writeFileSync(join(place, "THIRD-PARTY.txt"), text);
    for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) copyFileSync(join(folder, name), join(place, name));
  }
}

// One script of one page; it runs on the browsers that have WebAssembly, IndexedDB and modules.
async function bundle(name) {
  const alias = { zhengzhao: join(folder, "dist/web.mjs") };
  const built = await esbuild.build({
    entryPoints: [join(here, "src", `${name}.js`)], bundle: true, write: false, format: "iife", target: "es2020", charset: "utf8",
    minify: true, legalComments: "none", logLevel: "error", alias, nodePaths: [join(here, "../node_modules")],
    define: { "import.meta.url": "document.baseURI" }, external: ["module", "node:*"],
  });
  // What closes a script may not stand in one.
  return built.outputFiles[0].text.replaceAll("</script", "<\\/script");
}

function linked(html, name) {
  const rules = { ...RULES, "script-src": "'self' 'wasm-unsafe-eval'", "style-src": "'self'", "connect-src": "'self'", "worker-src": "'self'", "manifest-src": "'self'" };
  const links = `<link rel="stylesheet" href="page.css">\n<link rel="icon" href="icon.svg" type="image/svg+xml">\n<link rel="manifest" href="manifest.webmanifest">`;
  return put(html, policy(rules), links, `<script src="${name}.js" defer></script>`);
}

// The policy names the very script and style, and lets the page connect to nothing.
function single(html, script) {
  const digest = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const rules = { ...RULES, "img-src": "blob: data:", "script-src": `${digest(script)} 'wasm-unsafe-eval'`, "style-src": digest(css), "connect-src": "'none'" };
  const data = (id, file) => `<script type="application/octet-stream" id="${id}">${readFileSync(file, "base64")}</script>`;
  const scripts = [data("module-wasm", MODULE), data("reader-wasm", READER), `<script>${script}</script>`].join("\n");
  return put(html, policy(rules), `<link rel="icon" href="data:,">\n<style>${css}</style>`, scripts);
}

function put(html, ...parts) {
  return ["<!--policy-->", "<!--links-->", "<!--scripts-->"].reduce((text, place, index) => {
    if (!text.includes(place)) throw new Error(`the page has no ${place}`);
    return text.replace(place, () => parts[index]);
  }, html);
}

function writeWorker() {
  const files = ["index.html", "guest.html", "desk.js", "guest.js", "page.css", "zhengzhao_bg.wasm", "zxing_reader.wasm", "icon.svg", "manifest.webmanifest"];
  const whole = createHash("sha256");
  for (const file of files) whole.update(readFileSync(join(out, file)));
  const worker = readFileSync(join(here, "sw.js"), "utf8");
  const version = `zhengzhao-${whole.digest("hex").slice(0, 16)}`;
  writeFileSync(join(out, "sw.js"), worker.replace("__VERSION__", version).replace("__FILES__", JSON.stringify(["./", ...files])));
}
