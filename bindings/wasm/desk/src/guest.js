// The guest: holds certificates, shows what is asked and by whom, and answers with the holder's own key.

import { showCodes } from "./codes.js";
import { byId, fill, h, now, random, save, tabs } from "./dom.js";
import { Holding } from "./holding.js";
import { Intake, explain } from "./intake.js";
import { Keys } from "./keys.js";
import { Kept } from "./kept.js";
import { Lists } from "./lists.js";
import { begin } from "./page.js";
import { named, onChange, said, t } from "./words.js";
import { WORDS } from "./words-desk.js";

class Guest {
  constructor(zhengzhao, lists, holding) {
    Object.assign(this, { zhengzhao, lists, holding });
    this.request = null;
    this.intake = null;
  }

  draw() {
    if (this.intake) this.intake.close();
    this.intake = null;
    this.request = null;
    if (!this.lists.desk) return fill(byId("show"), h("p", { class: "card warn" }, t("guest_no_lists")));
    const place = h("div");
    fill(byId("show"), h("section", { class: "card" }, h("h2", {}, t("guest_take")), place), h("div", { id: "asked" }));
    this.intake = new Intake(this.zhengzhao, place, { took: (taken) => this.took(taken), name: "ask" });
  }

  async took({ objects }) {
    const request = objects.find((bytes) => this.zhengzhao.detect(bytes).object === "request");
    if (!request) return this.intake.tell(t("guest_no_request"), true);
    try {
      this.request = request;
      this.held = await this.holding.certificates();
      this.copies = this.held.map(({ copy }) => copy);
      this.judged = this.lists.desk.judgeRequest(request, this.copies, { now: now() });
      this.drawAsked();
      byId("asker").focus();
    } catch (error) {
      this.intake.tell(explain(error), true);
    }
  }

  drawAsked() {
    const { claims, registered, scenario, offers, unmet, refusals } = this.judged;
    const unregistered = !registered && h("label", { class: "tick" }, h("input", { type: "checkbox", id: "unregistered" }), t("guest_unregistered"));
    const faults = refusals.filter(({ code }) => code !== "unregistered_purpose");
    const kind = (offer) => named(this.zhengzhao.kindName(offer.kind));
    const groups = new Map();
    offers.forEach((offer, place) => {
      const name = offer.material ? said(offer.material) : kind(offer);
      groups.set(name, [...(groups.get(name) || []), { ...offer, place }]);
    });
    const choice = (offer, name, first) => {
      const input = h("input", { type: "radio", name: `offer-${name}`, value: offer.place });
      input.checked = first;
      return h("label", { class: "choice" }, input, h("span", {}, h("strong", {}, kind(offer)), h("ul", {}, offer.items.map((item) => h("li", {}, said(item))))));
    };
    fill(byId("asked"), h("section", { class: "card", "aria-labelledby": "asker" },
      h("h2", { id: "asker", tabindex: -1 }, t("guest_asks", claims.audience)),
      h("dl", { class: "facts" },
        h("dt", {}, t("purpose")), h("dd", {}, claims.purpose || t("none_stated")),
        h("dt", {}, t("matter")), h("dd", {}, scenario ? `${said(scenario)} · ${claims.scenario}` : t("none_stated")),
        h("dt", {}, t("guest_registered")), h("dd", {}, h("span", { class: `mark ${registered ? "verified" : "refused"}` }, t(registered ? "yes" : "no")))),
      h("p", { class: "hint" }, t("guest_claims")),
      faults.map(({ reason }) => h("p", { class: "said wrong" }, said(reason))),
      unmet.length > 0 && h("p", { class: "said wrong" }, t("guest_unmet", unmet.map(said).join("、"))),
      [...groups].map(([name, own]) => h("fieldset", { class: "choices" }, h("legend", {}, t("guest_shows", name)), own.map((offer, place) => choice(offer, name, place === 0)))),
      unregistered && h("p", {}, unregistered),
      h("p", { class: "row" },
        offers.length > 0 && faults.length === 0 && h("button", { type: "button", class: "main", id: "agree", onclick: () => this.answer() }, t("guest_agree")),
        h("button", { type: "button", id: "decline", onclick: () => this.draw() }, t("guest_decline"))),
      h("p", { class: "said wrong", role: "alert", id: "answer-said" })), h("div", { id: "answer" }));
  }

  async answer() {
    try {
      const keys = await this.holding.keys();
      const chosen = [...byId("asked").querySelectorAll("input[type=radio]:checked")].map((input) => Number(input.value));
      const agreed = byId("unregistered");
      const [presentations, pictures] = [[], []];
      for (const offer of chosen) {
        const own = this.held[this.judged.offers[offer].copy];
        const made = keys[own.place];
        const options = { now: now(), offer, cti: random(16), key: made.spki };
        if (agreed && agreed.checked) options.answerUnregistered = true;
        const act = this.lists.desk.prepareAnswer(this.request, this.copies, options);
        presentations.push(act.finish(await this.holding.sign(made, act.bytes), "raw"));
        const discloses = this.judged.offers[offer].items.some(({ name }) => name === "portrait");
        if (own.picture && discloses) pictures.push(own.picture);
      }
      const answer = presentations.length === 1 ? presentations[0] : this.zhengzhao.writeSession(presentations);
      this.drawAnswer(answer, pictures);
    } catch (error) {
      byId("answer-said").textContent = explain(error);
    }
  }

  drawAnswer(answer, pictures) {
    const codes = h("div", { class: "codes", id: "answer-codes" });
    const file = (picture) => save(`portrait.${picture.type === "image/png" ? "png" : "jpg"}`, picture.bytes, picture.type);
    let texts = null;
    try {
      texts = this.zhengzhao.frames(answer);
    } catch (error) {
      codes.append(h("p", { class: "said wrong" }, explain(error)));
    }
    fill(byId("answer"), h("section", { class: "card", "aria-labelledby": "answer-title" },
      h("h2", { id: "answer-title", tabindex: -1 }, t("guest_answer")), codes,
      h("p", { class: "row center" },
        h("button", { type: "button", id: "answer-save", onclick: () => save("answer.zz", answer) }, t("guest_save")),
        pictures.map((picture) => h("button", { type: "button", class: "portrait-save", onclick: () => file(picture) }, t("guest_portrait")))),
      pictures.length > 0 && h("p", { class: "hint" }, t("guest_portrait_text")),
      h("p", { class: "quiet" }, t("guest_once"))));
    if (texts) showCodes(codes, texts);
    byId("answer-title").focus();
    byId("agree").disabled = true;
  }
}

async function main() {
  const kept = new Kept("zhengzhao-guest");
  const zhengzhao = await begin(WORDS, kept);
  const holding = new Holding(zhengzhao, kept);
  const settings = () => ({ maxStatusAge: 7 * 86400 });
  let guest;
  const lists = new Lists(zhengzhao, kept, byId("lists"), { settings, changed: () => guest.draw() });
  await lists.open();
  guest = new Guest(zhengzhao, lists, holding);
  const keys = new Keys(zhengzhao, holding, byId("keys"), () => {});
  const all = async () => {
    lists.draw();
    await keys.draw();
    guest.draw();
  };
  await all();
  const open = tabs(byId("tabs"), () => guest.intake && guest.intake.stopCamera());
  const ready = lists.desk && (await holding.certificates()).length > 0;
  open(ready ? "tab-show" : lists.desk ? "tab-keys" : "tab-setup");
  onChange(all);
  document.documentElement.dataset.ready = "";
}

main().catch((error) => {
  byId("failed").hidden = false;
  byId("failed").textContent = explain(error);
});
