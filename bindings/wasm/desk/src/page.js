// What both pages do first: the module, the reader of codes, the languages, and working without a network.

import { load } from "zhengzhao";
import { byId } from "./dom.js";
import { prepareReader } from "./codes.js";
import { change, lang, speak } from "./words.js";

// In the single file both modules stand in the page as text.
function inPage(id) {
  const text = byId(id);
  return text && Uint8Array.from(atob(text.textContent.trim()), (one) => one.charCodeAt(0));
}

const near = async (name) => {
  const answer = await fetch(new URL(name, document.baseURI));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
};

export async function begin(words, kept) {
  speak(words, await kept.get("language"));
  for (const button of document.querySelectorAll("[data-lang]")) {
    const mark = () => button.setAttribute("aria-pressed", String(button.dataset.lang === lang()));
    mark();
    button.addEventListener("click", async () => {
      change(button.dataset.lang);
      for (const one of document.querySelectorAll("[data-lang]")) one.setAttribute("aria-pressed", String(one.dataset.lang === lang()));
      await kept.put("language", lang());
    });
  }
  prepareReader(async () => inPage("reader-wasm") || near("zxing_reader.wasm"));
  const zhengzhao = await load(inPage("module-wasm") || (await near("zhengzhao_bg.wasm")));
  if ("serviceWorker" in navigator && location.protocol.startsWith("http")) navigator.serviceWorker.register("sw.js");
  return zhengzhao;
}
