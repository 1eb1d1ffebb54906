// Browsers, and bundlers for them: these know the form of URL below and put the module beside their output.

import { once, start } from "./start.js";

const environment = {
  WebAssembly,
  TextDecoder,
  TextEncoder,
  FinalizationRegistry: typeof FinalizationRegistry === "undefined" ? undefined : FinalizationRegistry,
  fetch: (...request) => fetch(...request),
  URL,
  Request,
  Response,
};

export const load = once((source) =>
  start(environment, source === undefined ? new URL("./zhengzhao_bg.wasm", import.meta.url) : source),
);
export { Refusal, UsageError } from "./errors.js";
