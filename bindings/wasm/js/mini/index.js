export { Refusal, UsageError } from "../errors.js";
export { assertHost } from "./host.js";
export { load } from "./load.js";
export { keepDesk, openDesk } from "./files.js";
export { randomBytes } from "./random.js";
export { scan } from "./scan.js";
