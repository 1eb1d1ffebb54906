// Hosts of mini-programs, faked in a context of their own: what they have, and nothing that they lack. Their loaders, file
// systems and scanners answer as those of WeChat, Alipay and Douyin do. No device was asked.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import { brotliDecompressSync } from "node:zlib";

// Built into the language of our Node and missing on the oldest hosts that are supported.
const LACKING = ["WebAssembly", "BigInt", "BigInt64Array", "BigUint64Array", "WeakRef", "FinalizationRegistry", "SharedArrayBuffer",
  "Atomics", "Intl", "Iterator", "AggregateError", "globalThis"];

const later = (work) => Promise.resolve().then(work);

// The host's loader: a path inside the package, and one of the two shapes of an answer.
function loader(folder, { shape, compressed }) {
  return {
    instantiate(path, imports) {
      if (typeof path !== "string" || path[0] !== "/") return Promise.reject(new Error("only a path inside the package"));
      if (path.endsWith(".br") && !compressed) return Promise.reject(new Error("this base library knows no .br"));
      const name = path.slice(path.lastIndexOf("/") + 1);
      const bytes = readFileSync(join(folder, name));
      return WebAssembly.instantiate(path.endsWith(".br") ? brotliDecompressSync(bytes) : bytes, imports).then(({ instance, module }) =>
        shape === "instance" ? instance : { instance, module },
      );
    },
  };
}

// Files and storage in memory; `host.files` may be put back to see what is noticed.
function files() {
  const held = new Map();
  const answer = (options, work) =>
    later(work).then(
      (result) => options.success && options.success(result || {}),
      (error) => options.fail && options.fail({ errMsg: String(error) }),
    );
  const find = (path) => {
    if (!held.has(path)) throw new Error("no such file");
    return held.get(path);
  };
  const manager = {
    readFile: (options) => answer(options, () => ({ data: find(options.filePath) })),
    writeFile: (options) => answer(options, () => void held.set(options.filePath, options.data.slice(0))),
    rename: (options) =>
      answer(options, () => {
        held.set(options.newPath, find(options.oldPath));
        held.delete(options.oldPath);
      }),
  };
  return { held, manager };
}

// `sort`: wechat, alipay or douyin. `lacks`: names that are not there. `worker`: the Worker of Alipay, which has no `my`.
export function fakeHost(folder, sort, { shape = "instance", compressed = true, codes = [], lacks = [], wasm = true, worker = false } = {}) {
  const { held, manager } = files();
  const storage = new Map();
  const waiting = [...codes];
  const scanned = (options, name) =>
    later(() => {
      const code = waiting.shift();
      if (code === undefined) options.fail(name === "scan" ? { error: 10, errorMessage: "用户取消" } : { errMsg: `${name}:fail cancel` });
      else options.success(name === "scan" ? { code, result: code, rawData: "bm8=" } : { result: code, scanType: "QR_CODE", rawData: "bm8=" });
    });
  const api = {
    env: { USER_DATA_PATH: `${sort}file://usr` },
    getFileSystemManager: () => manager,
    getRandomValues: ({ length, success }) => later(() => success({ randomValues: crypto.getRandomValues(new Uint8Array(length)).buffer })),
  };
  if (sort === "alipay") {
    api.getStorageSync = ({ key }) => ({ data: storage.has(key) ? storage.get(key) : null });
    api.setStorageSync = ({ key, data }) => void storage.set(key, data);
    api.scan = (options) => scanned(options, "scan");
    delete api.getRandomValues;
  } else {
    api.getStorageSync = (key) => (storage.has(key) ? storage.get(key) : "");
    api.setStorageSync = (key, data) => void storage.set(key, data);
    api.scanCode = (options) => scanned(options, "scanCode");
  }
  for (const name of lacks) delete api[name];
  const [name, wasmName] = { wechat: ["wx", "WXWebAssembly"], alipay: ["my", "MYWebAssembly"], douyin: ["tt", "TTWebAssembly"] }[sort];
  const globals = { [name]: api, console };
  if (wasm) globals[wasmName] = loader(folder, { shape, compressed });
  if (worker) {
    delete globals[name];
    globals.crypto = { getRandomValues: (bytes) => crypto.getRandomValues(bytes) };
  }
  const context = vm.createContext(globals, { codeGeneration: { strings: false, wasm: false } });
  vm.runInContext(`for (const name of ${JSON.stringify(LACKING)}) delete this[name];`, context);
  for (const missing of [...LACKING, "TextDecoder", "TextEncoder", "fetch", "URL", "Request", "Response", "document", "process", "require"]) {
    if (vm.runInContext(`typeof ${missing}`, context) !== "undefined") throw new Error(`the fake host has ${missing}`);
  }
  if (!worker && vm.runInContext("typeof crypto", context) !== "undefined") throw new Error("the fake host has crypto");
  // A module of a mini-program is CommonJS.
  const requires = (text, filename, require) => {
    const module = { exports: {} };
    vm.runInContext(`(function (module, exports, require) {${text}\n})`, context, { filename })(module, module.exports, require);
    return module.exports;
  };
  const zhengzhao = requires(readFileSync(join(folder, "index.js"), "utf8"), "index.js");
  return { zhengzhao, context, requires, held, storage, run: (text) => vm.runInContext(text, context) };
}
