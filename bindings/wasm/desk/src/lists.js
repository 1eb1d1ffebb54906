// What a desk or a wallet trusts: an anchor that a person has compared, and the lists that came after it. Builds its part
// of the page, keeps the state on this device, and opens it again.

import { byId, fill, h, now, read, save, takesFiles } from "./dom.js";
import { explain } from "./intake.js";
import { age, moment, said, t } from "./words.js";

const LISTS = { trust_list: "trust", status_list: "status", scenario: "scenario" };

export class Lists {
  // `settings()` gives the policy; `changed` hears when the lists are others.
  constructor(zhengzhao, kept, place, { settings, changed }) {
    Object.assign(this, { zhengzhao, kept, place, settings, changed });
    this.desk = null;
    this.proposed = null;
    this.message = null;
  }

  policy() {
    return { now: now(), maxStatusAge: this.settings().maxStatusAge };
  }

  async open() {
    const state = await this.kept.get("state");
    if (state) this.reopen(state);
  }

  reopen(state) {
    const desk = this.zhengzhao.Desk.reopen(state);
    if (this.desk) this.desk.free();
    this.desk = desk;
  }

  // Changes the kept state as a whole or not at all, over whatever another tab has made of it.
  async change(work) {
    const state = await this.kept.update("state", (kept) => {
      if (!kept) throw new Error(t("lists_none"));
      const desk = this.zhengzhao.Desk.reopen(kept);
      try {
        work(desk);
        return desk.export();
      } finally {
        desk.free();
      }
    });
    this.reopen(state);
  }

  async take(files) {
    this.message = null;
    for (const file of files) {
      try {
        await this.takeOne(await read(file));
      } catch (error) {
        this.message = { text: `${file.name}: ${explain(error)}`, wrong: true };
        break;
      }
    }
    this.draw();
    this.changed();
  }

  async takeOne(bytes) {
    const { object, text } = this.zhengzhao.detect(bytes);
    const { Desk, anchorOf } = this.zhengzhao;
    if (object === "state") return this.propose(Desk.reopen(bytes), null);
    if (object === "pack" && !this.desk) {
      const anchor = anchorOf(bytes);
      if (!anchor) throw new Error(t("pack_bare"));
      return this.propose(Desk.pin(anchor), bytes);
    }
    const own = { pack: "import", status_list: "updateStatus", scenario: "updateScenario" }[object];
    if (object === null) return this.takeAnchor(bytes, text);
    if (!this.desk) throw new Error(t("lists_none"));
    if (object === "trust_list") await this.change((desk) => this.takeTrust(desk, bytes));
    else if (own) await this.change((desk) => desk[own](bytes, this.policy()));
    else throw new Error(t("lists_other", said(text)));
    this.message = { text: t("lists_taken", t(`taken_${object === "pack" ? "pack" : LISTS[object]}`)), wrong: false };
  }

  // An anchor has no label: it is one when it can be pinned.
  takeAnchor(bytes, text) {
    let desk;
    try {
      desk = this.zhengzhao.Desk.pin(bytes);
    } catch (error) {
      if (!(error instanceof this.zhengzhao.Refusal)) throw error;
      throw new Error(t("lists_other", said(text)));
    }
    this.propose(desk, null);
  }

  // A list of the own authority, or of another one: only the desk can say.
  takeTrust(desk, bytes) {
    try {
      desk.updateOwn([bytes], this.policy());
    } catch (error) {
      if (!(error instanceof this.zhengzhao.Refusal)) throw error;
      try {
        desk.updateRecognised(bytes, this.policy());
      } catch {
        throw error;
      }
    }
  }

  propose(desk, pack) {
    if (this.proposed) this.proposed.desk.free();
    this.proposed = { desk, pack };
  }

  async confirm() {
    const { desk, pack } = this.proposed;
    try {
      if (pack) desk.import(pack, this.policy());
      await this.kept.put("state", desk.export());
      this.reopen(desk.export());
      this.message = { text: t("lists_pinned"), wrong: false };
    } catch (error) {
      this.message = { text: explain(error), wrong: true };
    }
    this.discard();
    this.changed();
  }

  discard() {
    this.proposed.desk.free();
    this.proposed = null;
    this.draw();
  }

  draw() {
    const { message } = this;
    const input = h("input", { type: "file", id: "lists-files", multiple: true, class: "file" });
    const zone = h("div", { class: "zone" },
      h("p", { class: "row" }, input, h("label", { for: "lists-files", class: "button" }, t("lists_pick")),
        h("span", { class: "quiet" }, t("lists_drop"))),
      h("p", { class: message && message.wrong ? "said wrong" : "said", role: "status", "aria-live": "polite", id: "lists-said" }, message ? message.text : ""));
    takesFiles(zone, input, (files) => this.take(files));
    fill(this.place, zone, this.proposed && this.drawProposed(), this.desk && this.drawHeld());
    if (this.proposed) byId("anchor-compared").focus();
  }

  drawProposed() {
    const { anchor } = this.proposed.desk.record({ now: now() });
    const accept = h("button", { type: "button", class: "main", id: "anchor-accept", disabled: true, onclick: () => this.confirm() }, t("anchor_accept"));
    const tick = h("input", { type: "checkbox", id: "anchor-compared", onchange: (event) => (accept.disabled = !event.target.checked) });
    return h("section", { class: "card warn", "aria-labelledby": "anchor-title" },
      h("h3", { id: "anchor-title" }, t("anchor_title")),
      h("p", {}, t("anchor_text", anchor.authority, anchor.region)),
      h("p", { class: "groups", id: "anchor-digest" }, anchor.digest.split(" ").map((group) => h("span", {}, group))),
      h("p", {}, h("label", { class: "tick" }, tick, t("anchor_tick"))),
      h("p", { class: "row" }, accept, h("button", { type: "button", onclick: () => this.discard() }, t("anchor_discard"))));
  }

  drawHeld() {
    const record = this.desk.record({ now: now() });
    const row = (need) => h("tr", { class: need.state },
      h("td", {}, t(`need_${need.what}`)), need.name ? h("td", {}, said(need.name)) : h("td", { class: "mono" }, need.uri || need.by),
      h("td", {}, need.age_seconds === undefined ? "—" : t("ago", age(need.age_seconds))),
      h("td", {}, h("span", { class: `mark ${need.state}` }, t(`state_${need.state}`)), need.reason && h("p", { class: "why" }, said(need.reason))));
    return h("section", { class: "card", "aria-labelledby": "held-title" },
      h("h3", { id: "held-title" }, t("held_title")),
      h("dl", { class: "facts" },
        h("dt", {}, t("held_authority")), h("dd", { class: "mono" }, `${record.anchor.authority} · ${record.anchor.region}`),
        h("dt", {}, t("held_digest")), h("dd", { class: "groups small" }, record.anchor.digest.split(" ").map((group) => h("span", {}, group))),
        record.own_list && [h("dt", {}, t("held_own")), h("dd", {}, t("held_own_text", record.own_list.sequence, moment(record.own_list.issued), moment(record.own_list.expires)))]),
      h("div", { class: "scroll", tabindex: 0, role: "region", "aria-labelledby": "held-title" },
        h("table", {},
          h("thead", {}, h("tr", {}, ["need_what", "need_by", "need_age", "need_state"].map((key) => h("th", { scope: "col" }, t(key))))),
          h("tbody", {}, this.desk.needs(this.policy()).map(row)))),
      h("p", { class: "row" },
        h("button", { type: "button", onclick: () => save("desk.zzstate", this.desk.export()) }, t("held_save"))));
  }

  // Scenarios that are held; `code` is null where one can be used now.
  scenarios() {
    return this.desk ? this.desk.scenarios({ now: now() }) : [];
  }
}
