// Random bytes of the host, in Alipay's Worker of its `crypto`. Where there are none there are none: another source would
// make challenges that can be guessed.
/* global crypto */

import { UsageError } from "../errors.js";
import { assertHost, host } from "./host.js";

export function randomBytes(length) {
  assertHost(["random"]);
  if (!(length >= 1 && length <= 65536 && Math.floor(length) === length)) {
    throw new UsageError("invalid_argument", "length: 1 to 65536 bytes");
  }
  const { api } = host();
  if (typeof api.getRandomValues !== "function") return Promise.resolve(crypto.getRandomValues(new Uint8Array(length)));
  return new Promise((success, fail) => {
    api.getRandomValues({ length, success: ({ randomValues }) => success(new Uint8Array(randomValues)), fail });
  }).then((bytes) => {
    if (bytes.length === length) return bytes;
    throw new UsageError("host_incapable", "the host gave other than " + length + " random bytes", { missing: ["getRandomValues"] });
  });
}
