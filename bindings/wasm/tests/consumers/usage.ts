// Every part of the API as its types promise it; compiled, not run.

import { load, Refusal, UsageError } from "zhengzhao";
import type { Desk, RefusalCode, Verdict, Zhengzhao } from "zhengzhao";

export async function use(bytes: Uint8Array, now: number): Promise<void> {
  const zz: Zhengzhao = await load();
  const policy = { now, maxStatusAge: 7 * 86400 };
  const desk: Desk = zz.Desk.pin(bytes);
  zz.Desk.reopen(desk.export()).free();
  desk.import(bytes, policy);
  desk.updateOwn([bytes], policy);
  desk.updateRecognised(bytes, policy);
  desk.updateStatus(bytes, { ...policy, clockSkew: 0 });
  desk.updateScenario(bytes, { ...policy, maxMandateAge: 86400 });
  const digest: string = desk.record({ now }).anchor.digest;
  const fresh: boolean = desk.needs(policy).every(({ state }) => state === "fresh");
  const names: string[] = desk.scenarios({ now }).map(({ scenario, nameZh }) => scenario + nameZh);
  const legal: string = desk.scenario("11500000MBYY00079W/hotel-check-in", { now }).lawfulBasis;

  const occasion = { ...policy, region: "500103" };
  const one: Verdict = desk.verify(bytes, { ...occasion, form: "printed_certificate", picture: bytes });
  const challenge = new zz.Challenge(bytes);
  const memory = zz.ReplayMemory.begin(1000);
  const many: Verdict[] = desk.verifyPresented(bytes, { ...occasion, audience: "desk", challenge, pictures: [bytes] });
  desk.verifyPresented(bytes, { ...occasion, audience: "desk", replay: memory });
  const receipt = { key: bytes, checker: "desk", retentionDays: 30, after: undefined };
  const line: string = desk.verifyWithReceipt(bytes, { ...occasion, receipt }).receipt;
  const lines: string[] = desk.verifyPresentedWithReceipts(bytes, { ...occasion, challenge, receipt }).receipts;
  const seal = desk.verifySeal(bytes, { sha256: bytes, length: 5 }, { ...occasion, existedBefore: now });
  const sealed: string | undefined = seal.seal?.document_name;
  if (one.outcome === "verified" && one.certificate !== undefined) {
    const name = one.certificate.items["holderName"];
    if (typeof name === "string") console.log(name, one.certificate.kind.zh, one.certificate.status.age_seconds);
  } else {
    const code: RefusalCode | undefined = one.code;
    if (code === "expired" || code === "suspended") console.log(one.messages.zh);
  }

  const matter = { ...occasion, scenario: "11500000MBYY00079W/hotel-check-in", audience: "desk", strict: true };
  const settled = desk.checkScenario([{ bytes, picture: bytes }, { bytes, pictures: [null, bytes] }, { seal: bytes, document: bytes, existedBefore: now }], { ...matter, challenge });
  const { receipts: kept, verdict } = desk.checkScenarioWithReceipts([{ bytes }], { ...matter, replay: memory, receipt });
  const lacking: string[] = settled.materials.filter(({ state }) => state === "missing").map(({ zh }) => zh);
  for (const { certificate } of verdict.objects) if (certificate && certificate.status !== "not_checked") console.log(certificate.status.age_seconds, kept, lacking);

  const request = desk.makeRequest("11500000MBYY00079W/hotel-check-in", { now, audience: "desk", challenge });
  zz.makeRequest({ audience: "desk", purpose: "x", challenge: bytes, asks: [{ kind: "ZZ-LOCAL-EID", items: ["holderName"] }] });
  const asked: string[] = zz.readRequest(request).asks.map(({ kind }) => kind);
  const offers: number = desk.judgeRequest(request, [bytes], { now }).offers.length;
  const key = { algorithm: "SM2", bytes } as const;
  const answer = desk.prepareAnswer(request, [bytes], { now, offer: 0, cti: bytes, key, answerUnregistered: false });
  const shown: Uint8Array = answer.finish(answer.bytes, "der");
  zz.preparePresentation(bytes, { now, audience: "desk", cti: bytes, key: bytes, items: zz.readCopy(bytes).items, permits: [0] }).free();
  zz.prepareUnderMandate(bytes, { now, audience: "desk", cti: bytes, key, scenario: "a/b", challenge, purpose: "x", lifetime: 60 });
  zz.prepareSeal(bytes, bytes, { now, name: "x.pdf", mediaType: "application/pdf", cti: bytes, key });
  const seals: Uint8Array[] = zz.readSeals(zz.appendSeal(null, bytes));
  const enrolment = zz.prepareEnrolment({ issuer: "x", nonce: bytes, now, cti: bytes, keys: [key, bytes] });
  const thumbprints: string[] = zz.verifyEnrolment(enrolment.finish([{ signature: enrolment.bytes(0), form: "raw" }]), { issuer: "x", nonce: bytes, now });
  const journal = zz.checkJournal(bytes, { now, heads: [bytes], key });
  const signed: number | null = zz.checkJournal(bytes, { now }).signed ?? journal.signed;
  zz.purgeReceipt(line, now);
  zz.receiptTag(bytes, bytes);

  const scanner = zz.Scanner.begin();
  const { object, progress } = scanner.take(zz.frames(shown)[0] ?? zz.encodeText(shown));
  if (object === null) console.log(progress.missing.length);
  const hash: { sha256: Uint8Array; length: number } = zz.DocumentHash.begin().update(bytes).finish();
  try {
    zz.decodeText("x");
  } catch (error) {
    if (error instanceof Refusal && error.code === "text_prefix_missing") console.log(error.next.zh, error.step === "parse");
    if (error instanceof UsageError && error.code === "freed") console.log(error.messages?.en);
  }
  for (const held of [desk, memory, scanner]) held.free();
  console.log(digest, fresh, names, legal, many, lines, sealed, asked, offers, seals, thumbprints, signed, hash, zz.detect(bytes).object, zz.version());

  // What must not compile.
  // @ts-expect-error bytes are no text
  zz.decodeText(bytes);
  // @ts-expect-error a status age is demanded
  desk.verify(bytes, { now, region: "500103" });
  // @ts-expect-error one proof of presence, not two
  desk.verifyPresented(bytes, { ...occasion, challenge, replay: memory });
  // @ts-expect-error a challenge is used up, raw bytes would not be
  desk.verifyPresented(bytes, { ...occasion, challenge: bytes });
  // @ts-expect-error a seal lies beside a document
  desk.checkScenario([{ seal: bytes }], matter);
  // @ts-expect-error a matter states its purpose
  desk.checkScenario([{ bytes }], { ...matter, purpose: "x" });
  // @ts-expect-error no such code
  if (one.code === "not_a_code") console.log();
  // @ts-expect-error made by static functions
  new zz.Desk();
  // @ts-expect-error a refusal is not made by hosts
  new Refusal();
}
