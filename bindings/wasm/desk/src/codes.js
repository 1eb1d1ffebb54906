// QR codes: drawn, and read from pictures.

import encodeQR from "qr";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { h } from "./dom.js";
import { t } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

// One code as a picture that stays sharp at every size.
export function drawCode(text, label) {
  const rows = encodeQR(text, "raw", { ecc: "medium", encoding: "alphanumeric", border: 4 });
  const path = rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("");
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", `0 0 ${rows.length} ${rows.length}`);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", label);
  picture.setAttribute("shape-rendering", "crispEdges");
  const part = (name, attributes) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    picture.append(element);
  };
  part("rect", { width: rows.length, height: rows.length, fill: "#fff" });
  part("path", { d: path, fill: "#000" });
  return picture;
}

// Several codes one after the other, each for long enough to be read; buttons stop the change.
export function showCodes(place, texts) {
  let shown = 0;
  let timer = null;
  const box = h("div", { class: "code" });
  const count = h("p", { class: "count" });
  const draw = () => {
    const label = texts.length === 1 ? t("code_one") : t("code_of", shown + 1, texts.length);
    box.replaceChildren(drawCode(texts[shown], label));
    count.textContent = label;
  };
  const step = (by) => {
    shown = (shown + by + texts.length) % texts.length;
    draw();
  };
  const stop = () => clearInterval(timer);
  const move = (by) => {
    stop();
    step(by);
  };
  draw();
  place.replaceChildren(box, count);
  if (texts.length > 1) {
    timer = setInterval(() => (place.isConnected && box.isConnected ? step(1) : stop()), 1500);
    const button = (by, key) => h("button", { type: "button", onclick: () => move(by) }, t(key));
    place.append(h("p", { class: "row center" }, button(-1, "code_before"), button(1, "code_after")));
  }
}

// The reader is compiled when it is first needed. `fetchReader` gives its bytes, from beside the page or out of it.
let ready = null;
export function prepareReader(fetchReader) {
  ready = async () => {
    prepareZXingModule({ overrides: { wasmBinary: await fetchReader() } });
    ready = async () => {};
  };
}

// The texts of the codes in a picture (a file or the pixels of a camera), in any order.
export async function readCodes(picture) {
  await ready();
  const found = await readBarcodes(picture, { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 8 });
  return found.filter((code) => code.isValid).map((code) => code.text);
}
