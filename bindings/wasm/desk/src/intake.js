// Takes what is shown, however it comes: by camera, pasted, typed by a scanner, as a file or as a picture of codes. Builds
// its own part of the page into `place` and calls `took` with whole objects and pictures.

import { look } from "./camera.js";
import { readCodes } from "./codes.js";
import { fill, h, read, takesFiles } from "./dom.js";
import { judgeTyped, linesOf } from "./typed.js";
import { said, t } from "./words.js";

// A scanner that ends its line with nothing has ended when it is quiet for so long.
const QUIET = 400;
const PICTURES = ["image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp"];
const LARGEST = 32 * 1024 * 1024;

export class Intake {
  // `took({ objects, pictures })`; `wanted(detected)` says whether an object is of a sort that belongs here.
  constructor(zhengzhao, place, { took, name }) {
    Object.assign(this, { zhengzhao, place, took, name });
    this.scanner = zhengzhao.Scanner.begin();
    this.camera = null;
    this.composed = false;
    this.quiet = null;
    this.build();
  }

  build() {
    const { name } = this;
    this.said = h("p", { class: "said", role: "status", "aria-live": "polite", id: `${name}-said` });
    this.bar = h("progress", { class: "frames", max: 1, value: 0, hidden: true, "aria-label": t("frames_label") });
    this.field = h("textarea", {
      id: `${name}-text`, rows: 2, spellcheck: "false", autocomplete: "off", autocapitalize: "off", placeholder: t("intake_hint"),
      oncompositionstart: () => (this.composed = true),
      onkeydown: (event) => this.key(event),
      oninput: () => this.input(),
      onpaste: (event) => this.paste(event),
    });
    this.video = h("video", { playsinline: true, muted: true, hidden: true, "aria-label": t("camera_label") });
    this.button = h("button", { type: "button", id: `${name}-camera`, onclick: () => this.toggleCamera() }, t("camera_open"));
    this.files = h("input", { type: "file", id: `${name}-files`, multiple: true, class: "file" });
    const pick = h("label", { for: `${name}-files`, class: "button" }, t("intake_files"));
    const zone = h("div", { class: "zone" },
      h("p", { class: "row" }, this.button, this.files, pick, h("span", { class: "quiet" }, t("intake_drop"))),
      this.video,
      h("label", { for: `${name}-text` }, t("intake_text")),
      this.field, this.bar, this.said);
    takesFiles(zone, this.files, (files) => this.takeFiles(files));
    fill(this.place, zone);
  }

  tell(text, wrong) {
    this.said.textContent = text;
    this.said.classList.toggle("wrong", Boolean(wrong));
  }

  // Forgets what was begun, and stops the camera.
  close() {
    this.stopCamera();
    clearTimeout(this.quiet);
    this.scanner.free();
  }

  key(event) {
    if (event.isComposing || event.key === "Process") this.composed = true;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.takeTyped();
  }

  input() {
    clearTimeout(this.quiet);
    if (this.field.value.length >= 8) this.quiet = setTimeout(() => this.takeTyped(), QUIET);
  }

  paste(event) {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    this.takeFiles(files);
  }

  async takeTyped() {
    clearTimeout(this.quiet);
    const [lines, composed] = [linesOf(this.field.value), this.composed];
    this.field.value = "";
    this.composed = false;
    const objects = [];
    for (const line of lines) {
      const damage = judgeTyped(line, composed);
      if (damage !== "clean") return this.tell(t(`typed_${damage}`), true);
      const object = this.takeText(line);
      if (object) objects.push(object);
    }
    if (objects.length > 0) await this.took({ objects, pictures: [] });
  }

  // The whole object, or null while codes are missing or where one was refused.
  takeText(text) {
    try {
      const { object, progress } = this.scanner.take(text);
      const whole = object !== null;
      const [have, count] = whole ? [1, 1] : [progress.have.length, progress.count];
      this.bar.hidden = whole || count < 2;
      [this.bar.max, this.bar.value] = [count, have];
      this.tell(whole ? t("frames_whole") : t("frames_count", have, count, progress.missing.join("、")));
      return object;
    } catch (error) {
      this.tell(explain(error), true);
      return null;
    }
  }

  async takeFiles(files) {
    const [objects, pictures] = [[], []];
    for (const file of files) {
      if (file.size > LARGEST) {
        this.tell(t("file_large", file.name), true);
        continue;
      }
      if (PICTURES.includes(file.type)) {
        const texts = await this.codesOf(file);
        if (texts.length === 0) pictures.push({ bytes: await read(file), type: file.type, name: file.name });
        for (const text of texts) {
          const object = this.takeText(text);
          if (object) objects.push(object);
        }
        continue;
      }
      const bytes = await read(file);
      // A text file with the texts of codes is taken as if it had been pasted.
      const text = bytes.length < 65536 && bytes[0] === 0x5a ? new TextDecoder().decode(bytes) : "";
      if (text.startsWith("ZZ1:")) {
        for (const line of linesOf(text)) {
          const object = this.takeText(line);
          if (object) objects.push(object);
        }
      } else objects.push(bytes);
    }
    if (objects.length + pictures.length > 0) await this.took({ objects, pictures });
  }

  async codesOf(picture) {
    try {
      return await readCodes(picture);
    } catch (error) {
      this.tell(t("picture_unread", String(error)), true);
      return [];
    }
  }

  async toggleCamera() {
    if (this.camera) return this.stopCamera();
    const control = new AbortController();
    this.camera = control;
    this.button.textContent = t("camera_close");
    this.video.hidden = false;
    try {
      let whole = null;
      await look(this.video, control.signal, async (text) => (whole = this.takeText(text)) !== null);
      this.stopCamera();
      if (whole) await this.took({ objects: [whole], pictures: [] });
    } catch (error) {
      this.tell(t(error.name === "NotAllowedError" ? "camera_denied" : "camera_missing"), true);
      this.stopCamera();
    }
  }

  stopCamera() {
    if (this.camera) this.camera.abort();
    this.camera = null;
    this.button.textContent = t("camera_open");
    this.video.hidden = true;
  }
}

// What a fault is in words for a clerk.
export function explain(error) {
  if (error && error.messages) return said(error.messages);
  return t("fault", error && error.message ? error.message : String(error));
}
