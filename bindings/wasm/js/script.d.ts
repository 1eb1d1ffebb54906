// The script makes one global.
import type * as package_ from "./index";
declare global {
  const zhengzhao: Pick<typeof package_, "load" | "Refusal" | "UsageError">;
}
export {};
