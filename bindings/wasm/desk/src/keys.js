// The part of a page that applies for certificates and lists those that are held.

import { fill, h, read, save, takesFiles } from "./dom.js";
import { explain } from "./intake.js";
import { named, t } from "./words.js";

export class Keys {
  constructor(zhengzhao, holding, place, changed) {
    Object.assign(this, { zhengzhao, holding, place, changed });
    this.said = { text: "", wrong: false };
  }

  async take(files) {
    for (const file of files) {
      try {
        await this.takeOne(await read(file), file);
      } catch (error) {
        this.said = { text: `${file.name}: ${explain(error)}`, wrong: true };
        break;
      }
    }
    await this.draw();
    this.changed();
  }

  async takeOne(bytes, file) {
    if (bytes[0] === 0x7b) {
      const answer = await this.holding.enrol(bytes);
      save(file.name.replace(/(\.challenge)?\.json$/i, "") + ".zzenrol", answer);
      this.said = { text: t("enrolled"), wrong: false };
    } else if (this.zhengzhao.detect(bytes).object === "certificate") {
      await this.holding.add(bytes);
      this.said = { text: t("key_added"), wrong: false };
    } else throw new Error(t("key_other"));
  }

  async draw() {
    const input = h("input", { type: "file", id: "key-files", multiple: true, class: "file" });
    const zone = h("div", { class: "zone" },
      h("p", { class: "row" }, input, h("label", { for: "key-files", class: "button" }, t("key_pick")), h("span", { class: "quiet" }, t("key_drop"))),
      h("p", { class: this.said.wrong ? "said wrong" : "said", role: "status", "aria-live": "polite", id: "key-said" }, this.said.text));
    takesFiles(zone, input, (files) => this.take(files));
    const held = await this.holding.certificates();
    fill(this.place, h("p", {}, t("key_text")), zone, held.map((own, index) => this.row(own, index)));
  }

  row(own, index) {
    const { kind, items } = this.zhengzhao.readCopy(own.copy);
    const id = `picture-${index}`;
    const input = h("input", { type: "file", id, accept: "image/*", class: "file" });
    const row = h("div", { class: "card held", "data-kind": kind },
      h("h3", {}, named(this.zhengzhao.kindName(kind))), h("p", { class: "quiet" }, t("key_items", items.length)),
      h("p", { class: "row" },
        items.includes("portrait") && [input, h("label", { for: id, class: "button" }, t(own.picture ? "portrait_replace" : "portrait_add"))],
        own.picture && h("span", { class: "mark verified" }, t("portrait_held")),
        h("button", { type: "button", onclick: () => this.remove(index) }, t("key_remove"))));
    input.addEventListener("change", async () => {
      const [file] = input.files;
      await this.holding.addPicture(index, { bytes: await read(file), type: file.type });
      await this.draw();
      this.changed();
    });
    return row;
  }

  async remove(index) {
    if (!confirm(t("key_remove_sure"))) return;
    await this.holding.remove(index);
    await this.draw();
    this.changed();
  }
}
