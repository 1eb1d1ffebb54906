// UTF-8 for hosts without TextEncoder and TextDecoder, as the Encoding Standard says: what is no UTF-8 is replaced.

export function Utf8Encoder() {}

Utf8Encoder.prototype.encode = function encode(text) {
  const out = [];
  for (let at = 0; at < text.length; at++) {
    let point = text.charCodeAt(at);
    if (point >= 0xd800 && point <= 0xdfff) {
      const next = text.charCodeAt(at + 1);
      if (point <= 0xdbff && next >= 0xdc00 && next <= 0xdfff) {
        point = 0x10000 + ((point - 0xd800) << 10) + (next - 0xdc00);
        at++;
      } else {
        point = 0xfffd;
      }
    }
    if (point < 0x80) out.push(point);
    else if (point < 0x800) out.push(0xc0 | (point >> 6), 0x80 | (point & 0x3f));
    else if (point < 0x10000) out.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
    else {
      out.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 0x3f), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
    }
  }
  return Uint8Array.from(out);
};

export function Utf8Decoder() {}

Utf8Decoder.prototype.decode = function decode(view) {
  if (view === undefined) return "";
  let text = "";
  let at = 0;
  while (at < view.length) {
    const { point, length } = character(view, at);
    at += length;
    if (point < 0x10000) text += String.fromCharCode(point);
    else text += String.fromCharCode(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
  }
  return text;
};

// One character, or U+FFFD for the longest beginning of one that is there.
function character(view, at) {
  const first = view[at];
  if (first < 0x80) return { point: first, length: 1 };
  const count = first >= 0xc2 && first <= 0xdf ? 1 : first >= 0xe0 && first <= 0xef ? 2 : first >= 0xf0 && first <= 0xf4 ? 3 : 0;
  if (count === 0) return { point: 0xfffd, length: 1 };
  // The second byte alone tells the forms that are too long, the surrogates and what lies beyond U+10FFFF.
  let low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  let high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  let point = first & (0x3f >> count);
  for (let step = 1; step <= count; step++) {
    const next = view[at + step];
    if (!(next >= low && next <= high)) return { point: 0xfffd, length: step };
    point = (point << 6) | (next & 0x3f);
    low = 0x80;
    high = 0xbf;
  }
  return { point, length: count + 1 };
}
