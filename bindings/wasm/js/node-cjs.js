import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadWith } from "./node.js";

export const load = loadWith(() => readFileSync(join(__dirname, "zhengzhao_bg.wasm")));
export { Refusal, UsageError } from "./errors.js";
