// Hand-held scanners type what they read, as a keyboard does. Whatever stands between the scanner and the page can damage
// it: another layout than the scanner was set to, an input method, a locked shift key. The damage is named, not mended:
// what the library gets is what was typed.

const BASE45 = /^[0-9A-Z $%*+\-./:]*$/;
const WIDE = /[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]/;
const LAYOUTS = [
  /^[ZYW]{2}[1!&]/i, // the prefix itself under QWERTY, QWERTZ and AZERTY
  /^[яЯнН]{2}1/, // Cyrillic
];
// Two tables of characters that a shift key exchanges on the keyboards of the scanner's usual set-up.
const UNSHIFTED = "1234567890-=[];',./`\\";
const SHIFTED = "!@#$%^&*()_+{}:\"<>?~|";

const swapCase = (text) => text.replace(/[a-z]/gi, (one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase()));
const swapShift = (text) =>
  swapCase(text).replace(/[^A-Za-z]/g, (one) => {
    const [down, up] = [UNSHIFTED.indexOf(one), SHIFTED.indexOf(one)];
    return down >= 0 ? SHIFTED[down] : up >= 0 ? UNSHIFTED[up] : one;
  });

// What a text is: `clean`, or by what it was damaged (`input_method`, `case`, `layout`), or `foreign`: not of this
// library. `composed` says that an input method was at work while it was typed.
export function judgeTyped(text, composed) {
  // eslint-disable-next-line no-control-regex
  const bare = text.replace(/^[\ufeff\u0000-\u0020\u007f-\u009f]+/, "").replace(/[\r\n\t]+$/, "");
  if (bare.startsWith("ZZ1:") && BASE45.test(bare)) return "clean";
  if (WIDE.test(bare) || composed) return "input_method";
  if ([swapCase(bare), bare.toUpperCase(), swapShift(bare)].some((one) => one.startsWith("ZZ1:") && BASE45.test(one))) return "case";
  if (bare.startsWith("ZZ1:") || LAYOUTS.some((layout) => layout.test(bare))) return "layout";
  return "foreign";
}

// The texts in what was typed or pasted: one for each line.
export const linesOf = (text) => text.split(/[\r\n]+/).filter((line) => line.trim() !== "");
