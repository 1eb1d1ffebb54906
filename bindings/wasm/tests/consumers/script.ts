import "zhengzhao/script";

export async function use(): Promise<string> {
  const zz = await zhengzhao.load("/zhengzhao_bg.wasm");
  return zz.version();
}
