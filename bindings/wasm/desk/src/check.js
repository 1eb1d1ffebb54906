// The check at the window: a matter, its request as codes, what comes back, and the verdict.

import { showCodes } from "./codes.js";
import { byId, fill, h, random, save } from "./dom.js";
import { Intake, explain } from "./intake.js";
import { isShown, judge } from "./judge.js";
import { banner, card, matterParts, worst } from "./verdict.js";
import { said, t } from "./words.js";

const ANYTHING = "anything";
const OWN = "own";

export class Check {
  constructor(zhengzhao, { lists, journal, settings }) {
    Object.assign(this, { zhengzhao, lists, journal, settings });
    this.intake = null;
    this.result = null;
    this.chosen = null;
    this.addresses = [];
    this.begin();
  }

  // Forgets everything of the check before: pictures, answers, the challenge.
  begin() {
    for (const address of this.addresses.filter(Boolean)) URL.revokeObjectURL(address);
    this.addresses = [];
    this.current = null;
    this.result = null;
  }

  draw() {
    if (!this.lists.desk) {
      this.close();
      return fill(byId("check"), h("p", { class: "card warn" }, t("check_no_lists"), " ", h("button", { type: "button", onclick: () => byId("tab-setup").click() }, t("tab_setup"))));
    }
    if (this.result) this.drawResult();
    else if (this.current) this.drawCurrent();
    else this.drawChoice();
  }

  close() {
    if (this.intake) this.intake.close();
    this.intake = null;
  }

  drawChoice() {
    this.close();
    const lines = this.lists.scenarios();
    const usable = lines.filter(({ code }) => code === null);
    if (this.chosen === null) this.chosen = usable.length > 0 ? usable[0].scenario : ANYTHING;
    const radio = (value, title, more, disabled) => {
      const input = h("input", { type: "radio", name: "matter", value, disabled, onchange: () => this.choose(value) });
      input.checked = this.chosen === value;
      return h("label", { class: disabled ? "choice off" : "choice" }, input, h("span", {}, h("strong", {}, title), more && h("span", { class: "quiet block" }, more)));
    };
    const choices = lines.map((line) => radio(line.scenario, t("suffix") === "zh" ? line.nameZh : line.nameEn, line.code ? t("scenario_unusable", line.code) : line.scenario, line.code !== null));
    fill(byId("check"),
      h("form", { onsubmit: (event) => this.start(event) },
        h("fieldset", { class: "choices" }, h("legend", {}, t("choose_matter")), choices,
          radio(ANYTHING, t("matter_anything"), t("matter_anything_text")), radio(OWN, t("matter_own"), t("matter_own_text"))),
        h("div", { id: "own-fields", hidden: this.chosen !== OWN, class: "card" },
          h("label", { for: "own-kind" }, t("own_kind")), h("input", { id: "own-kind", autocomplete: "off", value: "ZZ-LOCAL-EID" }),
          h("label", { for: "own-items" }, t("own_items")), h("input", { id: "own-items", autocomplete: "off", value: "holderName, ageOver18" }),
          h("label", { for: "own-purpose" }, t("own_purpose")), h("input", { id: "own-purpose", autocomplete: "off" })),
        h("p", { class: "said wrong", role: "alert", id: "choose-said" }),
        h("p", {}, h("button", { type: "submit", class: "main", id: "start" }, t("start")))));
  }

  choose(value) {
    this.chosen = value;
    byId("own-fields").hidden = value !== OWN;
  }

  start(event) {
    event.preventDefault();
    const { audience } = this.settings();
    if (this.chosen !== ANYTHING && !audience) {
      byId("choose-said").textContent = t("audience_missing");
      return;
    }
    try {
      this.begin();
      this.current = { scenario: null, purpose: null, challenge: null, request: null, objects: [], pictures: [] };
      if (this.chosen === OWN) this.ownRequest(audience);
      else if (this.chosen !== ANYTHING) this.scenarioRequest(audience);
      this.drawCurrent();
      byId("answer-text").focus();
    } catch (error) {
      this.current = null;
      byId("choose-said").textContent = explain(error);
    }
  }

  scenarioRequest(audience) {
    const at = { now: Math.floor(Date.now() / 1000) };
    const challenge = random(16);
    const record = this.lists.desk.scenario(this.chosen, at);
    const request = this.lists.desk.makeRequest(this.chosen, { ...at, audience, challenge });
    Object.assign(this.current, { challenge, request, scenario: { ...record, id: this.chosen } });
  }

  ownRequest(audience) {
    const [challenge, purpose] = [random(16), byId("own-purpose").value.trim() || undefined];
    const items = byId("own-items").value.split(/[,，、\s]+/).filter(Boolean);
    const request = this.zhengzhao.makeRequest({ audience, challenge, purpose, asks: [{ kind: byId("own-kind").value.trim(), items }] });
    Object.assign(this.current, { challenge, request, purpose });
  }

  drawCurrent() {
    this.close();
    const { request, scenario } = this.current;
    const codes = h("div", { class: "codes", id: "request-codes" });
    const place = h("div");
    const title = scenario ? (t("suffix") === "zh" ? scenario.nameZh : scenario.nameEn) : t(request ? "matter_own" : "matter_anything");
    fill(byId("check"),
      h("div", { class: "head" }, h("h2", {}, title), h("button", { type: "button", id: "cancel", onclick: () => this.again() }, t("cancel"))),
      h("div", { class: request ? "columns two" : "" },
        request && h("section", { class: "card", "aria-labelledby": "ask-title" },
          h("h3", { id: "ask-title" }, t("show_request")), codes,
          h("p", { class: "row center" },
            h("button", { type: "button", id: "request-save", onclick: () => save("ask.zzrequest", request) }, t("request_save"))),
          h("p", { class: "quiet" }, t("request_once"))),
        h("section", { class: "card", "aria-labelledby": "take-title" },
          h("h3", { id: "take-title" }, t("take_answer")), place, h("div", { id: "received" }))));
    if (request) showCodes(codes, this.zhengzhao.frames(request));
    this.intake = new Intake(this.zhengzhao, place, { took: (taken) => this.took(taken), name: "answer" });
    this.drawReceived();
  }

  drawReceived() {
    const { objects, pictures, scenario } = this.current;
    if (objects.length + pictures.length === 0) return fill(byId("received"));
    const names = [...objects.map(({ object }) => t(`object_${object}`)), ...pictures.map(() => t("portrait"))];
    const wantsFace = scenario && scenario.materials.some(({ face }) => face) && pictures.length === 0;
    const wantsMore = scenario && !this.enough();
    fill(byId("received"),
      h("h4", {}, t("received")), h("ul", {}, names.map((name) => h("li", {}, name))),
      wantsFace && h("p", { class: "hint" }, t("wants_face")), wantsMore && h("p", { class: "hint" }, t("wants_more", scenario.materials.length)),
      objects.length > 0 && h("p", {}, h("button", { type: "button", class: "main", id: "judge", onclick: () => this.judge() }, t("judge"))));
  }

  async took({ objects, pictures }) {
    if (!this.current) return;
    for (const bytes of objects) {
      const { object, text } = this.zhengzhao.detect(bytes);
      if (!isShown(object)) this.intake.tell(t("not_shown", said(text)), true);
      else this.current.objects.push({ bytes, object });
    }
    this.current.pictures.push(...pictures);
    this.drawReceived();
    const { scenario } = this.current;
    const face = scenario && scenario.materials.some((own) => own.face);
    const complete = this.enough() && (!face || this.current.pictures.length > 0);
    if (complete) await this.judge();
    else if (byId("judge")) byId("judge").focus();
  }

  // Whether as many came as the matter can need; what is presented together comes as one.
  enough() {
    const { objects, scenario } = this.current;
    return objects.some(({ object }) => object === "session") || objects.length >= (scenario ? scenario.materials.length : 1);
  }

  async judge() {
    const { current } = this;
    if (!current || current.objects.length === 0) return;
    try {
      this.result = await judge(this.zhengzhao, this.lists.desk, this.journal, this.settings(), current);
    } catch (error) {
      this.intake.tell(explain(error), true);
      return;
    }
    // A request serves one check, whatever came of it.
    this.addresses = this.result.portraits.map((own) => own && URL.createObjectURL(new Blob([own.bytes], { type: own.type })));
    this.drawResult();
    byId("outcome").focus();
  }

  drawResult() {
    this.close();
    const { matter, verdicts } = this.result;
    const outcome = matter ? matter.outcome : worst(verdicts.map((own) => own.outcome));
    const first = matter || verdicts.find((own) => own.outcome === outcome);
    const text = outcome === "verified" ? (matter ? said(matter.messages) : t("all_held")) : said(first.messages);
    fill(byId("check"),
      banner(outcome, text, outcome === "verified" ? null : first.code),
      h("p", { class: "row" }, h("button", { type: "button", class: "main", id: "again", onclick: () => this.again() }, t("again"))),
      matter && matterParts(matter),
      verdicts.map((own, place) => card(own, this.addresses[place])),
      h("p", { class: "quiet" }, t("result_kept")));
  }

  again() {
    this.close();
    this.begin();
    this.drawChoice();
    const chosen = byId("check").querySelector("input:checked");
    if (chosen) chosen.focus();
  }
}
