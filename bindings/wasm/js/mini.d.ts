// Mini-programs: WeChat, Alipay, Douyin.
import type { Desk, Progress, Refusal, Zhengzhao } from "./api";
export * from "./api";

/** Loads the module from inside the package, once; `path` where it does not lie in miniprogram_npm. */
export function load(source?: { path: string }): Promise<Zhengzhao>;
/** Names the host, or throws one error that lists everything that these uses lack here; `load` alone without a word. */
export function assertHost(uses?: ("load" | "scan" | "files" | "random")[]): "wechat" | "alipay" | "douyin" | "none";
/** Scans codes until an object is whole; null when the person gave up. After a refusal the scan goes on only where
 * `onStep` says true. */
export function scan(zhengzhao: Zhengzhao, onStep?: (step: { progress: Progress; refusal: Refusal | null }) => boolean | void): Promise<Uint8Array | null>;
/** Keeps a desk's state in the host's file system. */
export function keepDesk(desk: Desk, name: string, now: number): Promise<void>;
/** Opens it again; null when none was kept. A state that was put back is refused. */
export function openDesk(zhengzhao: Zhengzhao, name: string, now: number): Promise<Desk | null>;
/** Random bytes of the host; an error where it has no source. */
export function randomBytes(length: number): Promise<Uint8Array>;
