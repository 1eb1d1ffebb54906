// The examples of the README files, run as they stand: node tests/readme.mjs PACKAGE WORK.

import assert from "node:assert/strict";
import { createECDH, createHash, createPrivateKey, createPublicKey, sign, webcrypto } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { withPage } from "./browser.mjs";
import { fakeHost } from "./fakehost.mjs";
import { root, vectorFiles } from "./folder.mjs";
import { Tests } from "./tests.mjs";

const [folder, work] = process.argv.slice(2).map((path) => resolve(path));
const tests = new Tests("readme");
const { load } = await import(pathToFileURL(join(folder, "dist/node.mjs")));
const zz = await load();

const { json } = vectorFiles().find(({ name }) => name === "request.json");
const bytes = (name) => Uint8Array.from(Buffer.from(json.bytes[name], "hex"));
const NOW = 1800000000;
const state = (() => {
  const desk = zz.Desk.pin(bytes("anchor"));
  desk.import(bytes("desk"), { now: NOW, maxStatusAge: 604800 });
  return desk.export();
})();
// A holder's copy has decoys, which no checker takes: shown by its own key it has none.
const key = (() => {
  const secret = createHash("sha256").update("zhengzhao sample key: ESP256 林小满").digest();
  const ecdh = createECDH("prime256v1");
  ecdh.setPrivateKey(secret);
  const url = (part) => Buffer.from(part).toString("base64url");
  const point = ecdh.getPublicKey();
  return createPrivateKey({ format: "jwk", key: { kty: "EC", crv: "P-256", d: url(secret), x: url(point.subarray(1, 33)), y: url(point.subarray(33)) } });
})();
const shown = bytes("food");
const forged = shown.slice();
forged[forged.length - 1] ^= 1;

const blocks = (file, sort) => [...readFileSync(join(root, file), "utf8").matchAll(/```js (\w+)\n([^]*?)```/g)].filter(([, own]) => own === sort).map(([, , text]) => text);
const FILES = ["README.md", "README.zh.md", "bindings/wasm/README.md"];
let seen = 0;
for (const file of FILES) {
  for (const text of blocks(file, "browser")) {
    seen++;
    await tests.run(`${file}: a browser`, async () => {
      const page = `<!doctype html><meta charset="utf-8"><title>x</title><script type="importmap">{"imports": {"zhengzhao": "/package/dist/web.mjs"}}</script>`;
      const places = { "/page.html": { text: page }, "/example.mjs": { text }, "/package/": { folder } };
      const told = await withPage(places, "/page.html", (opened) =>
        opened.evaluate(async ([state, shown, forged, now]) => {
          const { holderName } = await import("/example.mjs");
          const said = [];
          for (const one of [shown, forged]) said.push(await holderName(Uint8Array.from(state), Uint8Array.from(one), now));
          return said;
        }, [[...state], [...shown], [...forged], NOW]),
      );
      assert.equal(told[0], "重庆样例餐饮管理有限公司");
      assert.match(told[1], /签名/);
    });
  }
  for (const text of blocks(file, "miniprogram")) {
    seen++;
    await tests.run(`${file}: a mini-program`, async () => {
      const outcomes = [];
      for (const one of [shown, forged]) {
        for (const sort of ["wechat", "alipay", "douyin"]) {
          const host = fakeHost(join(folder, "miniprogram_dist"), sort, { codes: zz.frames(one).reverse() });
          host.run(`var pages = []; function Page(page) { pages.push(page); } Date.now = function () { return ${NOW * 1000 + 999}; };`);
          const api = await host.zhengzhao.load();
          await host.zhengzhao.keepDesk(api.Desk.reopen(state), "front-desk", NOW);
          host.requires(text, "page.js", (name) => (name === "zhengzhao" ? host.zhengzhao : assert.fail(name)));
          const [page] = host.run("pages");
          page.setData = (data) => outcomes.push([data.outcome, /[\u4e00-\u9fff]/.test(data.message)]);
          await page.onScan();
        }
      }
      assert.deepEqual(outcomes, [...Array(3).fill(["verified", true]), ...Array(3).fill(["refused", true])]);
    });
  }
  for (const text of blocks(file, "node")) {
    seen++;
    await tests.run(`${file}: a desk in Node`, async () => {
      const place = join(work, "readme");
      rmSync(place, { recursive: true, force: true });
      mkdirSync(join(place, "node_modules"), { recursive: true });
      symlinkSync(folder, join(place, "node_modules/zhengzhao"));
      writeFileSync(join(place, "example.mjs"), text);
      const { meet } = await import(pathToFileURL(join(place, "example.mjs")));
      // The guest's wallet.
      const answer = async (codes) => {
        const wallet = zz.Desk.reopen(state);
        const scanner = zz.Scanner.begin();
        const request = codes.map((code) => scanner.take(code).object).pop();
        const cti = webcrypto.getRandomValues(new Uint8Array(16));
        const spki = new Uint8Array(createPublicKey(key).export({ format: "der", type: "spki" }));
        const options = { now: NOW, offer: 0, cti, key: spki, answerUnregistered: true };
        const act = wallet.prepareAnswer(request, [bytes("eid")], options);
        return zz.frames(act.finish(new Uint8Array(sign("sha256", act.bytes, key)), "der")).reverse();
      };
      const { verdict, state: kept } = await meet(bytes("anchor"), bytes("desk"), answer, NOW, webcrypto.getRandomValues(new Uint8Array(16)));
      assert.deepEqual([verdict.outcome, verdict.presenter], ["verified", "proven_challenge"]);
      assert.equal(verdict.certificate.items.holderName, "林小满");
      assert.deepEqual(Buffer.from(kept), Buffer.from(state));
    });
  }
}
for (const text of blocks("bindings/wasm/README.md", "window")) {
  seen++;
  await tests.run("a matter", async () => {
    const { json: file } = vectorFiles().find(({ name }) => name === "scenario-checks.json");
    const unhex = (text) => Uint8Array.from(Buffer.from(text[0] === "$" ? file.bytes[text.slice(1)] : text, "hex"));
    const { steps } = file.vectors.find(({ name }) => name === "contract");
    const { verify_scenario: step } = steps.at(-1);
    const desk = zz.Desk.pin(unhex(steps[0].pin));
    desk.import(unhex(steps[1].import), { now: NOW, maxStatusAge: 604800 });
    desk.updateScenario(unhex(steps[2].update_scenario), { now: NOW, maxStatusAge: 604800 });
    const [licence, seal] = step.shown;
    const form = { sha256: unhex(seal.document.digest), length: seal.document.length };
    const { settle } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
    const settled = (seals) => settle(zz, desk, step.scenario.join("/"), [unhex(licence.bytes)], form, seals, unhex(step.presence.challenge), step.now);
    const whole = settled(zz.appendSeal(null, unhex(seal.bytes)));
    assert.deepEqual([whole.outcome, whole.missing], ["verified", []]);
    const less = settled(null);
    assert.deepEqual([less.outcome, less.missing.length], ["refused", 1]);
    assert.match(less.message, /[\u4e00-\u9fff]/);
  });
}
await tests.run("examples were found", () => assert.ok(seen >= 8, `${seen}`));
process.exit(tests.report() ? 0 : 1);
