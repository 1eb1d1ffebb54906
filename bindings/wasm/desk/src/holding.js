// Certificates under keys that cannot leave this browser: P-256 of WebCrypto, made not extractable. A key is shown to an
// issuer by an enrolment; the certificate that comes back is held with the key that it names.

import { hex, now, random, unhex } from "./dom.js";
import { t } from "./words.js";

const SIGNING = { name: "ECDSA", hash: "SHA-256" };

export class Holding {
  constructor(zhengzhao, kept) {
    Object.assign(this, { zhengzhao, kept });
  }

  // `{ key, spki }`, in the order in which they were made.
  async keys() {
    return (await this.kept.get("keys")) || [];
  }

  // `{ copy, place, picture }`: the certificate, the place of its key, the portrait or null.
  async certificates() {
    return (await this.kept.get("certificates")) || [];
  }

  async makeKey() {
    const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
    const spki = new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey));
    const made = { key: pair.privateKey, spki };
    await this.kept.update("keys", (keys) => [...(keys || []), made]);
    return made;
  }

  sign = async (made, bytes) => new Uint8Array(await crypto.subtle.sign(SIGNING, made.key, bytes));

  // The answer to an issuer's challenge, with a new key.
  async enrol(challenge) {
    let given;
    try {
      given = JSON.parse(new TextDecoder().decode(challenge));
    } catch {
      throw new Error(t("challenge_wrong"));
    }
    if (given["zhengzhao-enrolment-challenge"] !== 1 || !/^[0-9a-f]{32}$/.test(given.nonce)) throw new Error(t("challenge_wrong"));
    if (given.usedUp) throw new Error(t("challenge_used"));
    const made = await this.makeKey();
    const options = { issuer: given.issuer, nonce: unhex(given.nonce), now: now(), cti: random(16), keys: [made.spki] };
    const act = this.zhengzhao.prepareEnrolment(options);
    const signature = await this.sign(made, act.bytes(0));
    return act.finish([{ signature, form: "raw" }]);
  }

  // Whether this key is the one that a certificate names: only then can anything be prepared with it.
  fits(copy, made) {
    try {
      const options = { key: made.spki, now: now(), cti: random(16), audience: "·", items: [] };
      this.zhengzhao.preparePresentation(copy, options).free();
      return true;
    } catch (error) {
      if (error.code === "wrong_key") return false;
      throw error;
    }
  }

  async add(copy) {
    const keys = await this.keys();
    const place = keys.findIndex((made) => this.fits(copy, made));
    if (place < 0) throw new Error(t("key_none"));
    const same = (one) => hex(one.copy) === hex(copy);
    await this.kept.update("certificates", (all) => [...(all || []).filter((one) => !same(one)), { copy, place, picture: null }]);
  }

  async addPicture(index, picture) {
    await this.kept.update("certificates", (all) => all.map((one, place) => (place === index ? { ...one, picture } : one)));
  }

  async remove(index) {
    await this.kept.update("certificates", (all) => all.filter((_, place) => place !== index));
  }
}
