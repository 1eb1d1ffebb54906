// Browsers, and bundlers for them: these know the form of URL below and put the module beside their output.

import { environment } from "./browser.js";
import { once, start } from "./start.js";

export const load = once((source) =>
  start(environment, source === undefined ? new URL("./zhengzhao_bg.wasm", import.meta.url) : source),
);
export { Refusal, UsageError } from "./errors.js";
