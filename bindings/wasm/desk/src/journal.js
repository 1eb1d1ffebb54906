// The receipts of this desk: one line for each check, each tied to the one before. They hold no value of a certificate and
// no picture.

import { byId, fill, h, now, random, save } from "./dom.js";
import { explain } from "./intake.js";
import { moment, named, t } from "./words.js";

const SHOWN = 50;

export class Journal {
  constructor(zhengzhao, kept, place, software) {
    Object.assign(this, { zhengzhao, kept, place, software });
    this.key = null;
    this.message = null;
  }

  // The key by which receipts are found again is made on the first day and stays.
  async open() {
    this.key = await this.kept.update("receipt-key", (kept) => kept || random(32));
  }

  making(settings, check) {
    const making = { key: this.key, checker: settings.audience || t("checker_unnamed"), software: this.software };
    const days = check.scenario ? check.scenario.retentionDays : settings.retentionDays;
    if (days > 0) making.retentionDays = days;
    return making;
  }

  // `work` gets the last line and gives the new ones; both happen in one step of the store.
  async append(work) {
    await this.kept.update("journal", (kept) => {
      const lines = kept || [];
      return lines.concat(work(lines.length > 0 ? lines[lines.length - 1] : undefined));
    });
    await this.draw();
  }

  async lines() {
    return (await this.kept.get("journal")) || [];
  }

  async verify() {
    try {
      const all = new TextEncoder().encode((await this.lines()).join(""));
      const { receipts, purged } = this.zhengzhao.checkJournal(all, { now: now() });
      this.message = { text: t("journal_sound", receipts, purged), wrong: false };
    } catch (error) {
      this.message = { text: explain(error), wrong: true };
    }
    await this.draw();
  }

  // What is older than its retention loses its content and stays a link of the chain.
  async purge() {
    let count = 0;
    await this.kept.update("journal", (kept) =>
      (kept || []).map((line) => {
        const stub = this.zhengzhao.purgeReceipt(line, now());
        if (stub !== line) count++;
        return stub;
      }),
    );
    this.message = { text: t("journal_purged", count), wrong: false };
    await this.draw();
  }

  async draw() {
    const lines = await this.lines();
    const rows = lines.slice(-SHOWN).reverse().map((line) => this.row(JSON.parse(line)));
    const { message } = this;
    fill(this.place,
      h("p", {}, t("journal_text")),
      h("p", { class: "row" },
        h("button", { type: "button", id: "journal-save", onclick: async () => save("receipts.jsonl", (await this.lines()).join(""), "application/jsonl") }, t("journal_save")),
        h("button", { type: "button", id: "journal-check", onclick: () => this.verify() }, t("journal_check")),
        h("button", { type: "button", onclick: () => this.purge() }, t("journal_purge"))),
      h("p", { class: message && message.wrong ? "said wrong" : "said", role: "status", "aria-live": "polite", id: "journal-said" }, message ? message.text : ""),
      h("p", { class: "quiet", id: "journal-count" }, t("journal_count", lines.length)),
      lines.length > 0 && h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("tab_receipts") },
        h("table", {},
          h("thead", {}, h("tr", {}, ["journal_when", "journal_outcome", "journal_what", "journal_fields"].map((key) => h("th", { scope: "col" }, t(key))))),
          h("tbody", {}, rows))));
    if (message) byId("journal-said").scrollIntoView({ block: "nearest" });
  }

  row(line) {
    const content = line.content;
    if (!content) return h("tr", {}, h("td", { colspan: 4 }, t("journal_stub")));
    return h("tr", {},
      h("td", { class: "when" }, moment(content.time)),
      h("td", {}, h("span", { class: `mark ${content.outcome}` }, t(`outcome_${content.outcome}`)), " ", (content.codes || []).join("、")),
      h("td", {}, content.kind ? named(this.zhengzhao.kindName(content.kind)) : t(`object_${content.object}`)),
      h("td", {}, (content.fields || []).map(({ name }) => name).join("、")));
  }
}
