// A desk's state in the host's file system. Beside it, in the host's storage, lies how far its lists had come: a state
// that is older than that was put back, and is refused.

import { assertHost, host } from "./host.js";
import { UsageError } from "../errors.js";

function places(name) {
  if (typeof name !== "string" || !/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
    throw new UsageError("invalid_argument", "name: 1 to 64 letters, digits, - and _");
  }
  const { api } = host();
  const file = api.env.USER_DATA_PATH + "/zhengzhao-" + name + ".state";
  return { file, next: file + ".new", mark: "zhengzhao-" + name };
}

function filesystem(call, options) {
  return new Promise((success, fail) => {
    const manager = host().api.getFileSystemManager();
    manager[call](Object.assign({}, options, { success, fail }));
  });
}

// Alipay's storage takes and gives objects, WeChat's and Douyin's a key and a value.
function readMark(key) {
  const { name, api } = host();
  const found = name === "alipay" ? api.getStorageSync({ key }).data : api.getStorageSync(key);
  return typeof found === "string" && found !== "" ? JSON.parse(found) : null;
}

function writeMark(key, mark) {
  const { name, api } = host();
  const data = JSON.stringify(mark);
  if (name === "alipay") api.setStorageSync({ key, data });
  else api.setStorageSync(key, data);
}

// Times have one form and one offset, so that as text they sort as times.
function markOf(desk, now) {
  const { anchor, own_list: own, recognised_lists: recognised, clock_floor: floor } = desk.record({ now });
  const sequences = {};
  for (const list of (own ? [own] : []).concat(recognised)) sequences[list.authority] = list.sequence;
  return { anchor: anchor.digest, sequences, floor: floor === undefined ? "" : floor };
}

function isBehind(mark, held) {
  if (held === null || mark.anchor !== held.anchor) return false;
  const older = Object.keys(held.sequences).some((authority) => !(mark.sequences[authority] >= held.sequences[authority]));
  return older || mark.floor < held.floor;
}

// Keeps the state of a desk. `now` is the host's clock in seconds.
export function keepDesk(desk, name, now) {
  assertHost(["files"]);
  const { file, next, mark } = places(name);
  const state = desk.export();
  const data = state.buffer.slice(state.byteOffset, state.byteOffset + state.byteLength);
  // The mark is moved between the two steps: whatever stops in between, one of the two files is not behind it.
  return filesystem("writeFile", { filePath: next, data })
    .then(() => writeMark(mark, markOf(desk, now)))
    .then(() => filesystem("rename", { oldPath: next, newPath: file }))
    .then(() => undefined);
}

// Opens a desk that was kept; null when none was.
export function openDesk(zhengzhao, name, now) {
  assertHost(["files"]);
  const { file, next, mark } = places(name);
  const held = readMark(mark);
  const read = (filePath) =>
    filesystem("readFile", { filePath }).then(
      ({ data }) => new Uint8Array(data),
      () => null,
    );
  return Promise.all([read(file), read(next)]).then((states) => {
    const there = states.filter((state) => state !== null);
    if (there.length === 0 && held === null) return null;
    if (there.length === 0) throw new UsageError("state_rolled_back", "the kept state is gone, and there was one");
    let damaged = null;
    for (const state of there) {
      let desk;
      try {
        desk = zhengzhao.Desk.reopen(state);
      } catch (error) {
        damaged = damaged || error;
        continue;
      }
      if (!isBehind(markOf(desk, now), held)) return desk;
      desk.free();
    }
    throw damaged || new UsageError("state_rolled_back", "the kept state is older than what this device had already");
  });
}
