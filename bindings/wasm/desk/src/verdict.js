// Verdicts for a clerk: large, in words and signs as well as colours, with what may not be concluded.

import { h } from "./dom.js";
import { age, moment, named, said, t } from "./words.js";

const SIGN = { verified: "✓", refused: "✕", cannot_tell: "?" };

export function banner(outcome, text, code) {
  return h("div", { class: `banner ${outcome}`, id: "banner" },
    h("span", { class: "sign", "aria-hidden": "true" }, SIGN[outcome]),
    h("div", {},
      h("h2", { tabindex: -1, id: "outcome" }, t(`outcome_${outcome}`)),
      text && h("p", {}, text),
      code && h("p", { class: "codename" }, code)));
}

function value(item) {
  if (item === true || item === false) return t(item ? "yes" : "no");
  if (Array.isArray(item)) return h("ul", {}, item.map((one) => h("li", {}, value(one))));
  if (item !== null && typeof item === "object") {
    if (typeof item.hex === "string") return h("code", {}, item.hex.length > 24 ? `${item.hex.slice(0, 24)}…` : item.hex);
    return h("dl", {}, Object.entries(item).map(([name, one]) => [h("dt", {}, name), h("dd", {}, value(one))]));
  }
  return String(item);
}

// Items in the order of the record, by their labels. A picture is shown beside them, not its digest.
function items(record) {
  return h("dl", { class: "items" },
    record.labels.filter(({ name }) => name in record.items && !["portrait", "sealPicture", "sealLicence"].includes(name))
      .map((label) => [h("dt", {}, said(label)), h("dd", {}, value(record.items[label.name]))]));
}

function lists(verdict, status) {
  const rows = [];
  if (status && status !== "not_checked") rows.push([t("list_status"), t("list_of", moment(status.issued), age(status.age_seconds))]);
  if (status === "not_checked") rows.push([t("list_status"), t("list_not_checked")]);
  for (const [key, list] of [["list_own", verdict.own_list], ["list_recognised", verdict.certificate && verdict.certificate.recognised_list]]) {
    if (list) rows.push([t(key), t("list_of", moment(list.issued), age(list.age_seconds))]);
  }
  return rows.length > 0 && h("section", {}, h("h4", {}, t("lists_age")),
    h("dl", { class: "facts" }, rows.map(([name, text]) => [h("dt", {}, name), h("dd", {}, text)])));
}

// What a person might think a good verdict says, and it does not.
function limits(verdict) {
  const { certificate } = verdict;
  const texts = [];
  // A seal is shown by nobody in particular.
  if (verdict.presenter === "not_proven" && verdict.object !== "seal") texts.push(t("limit_presenter"));
  if (verdict.presenter === "proven_challenge" || verdict.presenter === "proven_audience") texts.push(t("limit_key"));
  if (verdict.face === "not_shown") texts.push(t("limit_face"));
  if (verdict.face === "shown") texts.push(t("limit_compare"));
  if (verdict.object === "printed_certificate") texts.push(t("limit_printed"));
  if (certificate && certificate.withheld > 0) texts.push(t("limit_withheld", certificate.withheld));
  if (certificate && certificate.permits_withheld > 0) texts.push(t("limit_permits", certificate.permits_withheld));
  if (verdict.act && verdict.act.mandate) texts.push(t("limit_mandate"));
  const status = certificate && certificate.status;
  if (status && status !== "not_checked") texts.push(t("limit_status", age(status.age_seconds)));
  return texts;
}

export function limitsOf(texts) {
  return texts.length > 0 && h("section", { class: "limits" }, h("h4", {}, t("limits")), h("ul", {}, texts.map((text) => h("li", {}, text))));
}

function refusal(verdict) {
  return [
    h("section", {}, h("h4", {}, t(verdict.outcome === "refused" ? "why_refused" : "why_unknown")), h("p", { class: "why" }, said(verdict.reason))),
    h("section", {}, h("h4", {}, t("next")), h("p", {}, said(verdict.next))),
  ];
}

function permits(certificate) {
  return certificate.permits && certificate.permits.length > 0 && h("section", {}, h("h4", {}, t("permits")),
    certificate.permits.map((permit) => h("div", { class: "permit" },
      h("p", {}, h("strong", {}, named(permit.kind)), " ", h("span", { class: `mark ${permit.standing.outcome}` }, t(`outcome_${permit.standing.outcome}`))),
      permit.standing.messages && h("p", {}, said(permit.standing.messages)), items(permit))));
}

function certified(verdict) {
  const { certificate } = verdict;
  const until = certificate.expires ? moment(certificate.valid_to) : t("no_end");
  return [
    h("p", { class: "issuer" }, h("strong", {}, named(certificate.kind)), t("issued_by", certificate.issuer[`name_${t("suffix")}`] || certificate.issuer.id)),
    items(certificate),
    h("dl", { class: "facts" },
      h("dt", {}, t("valid")), h("dd", {}, t("valid_text", moment(certificate.valid_from), until)),
      verdict.object !== "seal" && [h("dt", {}, t("presenter")), h("dd", {}, said(verdict.presenter_text))],
      verdict.act && verdict.act.mandate && [h("dt", {}, t("delegate")), h("dd", {}, verdict.act.mandate.delegate_as_stated)]),
    certificate.findings.length > 0 && h("section", { class: "findings" }, h("h4", {}, t("findings")), h("ul", {}, certificate.findings.map((one) => h("li", {}, said(one))))),
    permits(certificate),
  ];
}

// One object. `picture` is the address of the portrait that came along; `title` and `more` are those of a seal.
export function card(verdict, picture, title, more) {
  const status = verdict.certificate ? verdict.certificate.status : null;
  const face = verdict.face === "shown" && picture;
  return h("article", { class: `card object ${verdict.outcome}` },
    h("h3", {}, h("span", { class: `mark ${verdict.outcome}` }, t(`outcome_${verdict.outcome}`)), " ", title || t(`object_${verdict.object}`)),
    h("div", { class: "columns" },
      face && h("figure", { class: "portrait" }, h("img", { src: picture, alt: t("portrait_alt") }), h("figcaption", {}, t("portrait_compare"))),
      h("div", {}, verdict.certificate ? certified(verdict) : refusal(verdict), more, verdict.outcome === "verified" && limitsOf(limits(verdict)), lists(verdict, status))));
}

// What stands in the banner of several verdicts: the worst decides.
export function worst(outcomes) {
  for (const outcome of ["refused", "cannot_tell"]) if (outcomes.includes(outcome)) return outcome;
  return outcomes.length > 0 ? "verified" : "cannot_tell";
}

// A matter: its materials, what belongs together, and what was too much.
export function matterParts(matter) {
  const why = (part) => part.reason && h("p", { class: "why" }, said(part.reason));
  const line = (state, text, part) => h("li", {}, h("span", { class: `mark ${state}` }, t(`part_${state}`)), " ", text, why(part));
  return [
    matter.materials.length > 0 && h("section", { class: "card" },
      h("h3", {}, t("materials")),
      h("ul", { class: "plain" }, matter.materials.map((own) => line(own.state, t("part_kinds", said(own), own.any_of.map(named).join(" / ")), own))),
      matter.links.length > 0 && [h("h4", {}, t("links")), h("ul", { class: "plain" }, matter.links.map((own) => line(own.state, said(own), own)))],
      matter.members.length > 0 && [h("h4", {}, t("members")), h("ul", { class: "plain" }, matter.members.map((own) => line(own.state, named(own.kind), own)))]),
    matter.beyond_need.length > 0 && h("section", { class: "card warn", id: "beyond" },
      h("h3", {}, t("beyond")), h("p", {}, t("beyond_text")), h("ul", {}, matter.beyond_need.map((own) => h("li", {}, said(own))))),
  ];
}
