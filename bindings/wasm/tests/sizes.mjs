// The bytes of the module against what the design asks and against what it may be at most: node tests/sizes.mjs PACKAGE.

import { statSync } from "node:fs";
import { join, resolve } from "node:path";

const folder = join(resolve(process.argv[2]), "miniprogram_dist");
// `target` is what the package is to come down to; `ceiling` is what it may not grow beyond on the way there. Lower the
// ceiling with every step.
const SIZES = [
  { what: "module", file: "zhengzhao_bg.wasm", target: 400_000, ceiling: 1_095_000 },
  { what: "module, brotli", file: "zhengzhao_bg.wasm.br", target: 140_000, ceiling: 395_000 },
  // The script of a mini-program counts too.
  { what: "script", file: "index.js", target: 130_000, ceiling: 130_000 },
];
let good = true;
for (const { what, file, target, ceiling } of SIZES) {
  const { size } = statSync(join(folder, file));
  const missed = size > target ? `, target ${target} MISSED by ${size - target}` : `, target ${target} met`;
  console.log(`${what}: ${size} bytes${missed}, ceiling ${ceiling}`);
  good = good && size <= ceiling;
}
process.exit(good ? 0 : 1);
