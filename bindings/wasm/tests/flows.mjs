// Whole stories through the API, with keys that live outside of the module: node tests/flows.mjs PACKAGE.

import assert from "node:assert/strict";
import { createECDH, createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, webcrypto } from "node:crypto";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { vectorFiles } from "./folder.mjs";
import { Tests } from "./tests.mjs";

const { load } = await import(pathToFileURL(join(resolve(process.argv[2]), "dist/node.mjs")));
const zz = await load();
const tests = new Tests("flows");

const files = Object.fromEntries(vectorFiles().map(({ name, json }) => [name.replace(".json", ""), json]));
const bytes = (file, name) => Uint8Array.from(Buffer.from(files[file].bytes[name], "hex"));
const random = (length) => webcrypto.getRandomValues(new Uint8Array(length));
const NOW = 1800000000;
const POLICY = { maxStatusAge: 604800 };
const REGION = "500103";

// The holder of the vectors. Its secret is public by design; that of a real holder never leaves the key store.
const holder = await (async () => {
  const secret = createHash("sha256").update("zhengzhao sample key: ESP256 林小满").digest();
  const ecdh = createECDH("prime256v1");
  ecdh.setPrivateKey(secret);
  const point = ecdh.getPublicKey();
  const url = (part) => Buffer.from(part).toString("base64url");
  const jwk = { kty: "EC", crv: "P-256", d: url(secret), x: url(point.subarray(1, 33)), y: url(point.subarray(33)) };
  const store = await webcrypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  const key = createPrivateKey({ format: "jwk", key: jwk });
  return {
    key: new Uint8Array(createPublicKey(key).export({ format: "der", type: "spki" })),
    point: new Uint8Array(point),
    raw: async (message) => new Uint8Array(await webcrypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, store, message)),
    der: (message) => new Uint8Array(sign("sha256", message, key)),
  };
})();

function desk(file, ...scenarios) {
  const made = zz.Desk.pin(bytes(file, "anchor"));
  made.import(bytes(file, "desk"), { ...POLICY, now: NOW });
  for (const scenario of scenarios) made.updateScenario(bytes(file, scenario), { ...POLICY, now: NOW });
  return made;
}
const HOTEL = (() => {
  const [line] = desk("request", "hotel").scenarios({ now: NOW });
  return line.scenario;
})();
const usage = (code) => ({ name: "UsageError", code });

await tests.run("a hotel asks, a guest answers, the hotel verifies, and once only", async () => {
  const [hotel, wallet] = [desk("request", "hotel"), desk("request", "hotel")];
  const challenge = new zz.Challenge(random(16));
  const request = hotel.makeRequest(HOTEL, { now: NOW, audience: "重庆样例酒店前台", challenge });
  const copies = [bytes("request", "food"), bytes("request", "eid")];
  const judged = wallet.judgeRequest(request, copies, { now: NOW });
  assert.deepEqual(judged.refusals, []);
  assert.equal(judged.registered, true);
  assert.equal(judged.claims.audience, "重庆样例酒店前台");
  assert.deepEqual(judged.offers.map(({ copy }) => copy), [1]);
  const { purpose, scenario } = judged.claims;
  for (const form of ["raw", "der"]) {
    const act = wallet.prepareAnswer(request, copies, { now: NOW, offer: 0, cti: random(16), key: holder.key });
    const presentation = act.finish(await holder[form](act.bytes), form);
    const occasion = { ...POLICY, now: NOW, region: REGION, audience: "重庆样例酒店前台", scenario, purpose };
    const [verdict] = hotel.verifyPresented(presentation, { ...occasion, challenge: new zz.Challenge(challenge.bytes) });
    assert.equal(verdict.outcome, "verified", JSON.stringify(verdict.messages));
    assert.equal(verdict.presenter, "proven_challenge");
    assert.equal(verdict.certificate.items.holderName, "林小满");
    assert.equal(verdict.certificate.items.birthDate, undefined);
    const [other] = hotel.verifyPresented(presentation, { ...occasion, challenge: new zz.Challenge(random(16)) });
    assert.equal(other.code, "challenge_mismatch");
    assert.throws(() => act.bytes, usage("freed"));
  }
  assert.throws(() => wallet.prepareAnswer(request, copies, { now: NOW, offer: 1, cti: random(16), key: holder.key }), usage("invalid_argument"));
});

await tests.run("a request that nobody registered is answered only at the holder's word", async () => {
  const wallet = desk("request", "hotel");
  const request = zz.makeRequest({ audience: "某网吧", purpose: "年龄核验", challenge: random(16), asks: [{ kind: "ZZ-LOCAL-EID", items: ["ageOver18"] }] });
  const { claims, asks } = zz.readRequest(request);
  assert.deepEqual([claims.audience, claims.purpose, asks[0].items[0].name], ["某网吧", "年龄核验", "ageOver18"]);
  const copies = [bytes("request", "eid")];
  const options = { now: NOW, offer: 0, cti: random(16), key: holder.key };
  assert.throws(() => wallet.prepareAnswer(request, copies, options), { name: "Refusal", code: "unregistered_purpose" });
  const act = wallet.prepareAnswer(request, copies, { ...options, answerUnregistered: true });
  const presentation = act.finish(holder.der(act.bytes), "der");
  const [verdict] = wallet.verifyPresented(presentation, { ...POLICY, now: NOW, region: REGION, audience: "某网吧", purpose: "年龄核验" });
  assert.deepEqual([verdict.outcome, verdict.presenter], ["verified", "not_proven"]);
  // Beside what was asked for, only what the certificate always shows.
  assert.deepEqual(Object.keys(verdict.certificate.items), ["ageOver18", "issuingAuthority"]);
  assert.throws(() => zz.makeRequest({ audience: "x", asks: [{ kind: "ZZ-LOCAL-EID", items: ["nothing"] }] }), usage("invalid_argument"));
});

function present(copy, items, more) {
  const options = { now: NOW, lifetime: 120, audience: "front desk", cti: random(16), key: { algorithm: "ESP256", bytes: holder.point }, items, ...more };
  return zz.preparePresentation(copy, options);
}

await tests.run("a holder chooses what to show; other keys and signatures are found out", async () => {
  const copy = bytes("request", "eid");
  const { kind, items } = zz.readCopy(copy);
  assert.equal(kind, "ZZ-LOCAL-EID");
  assert.ok(items.includes("holderName") && items.includes("birthDate"));
  const act = present(copy, ["holderName"]);
  assert.throws(() => act.finish(new Uint8Array(64), "raw"), usage("not_a_signature"));
  assert.throws(() => present(copy, ["holderName"]).finish(new Uint8Array(63), "raw"), usage("invalid_argument"));
  assert.throws(() => present(copy, ["holderName"]).finish(holder.der(new Uint8Array(1)), "der"), usage("not_a_signature"));
  assert.throws(() => present(copy, ["height"]), usage("invalid_argument"));
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const another = new Uint8Array(publicKey.export({ format: "der", type: "spki" }));
  assert.throws(() => present(copy, ["holderName"], { key: another }), usage("wrong_key"));
  assert.throws(() => present(copy, ["holderName"], { lifetime: 301 }), { name: "Refusal" });
});

await tests.run("a code on the wall: what was shown once is refused, over a restart too", async () => {
  const front = desk("request");
  let memory = zz.ReplayMemory.begin(100);
  const act = present(bytes("request", "eid"), ["holderName"]);
  const presentation = act.finish(await holder.raw(act.bytes), "raw");
  const occasion = { ...POLICY, now: NOW, region: REGION, audience: "front desk" };
  const [first] = front.verifyPresented(presentation, { ...occasion, replay: memory });
  assert.deepEqual([first.outcome, first.presenter, memory.length], ["verified", "proven_audience", 1]);
  const kept = memory.export();
  memory.free();
  memory = zz.ReplayMemory.reopen(kept);
  const [second] = front.verifyPresented(presentation, { ...occasion, replay: memory });
  assert.equal(second.code, "replayed");
  const [elsewhere] = front.verifyPresented(presentation, { ...occasion, audience: "another desk", replay: memory });
  assert.equal(elsewhere.code, "audience_mismatch");
});

await tests.run("a session has a verdict on each", async () => {
  const front = desk("request");
  const presentations = [];
  for (const items of [["holderName"], ["holderCode"]]) {
    const act = present(bytes("request", "eid"), items);
    presentations.push(act.finish(await holder.raw(act.bytes), "raw"));
  }
  presentations[1][presentations[1].length - 1] ^= 1;
  const session = zz.writeSession(presentations);
  assert.equal(zz.detect(session).object, "session");
  const verdicts = front.verifyPresented(session, { ...POLICY, now: NOW, region: REGION, audience: "front desk" });
  assert.deepEqual(verdicts.map(({ outcome }) => outcome), ["verified", "refused"]);
});

await tests.run("receipts follow each other, and a change shows", async () => {
  const front = desk("request");
  const key = random(32);
  const copy = bytes("request", "food");
  const act = present(bytes("request", "eid"), ["holderName"]);
  const presentation = act.finish(await holder.raw(act.bytes), "raw");
  const receipt = { key, checker: "front desk", software: "test 1", retentionDays: 30 };
  const occasion = { ...POLICY, now: NOW, region: REGION, audience: "front desk", purpose: "住宿登记" };
  const first = front.verifyWithReceipt(copy, { ...occasion, receipt });
  assert.equal(first.verdict.outcome, front.verify(copy, occasion).outcome);
  const session = zz.writeSession([presentation, presentation]);
  const { verdicts, receipts } = front.verifyPresentedWithReceipts(session, { ...occasion, receipt: { ...receipt, after: first.receipt } });
  assert.deepEqual([verdicts.length, receipts.length], [2, 2]);
  const journal = first.receipt + receipts.join("");
  const encode = (text) => new TextEncoder().encode(text);
  const checked = zz.checkJournal(encode(journal), { now: NOW });
  assert.deepEqual([checked.receipts, checked.purged, checked.signed], [3, 0, null]);
  assert.ok(!journal.includes("林小满") && journal.includes("住宿登记"));
  assert.equal(JSON.parse(first.receipt).content.tag, zz.receiptTag(copy, key));
  assert.throws(() => zz.checkJournal(encode(journal.replace("住宿登记", "住宿登計")), { now: NOW }), { name: "Refusal", code: "receipt_changed" });
  assert.throws(() => zz.checkJournal(encode(receipts.join("")), { now: NOW }), { name: "Refusal", code: "receipt_removed" });
  assert.throws(() => zz.checkJournal(encode("{}\n"), { now: NOW }), usage("invalid_input"));
  const later = NOW + 40 * 86400;
  const purged = [first.receipt, ...receipts].map((line) => zz.purgeReceipt(line, later)).join("");
  assert.equal(zz.checkJournal(encode(purged), { now: later }).purged, 3);
  assert.throws(() => front.verifyWithReceipt(copy, { ...occasion, receipt: { ...receipt, after: "no line" } }), usage("invalid_input"));
});

// A matter of the vectors: the desk before it, what is shown, and the occasion but for its challenge.
function matter(name) {
  const { bytes: table, vectors } = files["scenario-checks"];
  const { steps, policy } = vectors.find((vector) => vector.name === name);
  const unhex = (text) => Uint8Array.from(Buffer.from(text[0] === "$" ? table[text.slice(1)] : text, "hex"));
  const strict = { maxStatusAge: policy.max_status_age };
  const { verify_scenario: step } = steps.at(-1);
  const window = zz.Desk.pin(unhex(steps[0].pin));
  for (const { import: pack, update_scenario: signed, now } of steps.slice(1)) {
    if (pack) window.import(unhex(pack), { ...strict, now });
    if (signed) window.updateScenario(unhex(signed), { ...strict, now });
  }
  const shown = step.shown.map(({ bytes: own, document, picture }) => ({
    [document ? "seal" : "bytes"]: unhex(own),
    ...(document && { document: { sha256: unhex(document.digest), length: document.length } }),
    ...(picture && { picture: unhex(picture) }),
  }));
  const { now, region, audience, presence, scenario } = step;
  const proven = () => (presence === "audience" ? {} : { challenge: new zz.Challenge(unhex(presence.challenge)) });
  const occasion = () => ({ ...strict, now, region, audience, scenario: scenario.join("/"), ...proven() });
  return { window, shown, occasion };
}

await tests.run("a matter is settled, and its receipts are kept as long as its scenario says", () => {
  const { window, shown, occasion } = matter("contract");
  const { scenario, now } = occasion();
  const [line] = window.scenarios({ now });
  assert.deepEqual([line.scenario, line.code], [scenario, null]);
  const { retentionDays, purpose } = window.scenario(scenario, { now });
  const receipt = { key: random(32), checker: "window 3", software: "test 1" };
  const { verdict, receipts } = window.checkScenarioWithReceipts(shown, { ...occasion(), receipt });
  assert.deepEqual([verdict.outcome, verdict.presenter, verdict.strict], ["verified", "proven_challenge", false]);
  assert.deepEqual(verdict, window.checkScenario(shown, occasion()));
  assert.deepEqual(verdict.objects.map(({ object, handed }) => [object, handed]), [["presentation", 0], ["seal", 1]]);
  assert.equal(receipts.length, 2);
  const journal = new TextEncoder().encode(receipts.join(""));
  assert.equal(zz.checkJournal(journal, { now }).receipts, 2);
  assert.ok(receipts.every((one) => one.includes(purpose) && one.includes(scenario.split("/")[1])));
  const stub = (days) => JSON.stringify(zz.purgeReceipt(receipts[0], now + days * 86400)) !== JSON.stringify(receipts[0]);
  assert.deepEqual([stub(retentionDays - 1), stub(retentionDays + 2)], [false, true]);
  const longer = { ...receipt, retentionDays: retentionDays + 1 };
  assert.throws(() => window.checkScenarioWithReceipts(shown, { ...occasion(), receipt: longer }), usage("invalid_argument"));
  // A refused matter leaves its code and nothing of what was shown.
  const refused = window.checkScenarioWithReceipts(shown.slice(1), { ...occasion(), receipt: { ...receipt, retentionDays: 1 } });
  assert.deepEqual([refused.verdict.code, refused.receipts.length], ["material_missing", 1]);
  assert.ok(!refused.receipts[0].includes("tag"));
  // Without a scenario there are no parts.
  const none = window.checkScenario(shown, { ...occasion(), scenario: "11500000MBYY00079W/none" });
  assert.deepEqual([none.code, none.terms, none.objects], ["scenario_unknown", undefined, []]);
});

await tests.run("a picture belongs to the object that it came with", () => {
  const { window, shown: [{ bytes: own, picture }], occasion } = matter("guest");
  const session = zz.writeSession([own]);
  const check = (...shown) => window.checkScenario(shown, occasion());
  assert.equal(check({ bytes: own, picture }).outcome, "verified");
  assert.equal(check({ bytes: session, pictures: [picture] }).outcome, "verified");
  assert.equal(check({ bytes: session, pictures: [picture, null] }).outcome, "verified");
  assert.equal(check({ bytes: session, pictures: [, picture] }).code, "picture_unexpected");
  assert.equal(check({ bytes: session, picture: picture.slice(1) }).code, "picture_mismatch");
  const { objects: [face] } = check({ bytes: own });
  assert.equal(face.face, "not_shown");
  const contract = matter("contract");
  const [licence, seal] = contract.shown;
  const sealed = (more) => contract.window.checkScenario([{ ...seal, ...more }, licence], contract.occasion());
  assert.equal(sealed({ existedBefore: NOW + 86400 }).objects[0].existed_before, "2027-01-16T16:00:00+08:00");
  assert.match(sealed({ picture: random(100) }).objects[0].code, /^picture_/);
  const file = zz.appendSeal(zz.appendSeal(null, seal.seal), seal.seal);
  const { objects } = sealed({ seal: file });
  assert.deepEqual(objects.map(({ handed, number, of }) => [handed, number, of]), [[0, 1, 2], [0, 2, 2], [1, 1, 1]]);
});

await tests.run("what was presented for a matter once is refused, with a replay memory", () => {
  const { window, shown, occasion } = matter("guest_by_audience");
  const memory = zz.ReplayMemory.begin(10);
  const [first, second] = [1, 2].map(() => window.checkScenario(shown, { ...occasion(), replay: memory }));
  assert.deepEqual([first.outcome, first.presenter], ["verified", "proven_audience"]);
  assert.deepEqual([second.code, second.objects[0].code, memory.length], ["replayed", "replayed", 1]);
  memory.free();
  assert.throws(() => window.checkScenario(shown, { ...occasion(), replay: memory }), usage("freed"));
});

await tests.run("a document is hashed in pieces, and seals lie beside it", () => {
  const document = random(60000);
  const hash = zz.DocumentHash.begin();
  for (let at = 0; at < document.length; at += 7777) hash.update(document.subarray(at, at + 7777));
  const { sha256, length } = hash.finish();
  assert.equal(length, document.length);
  assert.deepEqual(Buffer.from(sha256), createHash("sha256").update(document).digest());
  const seal = bytes("seals", "seal");
  const file = zz.appendSeal(zz.appendSeal(null, seal), seal);
  assert.deepEqual(zz.readSeals(file).map((one) => Buffer.from(one).equals(Buffer.from(seal))), [true, true]);
  const occasion = { ...POLICY, now: NOW, region: REGION };
  const office = desk("seals");
  assert.equal(office.verifySeal(seal, document, occasion).code, "document_changed");
  assert.equal(office.verifySeal(seal, { sha256, length }, occasion).code, "document_changed");
  const options = { now: NOW, name: "合同.pdf", cti: random(16), key: holder.key };
  assert.throws(() => zz.prepareSeal(bytes("request", "eid"), document, options), { name: "Refusal", code: "seal_kind_wrong" });
});

await tests.run("an enrolment by two keys, each in its own store", async () => {
  const nonce = random(16);
  const issuer = "11500000MBYY00038M";
  const ed25519 = generateKeyPairSync("ed25519");
  const keys = [holder.key, new Uint8Array(ed25519.publicKey.export({ format: "der", type: "spki" }))];
  const answer = zz.prepareEnrolment({ issuer, nonce, now: NOW, cti: random(16), keys });
  const signatures = [
    { signature: holder.der(answer.bytes(0)), form: "der" },
    { signature: new Uint8Array(sign(null, answer.bytes(1), ed25519.privateKey)), form: "raw" },
  ];
  assert.throws(() => answer.bytes(2), usage("invalid_argument"));
  const enrolment = answer.finish(signatures);
  const thumbprints = zz.verifyEnrolment(enrolment, { issuer, nonce, now: NOW + 60 });
  assert.equal(thumbprints.length, 2);
  assert.match(thumbprints[0], /^[0-9a-f]{64}$/);
  assert.throws(() => zz.verifyEnrolment(enrolment, { issuer, nonce: random(16), now: NOW }), { name: "Refusal", code: "challenge_mismatch" });
  const again = zz.prepareEnrolment({ issuer, nonce, now: NOW, cti: random(16), keys });
  assert.throws(() => again.finish(signatures.slice(0, 1)), usage("not_a_signature"));
});

// The end of one item of CBOR.
function skip(cbor, at) {
  const [major, low] = [cbor[at] >> 5, cbor[at] & 31];
  const size = low < 24 ? 0 : 1 << (low - 24);
  let value = low < 24 ? low : 0;
  for (let place = 1; place <= size; place++) value = value * 256 + cbor[at + place];
  let end = at + 1 + size;
  if (major === 2 || major === 3) return end + value;
  for (let left = major === 4 ? value : major === 5 ? 2 * value : major === 6 ? 1 : 0; left > 0; left--) end = skip(cbor, end);
  return end;
}

await tests.run("a delegate presents what a mandate carries", () => {
  // The mandate is what stands in `kcwt` (13) of a presentation under it.
  const vector = files.mandates.vectors.find(({ name }) => name === "mandate_presented");
  const { verify } = vector.steps.at(-1);
  const hex = verify.bytes[0] === "$" ? files.mandates.bytes[verify.bytes.slice(1)] : verify.bytes;
  const whole = Uint8Array.from(Buffer.from(hex, "hex"));
  const start = whole.findIndex((byte, at) => byte === 13 && whole[at + 1] === 0xd2 && whole[at + 2] === 0x84) + 1;
  const mandate = whole.subarray(start, skip(whole, start));
  assert.equal(zz.detect(mandate).object, "mandate");
  const secret = createHash("sha256").update("zhengzhao sample key: Ed25519 周代办").digest();
  const key = createPrivateKey({ format: "der", type: "pkcs8", key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), secret]) });
  const spki = new Uint8Array(createPublicKey(key).export({ format: "der", type: "spki" }));
  const scenario = verify.scenario.join("/");
  const options = { now: verify.now, audience: verify.audience, scenario, cti: random(16), key: spki, challenge: random(16) };
  const act = zz.prepareUnderMandate(mandate, options);
  const presentation = act.finish(new Uint8Array(sign(null, act.bytes, key)), "raw");
  const bank = desk("mandates");
  const occasion = { ...POLICY, now: verify.now, region: verify.region, audience: verify.audience, scenario };
  const [verdict] = bank.verifyPresented(presentation, { ...occasion, challenge: new zz.Challenge(options.challenge) });
  assert.equal(verdict.outcome, "verified", JSON.stringify(verdict.messages));
  assert.deepEqual(verdict.act.mandate.matters, [scenario]);
});

await tests.run("what a desk holds, and what it needs", () => {
  const front = desk("request", "hotel");
  const record = front.record({ now: NOW });
  assert.match(record.anchor.digest, /^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
  assert.ok(record.own_list.sequence >= 1 && record.status_lists > 0);
  const own = (now) => front.needs({ ...POLICY, now }).find(({ what }) => what === "own_trust_list").state;
  assert.deepEqual([own(NOW), own(NOW + 40 * 86400)], ["fresh", "stale"]);
  assert.deepEqual(zz.algorithms(), ["Ed25519", "ESP256", "SM2"]);
  assert.match(zz.version(), /^\d+\.\d+\.\d+$/);
  assert.ok(zz.refusalCodes().includes("signature_invalid"));
  assert.throws(() => front.scenario("11500000MBYY00079W/none", { now: NOW }), { name: "Refusal", code: "scenario_unknown" });
});
process.exit(tests.report() ? 0 : 1);
