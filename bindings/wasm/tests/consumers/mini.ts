import { assertHost, keepDesk, load, openDesk, randomBytes, scan } from "zhengzhao/miniprogram";
import type { Zhengzhao } from "zhengzhao/miniprogram";

export async function use(now: number): Promise<void> {
  const host: string = assertHost(["load", "scan", "files", "random"]);
  const zz: Zhengzhao = await load({ path: "/pkg/zhengzhao_bg.wasm.br" });
  const desk = await openDesk(zz, "front", now);
  const object: Uint8Array | null = await scan(zz, ({ progress, refusal }) => refusal === null || progress.count > 0);
  if (desk !== null && object !== null) await keepDesk(desk, "front", now);
  const random: Uint8Array = await randomBytes(16);
  console.log(host, random);
}
