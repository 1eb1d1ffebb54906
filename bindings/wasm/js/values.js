// Arguments on their way into the module: checked here, because there a wrong type would become other bytes.

import { UsageError } from "./errors.js";

function wrong(what, expected, found) {
  const sort = found === null ? "null" : Array.isArray(found) ? "an array" : typeof found;
  return new UsageError("invalid_argument", what + ": expected " + expected + ", found " + sort);
}

// A Uint8Array of this or another realm, Node's Buffer included, whose memory was not given away.
export function bytes(value, what) {
  if (!ArrayBuffer.isView(value) || Object.prototype.toString.call(value) !== "[object Uint8Array]") {
    throw wrong(what, "a Uint8Array", value);
  }
  if (value.byteLength === 0) {
    try {
      new Uint8Array(value.buffer);
    } catch (error) {
      throw new UsageError("detached_buffer", what + ": its memory was transferred away", { cause: error });
    }
  }
  // A plain view: what a subclass says of its length plays no part.
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

export function exactly(count, value, what) {
  const view = bytes(value, what);
  if (view.byteLength !== count) {
    throw new UsageError("invalid_argument", what + ": expected " + count + " bytes, found " + view.byteLength);
  }
  return view;
}

export function text(value, what) {
  if (typeof value !== "string") throw wrong(what, "a string", value);
  return value;
}

export function whole(value, what) {
  if (typeof value !== "number" || !(value >= 0) || Math.floor(value) !== value || value > 9007199254740991) {
    throw wrong(what, "a whole number", value);
  }
  return value;
}

export function list(value, what) {
  if (!Array.isArray(value)) throw wrong(what, "an array", value);
  return value;
}

// Several byte strings as one, with their lengths.
export function joined(value, what) {
  const parts = list(value, what).map((part, place) => bytes(part, what + "[" + place + "]"));
  const lengths = new Uint32Array(parts.map((part) => part.byteLength));
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return { all, lengths };
}

export function hex(value) {
  let digits = "";
  for (let place = 0; place < value.byteLength; place++) digits += (value[place] < 16 ? "0" : "") + value[place].toString(16);
  return digits;
}

// A copy of an object's own members, each read once: a getter cannot say two things, and one that throws is a mistake.
export function object(value, what) {
  if (value === null || typeof value !== "object" || Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw wrong(what, "an object", value);
  }
  try {
    return Object.assign({}, value);
  } catch (error) {
    throw new UsageError("invalid_argument", what + ": could not be read", { cause: error });
  }
}

// JSON of what has a JSON form. What would silently become null or vanish is refused: a clock skew that is NaN must not
// turn into the default.
export function json(value) {
  let copy;
  try {
    copy = plain(value, "options", 0);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError("invalid_argument", "options: could not be read", { cause: error });
  }
  return JSON.stringify(copy);
}

function plain(value, what, depth) {
  if (value === undefined || value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && isFinite(value)) return value;
  if (depth > 4 || typeof value !== "object" || value instanceof Date || ArrayBuffer.isView(value)) {
    throw wrong(what, "text, a finite number, a boolean, a list or an object of these", value);
  }
  if (Array.isArray(value)) return value.map((one, place) => plain(one, what + "[" + place + "]", depth + 1));
  const copy = {};
  for (const member of Object.keys(value)) {
    const inner = plain(value[member], what + "." + member, depth + 1);
    if (inner !== undefined && inner !== null) copy[member] = inner;
  }
  return copy;
}
