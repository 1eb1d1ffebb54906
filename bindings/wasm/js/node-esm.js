import { readFileSync } from "node:fs";
import { loadWith } from "./node.js";

export const load = loadWith(() => readFileSync(new URL("./zhengzhao_bg.wasm", import.meta.url)));
export { Refusal, UsageError } from "./errors.js";
