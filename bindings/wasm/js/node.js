// Node: the module is read from beside this file. `moduleBytes` is set by the two entries.

import { once, start } from "./start.js";

const environment = { WebAssembly, TextDecoder, TextEncoder, FinalizationRegistry, fetch, URL, Request, Response };

export const loadWith = (moduleBytes) =>
  once((source) => start(environment, source === undefined ? moduleBytes() : source));
export { Refusal, UsageError } from "./errors.js";
