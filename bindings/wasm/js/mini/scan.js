// The host's scanner, until an object is whole.

import { assertHost, host } from "./host.js";
import { Refusal } from "../errors.js";

function once() {
  const { name, api } = host();
  return new Promise((success, fail) => {
    // Only from the camera: a screenshot out of the album is not somebody who stands here.
    if (name === "alipay") api.scan({ scanType: ["qrCode"], hideAlbum: true, success, fail });
    else api.scanCode({ onlyFromCamera: true, scanType: ["qrCode"], success, fail });
  });
}

const cancelled = (error) => {
  const words = error && (error.errMsg || error.errorMessage || "");
  return /cancel/i.test(String(words)) || (error && (error.error === 10 || error.error === 11));
};

// Scans until an object is complete and gives its bytes; null when the person gave up. `onStep` hears how far it came
// and what was refused; after a refusal the scan goes on only if it says true, and after a frame unless it says false.
export function scan(zhengzhao, onStep) {
  assertHost(["scan"]);
  const scanner = zhengzhao.Scanner.begin();
  const tell = (step) => (onStep === undefined ? undefined : onStep(step));
  const next = () =>
    once().then(
      (answer) => {
        // `rawData` is something else on every host; only the text counts.
        const text = typeof answer.result === "string" ? answer.result : answer.code;
        let taken;
        try {
          taken = scanner.take(text);
        } catch (error) {
          if (error instanceof Refusal && tell({ progress: scanner.progress(), refusal: error }) === true) return next();
          throw error;
        }
        if (taken.object !== null) return taken.object;
        return tell({ progress: taken.progress, refusal: null }) === false ? null : next();
      },
      (error) => {
        if (cancelled(error)) return null;
        throw error;
      },
    );
  const done = next();
  const free = () => scanner.free();
  done.then(free, free);
  return done;
}
