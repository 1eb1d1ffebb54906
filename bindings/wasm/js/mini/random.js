// Random bytes of the host. Where it has none there are none: another source would make challenges that can be guessed.

import { UsageError } from "../errors.js";
import { assertHost, host } from "./host.js";

export function randomBytes(length) {
  assertHost(["random"]);
  if (!(length >= 1 && length <= 65536 && Math.floor(length) === length)) {
    throw new UsageError("invalid_argument", "length: 1 to 65536 bytes");
  }
  return new Promise((success, fail) => {
    host().api.getRandomValues({ length, success: ({ randomValues }) => success(new Uint8Array(randomValues)), fail });
  }).then((bytes) => {
    if (bytes.length !== length) throw new UsageError("host_incapable", "the host gave other than " + length + " random bytes", { missing: ["getRandomValues"] });
    return bytes;
  });
}
