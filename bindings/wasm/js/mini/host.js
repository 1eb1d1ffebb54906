// The mini-program hosts: WeChat, Alipay, Douyin. Their objects are free names and not members of a global object, which
// some of them do not have.
/* global wx, my, tt, WXWebAssembly, MYWebAssembly, TTWebAssembly, crypto */

import { UsageError } from "../errors.js";

// Frameworks that bring WeChat's name to other hosts must not hide the host itself: `wx` comes last.
export function host() {
  if (typeof tt !== "undefined") {
    return { name: "douyin", api: tt, wasm: typeof TTWebAssembly === "undefined" ? undefined : TTWebAssembly, wasmName: "TTWebAssembly" };
  }
  if (typeof my !== "undefined") {
    return { name: "alipay", api: my, wasm: typeof MYWebAssembly === "undefined" ? undefined : MYWebAssembly, wasmName: "MYWebAssembly" };
  }
  if (typeof wx !== "undefined") {
    return { name: "wechat", api: wx, wasm: typeof WXWebAssembly === "undefined" ? undefined : WXWebAssembly, wasmName: "WXWebAssembly" };
  }
  // A worker of Alipay has the module's loader and no `my`.
  if (typeof MYWebAssembly !== "undefined") {
    return { name: "alipay", api: {}, wasm: MYWebAssembly, wasmName: "MYWebAssembly" };
  }
  return { name: "none", api: {}, wasm: undefined, wasmName: "WXWebAssembly, MYWebAssembly or TTWebAssembly" };
}

const has = (object, name) => object !== undefined && object !== null && typeof object[name] === "function";

// What each use needs: a name, and whether it is there.
const NEEDS = {
  load: ({ wasm, wasmName }) => [
    [wasmName + ".instantiate", has(wasm, "instantiate")],
    ["Promise", typeof Promise === "function"],
    ["Uint8Array", typeof Uint8Array === "function"],
    ["DataView", typeof DataView === "function"],
    ["Object.assign", has(Object, "assign")],
  ],
  scan: ({ name, api }) => {
    const call = name === "alipay" ? "scan" : "scanCode";
    return [[call, has(api, call)]];
  },
  files: ({ api }) => [
    ["getFileSystemManager", has(api, "getFileSystemManager")],
    ["env.USER_DATA_PATH", api.env !== undefined && typeof api.env.USER_DATA_PATH === "string"],
    ["getStorageSync", has(api, "getStorageSync")],
    ["setStorageSync", has(api, "setStorageSync")],
  ],
  random: ({ api }) => [
    ["getRandomValues", has(api, "getRandomValues") || (typeof crypto !== "undefined" && has(crypto, "getRandomValues"))],
  ],
};

// Throws one error that names everything that these uses lack here.
export function assertHost(uses) {
  const found = host();
  const missing = [];
  for (const use of uses === undefined ? ["load"] : uses) {
    if (!Object.prototype.hasOwnProperty.call(NEEDS, use)) {
      throw new UsageError("invalid_argument", "uses: load, scan, files or random");
    }
    for (const [name, there] of NEEDS[use](found)) if (!there) missing.push(name);
  }
  if (missing.length > 0) {
    throw new UsageError("host_incapable", "this host (" + found.name + ") lacks " + missing.join(", "), { missing });
  }
  return found.name;
}
