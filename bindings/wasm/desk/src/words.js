// Chinese and English. A page brings its own table, key to [zh, en]; elements name their text by `data-t`, attributes
// by `data-t-label` (aria-label) and `data-t-hint` (placeholder).

let table = {};
let language = "zh";
const listeners = [];

export const lang = () => language;

// The text of a key; `{0}` and so on are replaced.
export function t(key, ...values) {
  const pair = table[key];
  if (pair === undefined) throw new Error(`no text: ${key}`);
  return values.reduce((text, value, place) => text.replaceAll(`{${place}}`, String(value)), pair[language === "zh" ? 0 : 1]);
}

// What the library says in both languages.
export const said = (text) => (text ? text[language] || text.zh || text.en || "" : "");
export const named = (name) => said(name) || (name && name.code) || "";

function apply() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.title = t(document.documentElement.dataset.title);
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-t-label]")) element.setAttribute("aria-label", t(element.dataset.tLabel));
  for (const element of document.querySelectorAll("[data-t-hint]")) element.setAttribute("placeholder", t(element.dataset.tHint));
  for (const listener of listeners) listener();
}

export function speak(words, chosen) {
  table = words;
  language = chosen || (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");
  apply();
}

export function change(to) {
  language = to;
  apply();
}

export const onChange = (listener) => listeners.push(listener);

// How long ago, in words.
export function age(seconds) {
  const [count, zh, en] =
    seconds < 7200 ? [Math.floor(seconds / 60), "分钟", "minute"]
    : seconds < 172800 ? [Math.floor(seconds / 3600), "小时", "hour"]
    : [Math.floor(seconds / 86400), "天", "day"];
  return language === "zh" ? `${count} ${zh}` : `${count} ${en}${count === 1 ? "" : "s"}`;
}

// A moment or a day of the library (RFC 3339), in the person's own words and time.
export function moment(value) {
  const own = language === "zh" ? "zh-CN" : "en-GB";
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return new Date(value).toLocaleDateString(own, { dateStyle: "medium", timeZone: "UTC" });
  return new Date(value).toLocaleString(own, { dateStyle: "medium", timeStyle: "short" });
}
