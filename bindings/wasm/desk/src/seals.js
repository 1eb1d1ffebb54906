// Documents and the seals beside them. A document is read in pieces, so that its size does not matter; it is never kept.

import { byId, fill, h, now, random, read, save, takesFiles } from "./dom.js";
import { explain } from "./intake.js";
import { banner, card, limitsOf, worst } from "./verdict.js";
import { moment, named, said, t } from "./words.js";

const PIECE = 4 * 1024 * 1024;
const SUFFIX = /\.zzseal$/i;
const SEALS = 1024 * 1024;

export class Seals {
  constructor(zhengzhao, { lists, holding, settings }) {
    Object.assign(this, { zhengzhao, lists, holding, settings });
    this.document = null;
    this.seals = null;
    this.verdicts = null;
    this.said = { text: "", wrong: false };
  }

  // SHA-256 and length of a file, with the way told as it goes.
  async hash(file, told) {
    const hash = this.zhengzhao.DocumentHash.begin();
    try {
      for (let at = 0; at < file.size; at += PIECE) {
        hash.update(await read(file.slice(at, at + PIECE)));
        told(Math.min(at + PIECE, file.size) / Math.max(file.size, 1));
      }
      return hash.finish();
    } catch (error) {
      hash.free();
      throw error;
    }
  }

  async take(files) {
    this.verdicts = null;
    try {
      for (const file of files) {
        if (SUFFIX.test(file.name) && file.size <= SEALS) this.seals = { name: file.name, bytes: await read(file) };
        else await this.takeDocument(file);
      }
      if (this.document && this.seals) this.judge();
    } catch (error) {
      this.tell(explain(error), true);
    }
    await this.draw();
    if (this.verdicts) byId("outcome").focus();
  }

  async takeDocument(file) {
    const bar = byId("hash-bar");
    bar.hidden = false;
    const { sha256, length } = await this.hash(file, (done) => (bar.value = done));
    bar.hidden = true;
    this.document = { name: file.name, type: file.type, sha256, length };
    if (!belongs(this.seals, file.name)) this.seals = null;
    this.tell(t("hashed", file.name, length), false);
  }

  tell(text, wrong) {
    this.said = { text, wrong };
  }

  judge() {
    const options = { now: now(), region: this.settings().region, maxStatusAge: this.settings().maxStatusAge };
    const seals = this.zhengzhao.readSeals(this.seals.bytes);
    this.verdicts = seals.map((seal) => this.lists.desk.verifySeal(seal, this.document, options));
  }

  async draw() {
    if (!this.lists.desk) return fill(byId("seals"), h("p", { class: "card warn" }, t("check_no_lists")));
    const input = h("input", { type: "file", id: "seal-files", multiple: true, class: "file" });
    const zone = h("div", { class: "zone" },
      h("p", { class: "row" }, input, h("label", { for: "seal-files", class: "button" }, t("seal_pick")), h("span", { class: "quiet" }, t("seal_drop"))),
      h("progress", { id: "hash-bar", max: 1, value: 0, hidden: true, "aria-label": t("hash_label") }),
      h("p", { class: this.said.wrong ? "said wrong" : "said", role: "status", "aria-live": "polite", id: "seal-said" }, this.said.text));
    takesFiles(zone, input, (files) => this.take(files));
    const held = await this.holding.certificates();
    fill(byId("seals"), zone,
      this.document && h("dl", { class: "facts card" },
        h("dt", {}, t("document")), h("dd", {}, this.document.name),
        h("dt", {}, "SHA-256"), h("dd", { class: "mono", id: "document-digest" }, Array.from(this.document.sha256, (byte) => byte.toString(16).padStart(2, "0")).join("")),
        h("dt", {}, t("seal_file")), h("dd", {}, this.seals ? this.seals.name : t("seal_none"))),
      this.verdicts && this.drawVerdicts(),
      this.document && this.drawSealing(held));
  }

  drawVerdicts() {
    const { verdicts } = this;
    const outcome = worst(verdicts.map((own) => own.outcome));
    const first = verdicts.find((own) => own.outcome === outcome);
    const facts = ({ seal }) => seal && h("dl", { class: "facts" },
      h("dt", {}, t("sealed_as_stated")), h("dd", {}, moment(seal.sealed_as_stated)),
      seal.purpose && [h("dt", {}, t("purpose")), h("dd", {}, seal.purpose)],
      h("dt", {}, t("seal_licence")), h("dd", {}, named(seal.licence.kind)));
    return [
      verdicts.length === 0 ? banner("cannot_tell", t("seal_empty"), null)
        : banner(outcome, outcome === "verified" ? t("seal_held", verdicts.length) : said(first.messages), first.code),
      verdicts.map((own, place) => card(own, null, t("seal_number", place + 1), facts(own))),
      outcome === "verified" && limitsOf([t("limit_seal_time")]),
    ];
  }

  drawSealing(held) {
    const certificates = held.map((own, place) => ({ ...own, index: place, read: this.zhengzhao.readCopy(own.copy) })).filter(({ read: copy }) => copy.kind.includes("SEAL"));
    if (certificates.length === 0) return h("section", { class: "card" }, h("h3", {}, t("seal_make")), h("p", {}, t("seal_no_key")));
    const choice = h("select", { id: "seal-with" }, certificates.map(({ index, read: copy }) => h("option", { value: index }, named(this.zhengzhao.kindName(copy.kind)))));
    return h("section", { class: "card", "aria-labelledby": "make-title" },
      h("h3", { id: "make-title" }, t("seal_make")),
      h("label", { for: "seal-with" }, t("seal_with")), choice,
      h("label", { for: "seal-purpose" }, t("seal_purpose")), h("input", { id: "seal-purpose", autocomplete: "off" }),
      h("p", {}, h("button", { type: "button", class: "main", id: "seal-now", onclick: () => this.seal(held[Number(choice.value)]) }, t("seal_now"))));
  }

  async seal({ copy, place }) {
    try {
      const made = (await this.holding.keys())[place];
      const { name, type } = this.document;
      const options = { now: now(), key: made.spki, cti: random(16), name, purpose: byId("seal-purpose").value.trim() || undefined };
      if (type) options.mediaType = type;
      const act = this.zhengzhao.prepareSeal(copy, this.document, options);
      const seal = act.finish(await this.holding.sign(made, act.bytes), "raw");
      const bytes = this.zhengzhao.appendSeal(this.seals ? this.seals.bytes : null, seal);
      this.seals = { name: `${name}.zzseal`, bytes };
      save(this.seals.name, bytes);
      this.tell(t("seal_made", this.seals.name), false);
      this.judge();
    } catch (error) {
      this.tell(explain(error), true);
    }
    await this.draw();
  }
}

// A file of seals stays where another document is dropped only if it is called after it.
const belongs = (seals, name) => seals !== null && seals.name.replace(SUFFIX, "") === name;
