// Loads the module through the host, which takes only a path inside the package of the mini-program.

import { once, start } from "../start.js";
import { UsageError } from "../errors.js";
import { assertHost, host } from "./host.js";
import { Utf8Decoder, Utf8Encoder } from "./text.js";

const FOLDER = "/miniprogram_npm/zhengzhao/";
// The compressed form is not known to the oldest hosts that know the other.
const FILES = ["zhengzhao_bg.wasm.br", "zhengzhao_bg.wasm"];

// What the glue sees of WebAssembly: the host's loader, whose answer is an instance or an object with one.
function webAssembly(wasm) {
  return {
    Module: function Module() {},
    Instance: function Instance() {},
    instantiate: (token, imports) =>
      wasm.instantiate(token.path, imports).then((answer) => ({ instance: answer.instance || answer, module: answer.module })),
  };
}

// The path's wrapper: the glue would fetch a string, and takes a plain object apart.
function Packaged(path) {
  this.path = path;
}

function from(wasm, path) {
  const environment = {
    WebAssembly: webAssembly(wasm),
    TextDecoder: Utf8Decoder,
    TextEncoder: Utf8Encoder,
    FinalizationRegistry: undefined,
  };
  return start(environment, new Packaged(path));
}

export const load = once((source) => {
  assertHost(["load"]);
  const { wasm } = host();
  const path = source === undefined ? undefined : source.path;
  if (source !== undefined && typeof path !== "string") {
    throw new UsageError("invalid_argument", "path: the path of the module inside the package, as text");
  }
  if (path !== undefined) return from(wasm, path);
  return from(wasm, FOLDER + FILES[0]).catch(() => from(wasm, FOLDER + FILES[1]));
});
