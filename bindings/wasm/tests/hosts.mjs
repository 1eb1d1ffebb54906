// The mini-program form in fake hosts: node tests/hosts.mjs PACKAGE. All vectors in each of the three, and what the package
// adds for them.

import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import * as esbuild from "esbuild";
import { fakeHost } from "./fakehost.mjs";
import { here, kindFiles, report, vectorFiles } from "./folder.mjs";
import { Tests } from "./tests.mjs";
import { Utf8Decoder, Utf8Encoder } from "../js/mini/text.js";

const folder = join(resolve(process.argv[2]), "miniprogram_dist");
const runner = esbuild.buildSync({ entryPoints: [join(here, "vectors.mjs")], bundle: true, write: false, format: "cjs", target: "es2015" }).outputFiles[0].text;
const HOSTS = [
  ["wechat", { shape: "instance", compressed: true }],
  ["alipay", { shape: "pair", compressed: false }],
  ["douyin", { shape: "pair", compressed: true }],
];
let good = true;
for (const [sort, options] of HOSTS) {
  const host = fakeHost(folder, sort, options);
  const { runVectors, memberNames } = host.requires(runner, "vectors.js");
  // In the host's own realm, as a file of its package would be.
  const parse = host.run("(text) => JSON.parse(text)");
  const members = memberNames(parse(JSON.stringify(kindFiles())));
  const result = runVectors(await host.zhengzhao.load(), parse(JSON.stringify(vectorFiles())), members);
  good = report(`vectors in the host ${sort}`, result) && good;
}

const tests = new Tests("mini-programs");
const state = (() => {
  const { json } = vectorFiles().find(({ name }) => name === "status-import.json");
  const vector = json.vectors.find(({ steps }) => steps.some((step) => step.import));
  const bytes = (text) => Uint8Array.from(Buffer.from(text[0] === "$" ? json.bytes[text.slice(1)] : text, "hex"));
  const { import: pack, now } = vector.steps.find((step) => step.import);
  return { anchor: bytes(vector.steps.find((step) => step.pin).pin), pack: bytes(pack), now };
})();
const POLICY = { maxStatusAge: 604800 };

// Texts of the shim against those of Node, over every length of form and every way in which one breaks.
await tests.run("texts cross the border as they are", async () => {
  const { zhengzhao } = fakeHost(folder, "wechat");
  const api = await zhengzhao.load();
  for (const name of ["证照", "𠮷野家", "a", "\u07ff\u0800\uffff\u{10000}\u{10ffff}", "é"]) {
    const request = api.makeRequest({ audience: name, asks: [{ kind: "ZZ-LOCAL-EID", items: ["holderName"] }] });
    assert.equal(api.readRequest(request).claims.audience, name);
  }
  assert.throws(() => api.makeRequest({ audience: "\ud800", asks: [] }), (error) => ["invalid_argument"].includes(error.code) || error.name === "Refusal");
});

// The shim of UTF-8 against Node's own, over every beginning of a character and every way in which one breaks.
await tests.run("UTF-8 as the Encoding Standard says", () => {
  const [decoder, encoder] = [new TextDecoder("utf-8", { ignoreBOM: true }), new TextEncoder()];
  const compare = (bytes) => assert.equal(new Utf8Decoder().decode(bytes), decoder.decode(bytes), Buffer.from(bytes).toString("hex"));
  const second = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
  for (let first = 0; first < 256; first++) {
    compare(Uint8Array.of(first));
    for (const next of second) {
      compare(Uint8Array.of(first, next));
      for (const third of second) compare(Uint8Array.of(first, next, third, 0x80, 0x41));
    }
  }
  for (let unit = 0; unit < 65536; unit += 7) {
    for (const text of [String.fromCharCode(unit), String.fromCharCode(unit, 0xdc00), String.fromCharCode(0xd800, unit)]) {
      assert.deepEqual(Buffer.from(new Utf8Encoder().encode(text)), Buffer.from(encoder.encode(text)));
    }
  }
});

await tests.run("a Worker of Alipay, which has no `my`", async () => {
  const { zhengzhao } = fakeHost(folder, "alipay", { shape: "pair", compressed: false, worker: true });
  assert.equal(zhengzhao.assertHost(["load", "random"]), "alipay");
  assert.throws(() => zhengzhao.assertHost(["scan", "files"]), { code: "host_incapable" });
  assert.deepEqual([...(await zhengzhao.load()).algorithms()], ["Ed25519", "ESP256", "SM2"]);
  assert.equal((await zhengzhao.randomBytes(16)).length, 16);
});

await tests.run("a host without the module's loader is told so, with all that is missing", async () => {
  const { zhengzhao } = fakeHost(folder, "wechat", { wasm: false, lacks: ["scanCode", "getFileSystemManager", "getRandomValues"] });
  await assert.rejects(zhengzhao.load(), { name: "UsageError", code: "host_incapable" });
  assert.throws(() => zhengzhao.assertHost(["load", "scan", "files", "random"]), (error) => {
    assert.deepEqual([...error.missing], ["WXWebAssembly.instantiate", "scanCode", "getFileSystemManager", "getRandomValues"]);
    return error.code === "host_incapable";
  });
  assert.equal(fakeHost(folder, "douyin").zhengzhao.assertHost(), "douyin");
});

await tests.run("a damaged path is a typed error, and a second try may succeed", async () => {
  const { zhengzhao } = fakeHost(folder, "wechat");
  await assert.rejects(zhengzhao.load({ path: "/none.wasm" }), { name: "UsageError", code: "module_unusable" });
  const api = await zhengzhao.load({ path: "/subpackage/zhengzhao_bg.wasm.br" });
  assert.deepEqual([...api.algorithms()], ["Ed25519", "ESP256", "SM2"]);
});

await tests.run("a scan goes on until the object is whole", async () => {
  const object = new Uint8Array(2000).fill(7);
  for (const sort of ["wechat", "alipay", "douyin"]) {
    const codes = [];
    const host = fakeHost(folder, sort, { codes: [] });
    const api = await host.zhengzhao.load();
    const frames = [...api.frames(object)];
    assert.equal(frames.length, 3);
    codes.push("\ufeff " + frames[2], "https://example.org/", "\u0000" + frames[0], frames[1]);
    const again = fakeHost(folder, sort, { codes });
    const steps = [];
    const bytes = await again.zhengzhao.scan(await again.zhengzhao.load(), ({ progress, refusal }) => {
      steps.push(refusal === null ? progress.have.length : refusal.code);
      return true;
    });
    assert.deepEqual(steps, [1, "text_prefix_missing", 2], sort);
    assert.deepEqual(Buffer.from(bytes), Buffer.from(object));
  }
});

await tests.run("a scan that is given up gives null, and a refusal ends one that nobody continues", async () => {
  for (const sort of ["wechat", "alipay", "douyin"]) {
    const none = fakeHost(folder, sort, { codes: [] });
    assert.equal(await none.zhengzhao.scan(await none.zhengzhao.load()), null);
    const other = fakeHost(folder, sort, { codes: ["https://example.org/"] });
    await assert.rejects(other.zhengzhao.scan(await other.zhengzhao.load()), { name: "Refusal", code: "text_prefix_missing" });
  }
});

await tests.run("a desk is kept and opened, and one that was put back is refused", async () => {
  for (const sort of ["wechat", "alipay", "douyin"]) {
    const { zhengzhao, held, storage } = fakeHost(folder, sort);
    const api = await zhengzhao.load();
    const { anchor, pack, now } = state;
    assert.equal(await zhengzhao.openDesk(api, "front", now), null);
    const desk = api.Desk.pin(anchor);
    await zhengzhao.keepDesk(desk, "front", now);
    const older = new Map(held);
    desk.import(pack, { ...POLICY, now });
    await zhengzhao.keepDesk(desk, "front", now);
    const opened = await zhengzhao.openDesk(api, "front", now);
    assert.deepEqual(Buffer.from(opened.export()), Buffer.from(desk.export()), sort);
    // A stop between the mark and the last step leaves the new state beside the old one.
    const newest = new Map(held);
    held.clear();
    for (const [path, data] of older) held.set(path, data);
    for (const [path, data] of newest) held.set(`${path}.new`, data);
    assert.deepEqual(Buffer.from((await zhengzhao.openDesk(api, "front", now)).export()), Buffer.from(desk.export()));
    // The old state alone.
    for (const path of newest.keys()) held.delete(`${path}.new`);
    await assert.rejects(zhengzhao.openDesk(api, "front", now), { code: "state_rolled_back" });
    held.clear();
    await assert.rejects(zhengzhao.openDesk(api, "front", now), { code: "state_rolled_back" });
    // Damage is a refusal, and no way back either.
    for (const path of newest.keys()) held.set(path, new ArrayBuffer(3));
    await assert.rejects(zhengzhao.openDesk(api, "front", now), { name: "Refusal" });
    assert.equal(storage.size, 1);
    await assert.rejects(async () => zhengzhao.keepDesk(desk, "../front", now), { code: "invalid_argument" });
  }
});

await tests.run("random bytes are the host's or none", async () => {
  const { zhengzhao } = fakeHost(folder, "wechat");
  const [one, two] = [await zhengzhao.randomBytes(16), await zhengzhao.randomBytes(16)];
  assert.equal(one.length, 16);
  assert.notDeepEqual([...one], [...two]);
  assert.throws(() => zhengzhao.randomBytes(0), { code: "invalid_argument" });
  assert.throws(() => fakeHost(folder, "alipay").zhengzhao.randomBytes(16), { code: "host_incapable" });
});

process.exit(tests.report() && good ? 0 : 1);
