// A plain script: `<script src="zhengzhao.js"></script>` makes one global, `zhengzhao`; the module lies beside the script.

import { environment } from "./browser.js";
import { once, start } from "./start.js";

const place = typeof document === "undefined" || !document.currentScript ? "" : document.currentScript.src;

export const load = once((source) =>
  start(environment, source === undefined ? place.replace(/[^/]*$/, "zhengzhao_bg.wasm") : source),
);
export { Refusal, UsageError } from "./errors.js";
