// Every vector in headless Chromium, from the web entry over a local server: node tests/browser.mjs PACKAGE.

import { createReadStream, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize, resolve } from "node:path";
import { chromium } from "playwright-core";
import { here, kindFiles, report, vectorFiles } from "./folder.mjs";

const TYPES = { ".html": "text/html", ".mjs": "text/javascript", ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm", ".css": "text/css", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json" };

// Serves folders by their prefix; what is a string instead is served as it is.
export function serve(places) {
  const server = createServer((request, response) => {
    const named = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const path = named.endsWith("/") ? `${named}index.html` : named;
    const prefix = Object.keys(places).find((own) => path.startsWith(own));
    const place = places[prefix];
    const file = prefix === undefined ? "" : join(place.folder || "", path.slice(prefix.length));
    if (prefix === undefined || (place.folder && !existsSync(file))) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(path)] || "application/octet-stream" });
    if (place.folder) createReadStream(file).pipe(response);
    else response.end(place.text);
  });
  return new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(server)));
}

// Opens a page of such a server and gives it to `work`.
export async function withPage(places, path, work) {
  const server = await serve(places);
  const profile = mkdtempSync(join(tmpdir(), "zhengzhao-chromium-"));
  const args = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  const browser = await chromium.launchPersistentContext(profile, { executablePath: process.env.CHROMIUM || "/usr/bin/chromium", headless: true, chromiumSandbox: false, args });
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(`http://127.0.0.1:${server.address().port}${path}`);
    const result = await work(page);
    if (errors.length > 0) throw new Error(`the page reports: ${errors.join("; ")}`);
    return result;
  } finally {
    await browser.close();
    server.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

if (process.argv[1] === join(here, "browser.mjs") || process.argv[1].endsWith("tests/browser.mjs")) {
  const folder = resolve(process.argv[2]);
  const places = {
    "/page.html": { text: "<!doctype html><meta charset=utf-8><title>vectors</title>" },
    "/files.json": { text: JSON.stringify({ files: vectorFiles(), kinds: kindFiles() }) },
    "/package/": { folder },
    "/tests/": { folder: here },
  };
  const result = await withPage(places, "/page.html", (page) =>
    page.evaluate(async () => {
      const { load } = await import("/package/dist/web.mjs");
      const { memberNames, runVectors } = await import("/tests/vectors.mjs");
      const { files, kinds } = await (await fetch("/files.json")).json();
      return runVectors(await load(), files, memberNames(kinds));
    }),
  );
  process.exit(report("vectors in Chromium", result) ? 0 : 1);
}
