// Hand-held scanners type what they read, as a keyboard does. Whatever stands between the scanner and the page can damage
// it: another layout than the scanner was set to, an input method, a locked shift key. The damage is named, not mended:
// what the library gets is what was typed.

const BASE45 = /^[0-9A-Z $%*+\-./:]*$/;
const WIDE = /[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]/;
const LAYOUTS = [
  /^[ZYW]{2}[1!&]/i, // the prefix itself under QWERTY, QWERTZ and AZERTY
  /^[яЯнН]{2}1/, // Cyrillic
];

const swapCase = (text) => text.replace(/[a-z]/gi, (one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase()));
// Without the shift key, a colon of the US layout becomes a semicolon and every letter small.
const UNSHIFTED = /^zz1[:;][^A-Z]*$/;

// What a text is: `clean`, or by what it was damaged (`input_method`, `case`, `layout`), or `foreign`: not of this
// library. `composed` says that an input method was at work while it was typed.
export function judgeTyped(text, composed) {
  const bare = text.replace(/^[\ufeff\u0000-\u0020\u007f-\u009f]+/, "").replace(/[\r\n\t]+$/, "");
  if (bare.startsWith("ZZ1:") && BASE45.test(bare)) return "clean";
  if (WIDE.test(bare) || composed) return "input_method";
  if (UNSHIFTED.test(bare) || [swapCase(bare), bare.toUpperCase()].some((one) => one.startsWith("ZZ1:") && BASE45.test(one))) return "case";
  if (bare.startsWith("ZZ1:") || LAYOUTS.some((layout) => layout.test(bare))) return "layout";
  return "foreign";
}

// The texts in what was typed or pasted: one for each line.
export const linesOf = (text) => text.split(/[\r\n]+/).filter((line) => line.trim() !== "");
