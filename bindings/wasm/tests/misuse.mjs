// Wrong arguments from JavaScript: a typed error each, and the module goes on. node tests/misuse.mjs PACKAGE.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { vectorFiles } from "./folder.mjs";
import { Tests } from "./tests.mjs";

const folder = resolve(process.argv[2]);
const fresh = (() => {
  let count = 0;
  // A module of its own each time.
  return () => import(`${pathToFileURL(join(folder, "dist/node.mjs"))}?${count++}`);
})();
const { load, Refusal, UsageError } = await fresh();
const zz = await load();
const tests = new Tests("misuse");

const { json } = vectorFiles().find(({ name }) => name === "presentations.json");
const hex = (text) => Uint8Array.from(Buffer.from(text[0] === "$" ? json.bytes[text.slice(1)] : text, "hex"));
const vector = json.vectors.find(({ expect, steps }) => expect.outcome === "verified" && steps.at(-1).verify?.presence?.challenge);
const step = vector.steps.at(-1).verify;
const policy = { maxStatusAge: vector.policy.max_status_age };
function desk() {
  const made = zz.Desk.pin(hex(vector.steps.find((one) => one.pin).pin));
  for (const { import: pack, now } of vector.steps.filter((one) => one.import)) made.import(hex(pack), { ...policy, now });
  return made;
}
const shown = hex(step.bytes);
const scenario = step.scenario && step.scenario.join("/");
const occasion = { ...policy, now: step.now, region: step.region, audience: step.audience, scenario, purpose: step.purpose };
const challenge = () => new zz.Challenge(hex(step.presence.challenge));
const usage = (code) => (error) => {
  assert.ok(error instanceof UsageError, `${error && error.stack}`);
  assert.equal(error.code, code, error.message);
  return true;
};

await tests.run("the vector behind these tests is verified, and again after all of them", () => {
  const [verdict] = desk().verifyPresented(shown, { ...occasion, challenge: challenge() });
  assert.equal(verdict.outcome, "verified");
  assert.equal(verdict.presenter, "proven_challenge");
});

const detached = () => {
  const bytes = new Uint8Array(8);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
};
const own = desk();
const { purpose: _, ...matter } = { ...occasion, scenario: "11500000MBYY00079W/none" };
const NO_BYTES = [undefined, null, "d28443", 7, [1, 2], {}, new ArrayBuffer(8), new DataView(new ArrayBuffer(8)), new Float64Array(2), new Uint16Array(2), () => 1, Symbol("x"), 1n,
  new Proxy(new Uint8Array(2), {}), { length: 3, byteLength: 3, [Symbol.toStringTag]: "Uint8Array" }];
const TAKES_BYTES = {
  "Desk.pin": (bytes) => zz.Desk.pin(bytes),
  "Desk.reopen": (bytes) => zz.Desk.reopen(bytes),
  repin: (bytes) => own.repin(bytes),
  import: (bytes) => own.import(bytes, { ...policy, now: step.now }),
  updateOwn: (bytes) => own.updateOwn([bytes], { ...policy, now: step.now }),
  updateRecognised: (bytes) => own.updateRecognised(bytes, { ...policy, now: step.now }),
  updateStatus: (bytes) => own.updateStatus(bytes, { ...policy, now: step.now }),
  updateScenario: (bytes) => own.updateScenario(bytes, { ...policy, now: step.now }),
  verify: (bytes) => own.verify(bytes, occasion),
  verifyPresented: (bytes) => own.verifyPresented(bytes, occasion),
  verifySeal: (bytes) => own.verifySeal(bytes, new Uint8Array(1), { ...policy, now: step.now, region: step.region }),
  document: (bytes) => own.verifySeal(shown, bytes, { ...policy, now: step.now, region: step.region }),
  checkScenario: (bytes) => own.checkScenario([{ bytes }], matter),
  "a seal of checkScenario": (seal) => own.checkScenario([{ seal, document: shown }], matter),
  "a document of checkScenario": (document) => own.checkScenario([{ seal: shown, document }], matter),
  judgeRequest: (bytes) => own.judgeRequest(bytes, [], { now: step.now }),
  copies: (bytes) => own.judgeRequest(shown, [bytes], { now: step.now }),
  "ReplayMemory.reopen": (bytes) => zz.ReplayMemory.reopen(bytes),
  Challenge: (bytes) => new zz.Challenge(bytes),
  "DocumentHash.update": (bytes) => zz.DocumentHash.begin().update(bytes),
  detect: (bytes) => zz.detect(bytes),
  encodeText: (bytes) => zz.encodeText(bytes),
  frames: (bytes) => zz.frames(bytes),
  readRequest: (bytes) => zz.readRequest(bytes),
  readCopy: (bytes) => zz.readCopy(bytes),
  readSeals: (bytes) => zz.readSeals(bytes),
  appendSeal: (bytes) => zz.appendSeal(null, bytes),
  writeSession: (bytes) => zz.writeSession([bytes]),
  verifyEnrolment: (bytes) => zz.verifyEnrolment(bytes, { issuer: "11500000MBYY00038M", nonce: new Uint8Array(16), now: step.now }),
  checkJournal: (bytes) => zz.checkJournal(bytes, { now: step.now }),
  receiptTag: (bytes) => zz.receiptTag(bytes, new Uint8Array(32)),
};
for (const [name, takes] of Object.entries(TAKES_BYTES)) {
  await tests.run(`${name} takes a Uint8Array and nothing else`, () => {
    for (const value of NO_BYTES) {
      // An object without bytes is a document by its digest, whose members are missing.
      assert.throws(() => takes(value), usage("invalid_argument"), `${String(typeof value)} ${Object.prototype.toString.call(value)}`);
    }
    assert.throws(() => takes(detached()), usage("detached_buffer"));
  });
}

await tests.run("bytes of no meaning are refused, or judged, and never a usage error", () => {
  const noise = Uint8Array.from({ length: 100 }, (_, place) => (place * 37) & 255);
  for (const bytes of [new Uint8Array(0), noise, Buffer.from("hello")]) {
    assert.throws(() => zz.Desk.pin(bytes), Refusal);
    assert.throws(() => own.import(bytes, { ...policy, now: step.now }), Refusal);
    assert.equal(own.verify(bytes, occasion).outcome, "refused");
    assert.equal(own.verifyPresented(bytes, occasion)[0].outcome, "refused");
  }
});

await tests.run("a refusal says everything in both languages", () => {
  assert.throws(() => zz.decodeText("nothing"), (error) => {
    assert.ok(error instanceof Refusal && error instanceof Error);
    assert.equal(error.name, "Refusal");
    assert.equal(error.code, "text_prefix_missing");
    assert.equal(error.step, "parse");
    assert.equal(error.object, "text");
    assert.equal(error.undetermined, false);
    assert.match(error.messages.zh, /[\u4e00-\u9fff]/);
    assert.equal(error.messages.en, `${error.reason.en} ${error.next.en}`);
    return true;
  });
});

const BAD_OCCASIONS = {
  nothing: undefined, text: "now", list: [], "no clock": { ...occasion, now: undefined }, "a date": { ...occasion, now: new Date() },
  milliseconds: { ...occasion, now: Date.now() }, fraction: { ...occasion, now: 1.5 }, negative: { ...occasion, now: -1 },
  "not a number": { ...occasion, now: NaN }, infinite: { ...occasion, now: Infinity }, bigint: { ...occasion, now: 1n }, "clock as text": { ...occasion, now: "1" },
  "no status age": { ...occasion, maxStatusAge: undefined }, "a skew that is no number": { ...occasion, clockSkew: NaN }, "too much skew": { ...occasion, clockSkew: 301 },
  "too old mandates": { ...occasion, maxMandateAge: 367 * 86400 }, "no region": { ...occasion, region: undefined }, "another region": { ...occasion, region: "5001" },
  "a misspelt member": { ...occasion, maxStatusage: 1 }, "a function": { ...occasion, purpose: () => "x" }, "a symbol": { ...occasion, purpose: Symbol("x") },
  "an empty audience": { ...occasion, audience: "" }, "an invisible audience": { ...occasion, audience: "a\u200b" }, "a scenario without id": { ...occasion, scenario: "11500000MBYY00079W" },
  "a challenge of raw bytes": { ...occasion, challenge: new Uint8Array(16) }, "a picture as text": { ...occasion, picture: "x", pictures: ["x"] },
  "a receipt that nobody takes": { ...occasion, receipt: { key: new Uint8Array(32), checker: "desk" } },
  "a member that throws": Object.defineProperty({ ...occasion }, "purpose", { enumerable: true, get: () => { throw new Error("no"); } }),
};
for (const [name, bad] of Object.entries(BAD_OCCASIONS)) {
  await tests.run(`an occasion with ${name}`, () => {
    for (const verify of ["verify", "verifyPresented"]) {
      assert.throws(() => own[verify](shown, bad), usage("invalid_argument"));
    }
  });
}
// The scenario of a matter states the purpose, so that none stays but one that is wrong.
const matterOf = ({ purpose, ...rest }) => ({ ...rest, scenario: rest.scenario || matter.scenario, ...(purpose !== occasion.purpose && { purpose }) });
for (const [name, bad] of Object.entries(BAD_OCCASIONS)) {
  await tests.run(`the occasion of a matter with ${name}`, () => {
    const members = bad instanceof Object && !Array.isArray(bad) && name !== "a member that throws";
    const worse = members ? matterOf(bad) : bad;
    assert.throws(() => own.checkScenario([{ bytes: shown }], worse), usage("invalid_argument"));
  });
}
const BAD_MATTERS = {
  "no scenario": { scenario: undefined }, "a purpose": { purpose: "x" }, "a form": { form: "either" }, "a picture of nothing": { picture: shown },
  "pictures of nothing": { pictures: [] }, "a moment of nothing": { existedBefore: 1 }, "a strictness that is no boolean": { strict: 1 },
  "a receipt without a checker": { receipt: { key: new Uint8Array(32) } },
};
for (const [name, bad] of Object.entries(BAD_MATTERS)) {
  await tests.run(`a matter with ${name}`, () => {
    const call = bad.receipt ? "checkScenarioWithReceipts" : "checkScenario";
    assert.equal(own.checkScenario([{ bytes: shown }], matter).outcome, "refused");
    assert.throws(() => own[call]([{ bytes: shown }], { ...matter, ...bad }), usage("invalid_argument"));
  });
}
const document = { sha256: new Uint8Array(32), length: 1 };
const BAD_SHOWN = {
  "is no list": { bytes: shown }, "is bytes": shown, "holds bytes": [shown], "holds nothing": [undefined], "has a hole": [, { bytes: shown }], "is empty": [{}],
  "is a seal without a document": [{ seal: shown }], "is a document alone": [{ document }], "is both": [{ bytes: shown, seal: shown, document }],
  "has a document that seals nothing": [{ bytes: shown, document }], "has a misspelt member": [{ bytes: shown, pictrue: shown }],
  "has a picture as text": [{ bytes: shown, picture: "x" }], "has pictures that are no list": [{ bytes: shown, pictures: shown }],
  "has a picture twice": [{ bytes: shown, picture: shown, pictures: [shown] }], "has a short digest": [{ seal: shown, document: { ...document, sha256: shown.slice(0, 31) } }],
  "has a length that is none": [{ seal: shown, document: { ...document, length: -1 } }], "existed, and is no seal": [{ bytes: shown, existedBefore: 1 }],
  "existed in text": [{ seal: shown, document, existedBefore: "1" }],
  "throws": [Object.defineProperty({}, "bytes", { enumerable: true, get: () => { throw new Error("no"); } })],
};
for (const [name, bad] of Object.entries(BAD_SHOWN)) {
  await tests.run(`what is shown for a matter ${name}`, () => {
    assert.throws(() => own.checkScenario(bad, matter), usage("invalid_argument"));
  });
}
await tests.run("a matter uses its challenge up, but not where its call is a mistake", () => {
  const used = challenge();
  assert.throws(() => own.checkScenario([{}], { ...matter, challenge: used }), usage("invalid_argument"));
  assert.equal(own.checkScenario([], { ...matter, challenge: used }).outcome, "refused");
  assert.throws(() => own.checkScenario([], { ...matter, challenge: used }), usage("used_up"));
});

await tests.run("an object that contains itself", () => {
  const circle = { ...occasion };
  circle.receipt = circle;
  assert.throws(() => own.verifyWithReceipt(shown, circle), usage("invalid_argument"));
});

await tests.run("a challenge serves once, whatever came of it", () => {
  const used = challenge();
  assert.equal(own.verifyPresented(shown.slice(0, 50), { ...occasion, challenge: used })[0].outcome, "refused");
  assert.throws(() => own.verifyPresented(shown, { ...occasion, challenge: used }), usage("used_up"));
  const memory = zz.ReplayMemory.begin(4);
  assert.throws(() => own.verifyPresented(shown, { ...occasion, challenge: challenge(), replay: memory }), usage("invalid_argument"));
  assert.throws(() => own.verifyPresented(shown, { ...occasion, replay: {} }), usage("invalid_argument"));
  memory.free();
  assert.throws(() => own.verifyPresented(shown, { ...occasion, replay: memory }), usage("freed"));
});

await tests.run("what was freed says so, and may be freed again", () => {
  const freed = [desk(), zz.ReplayMemory.begin(1), zz.Scanner.begin(), zz.DocumentHash.begin()];
  for (const one of freed) {
    one.free();
    one.free();
  }
  const [gone, memory, scanner, hash] = freed;
  for (const use of [() => gone.export(), () => gone.verify(shown, occasion), () => gone.checkScenario([], matter), () => gone.needs({ ...policy, now: step.now }), () => memory.export(), () => memory.length, () => scanner.take("x"), () => hash.update(shown), () => hash.finish()]) {
    assert.throws(use, usage("freed"));
  }
});

await tests.run("classes are made by their static functions and used on their own objects", () => {
  assert.throws(() => new zz.Desk(), usage("invalid_argument"));
  assert.throws(() => new zz.Scanner({}, {}), usage("invalid_argument"));
  assert.throws(() => zz.Desk.prototype.export.call({}), usage("invalid_argument"));
  assert.throws(() => zz.Desk.prototype.export.call(zz.Scanner.begin()), usage("invalid_argument"));
});

await tests.run("sizes of a replay memory", () => {
  for (const size of [0, 1048577, 4294967297, -1, 1.5, NaN, "4", undefined]) assert.throws(() => zz.ReplayMemory.begin(size), usage("invalid_argument"));
});

await tests.run("keys, signatures and their forms", () => {
  const options = { now: step.now, audience: "desk", cti: new Uint8Array(16), items: [] };
  for (const key of [undefined, "x", {}, { algorithm: "RSA", bytes: new Uint8Array(32) }, { algorithm: "Ed25519", bytes: new Uint8Array(31) }, new Uint8Array(91)]) {
    assert.throws(() => zz.preparePresentation(shown, { ...options, key }), (error) => error instanceof UsageError || error instanceof Refusal);
  }
  assert.throws(() => zz.preparePresentation(shown, { ...options, cti: new Uint8Array(15), key: new Uint8Array(1) }), usage("invalid_argument"));
});

await tests.run("texts that are none", () => {
  for (const value of [undefined, null, 7, {}, ["ZZ1:"], new String("x")]) {
    assert.throws(() => zz.decodeText(value), usage("invalid_argument"));
    assert.throws(() => zz.Scanner.begin().take(value), usage("invalid_argument"));
    assert.throws(() => own.scenario(value, { now: step.now }), usage("invalid_argument"));
    assert.throws(() => zz.purgeReceipt(value, step.now), usage("invalid_argument"));
  }
  assert.throws(() => zz.purgeReceipt("{}", step.now), (error) => usage("invalid_input")(error) && /[\u4e00-\u9fff]/.test(error.messages.zh));
});

await tests.run("a truncated module, another module, no module", async () => {
  const bytes = readFileSync(join(folder, "dist/zhengzhao_bg.wasm"));
  const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  for (const source of [bytes.subarray(0, 1000), bytes.subarray(0, bytes.length - 1), new Uint8Array(0), empty, "file:///none.wasm", 7]) {
    const { load: again, UsageError: Usage } = await fresh();
    await assert.rejects(again(source), (error) => error instanceof Usage && error.code === "module_unusable");
    // One that failed does not stand in the way of another try.
    assert.equal((await again(bytes)).version(), zz.version());
  }
});

await tests.run("after all of it, the same verdict", () => {
  const [verdict] = own.verifyPresented(shown, { ...occasion, challenge: challenge() });
  assert.equal(verdict.outcome, "verified");
});
process.exit(tests.report() ? 0 : 1);
