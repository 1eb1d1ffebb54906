// The checking desk.

import { Check } from "./check.js";
import { byId, tabs } from "./dom.js";
import { Holding } from "./holding.js";
import { explain } from "./intake.js";
import { Journal } from "./journal.js";
import { Keys } from "./keys.js";
import { Kept } from "./kept.js";
import { Lists } from "./lists.js";
import { begin } from "./page.js";
import { Seals } from "./seals.js";
import { onChange, t } from "./words.js";
import { WORDS } from "./words-desk.js";

const FIRST = { audience: "", region: "500000", maxStatusAge: 7 * 86400, retentionDays: 30 };

async function main() {
  const kept = new Kept("zhengzhao-desk");
  const zhengzhao = await begin(WORDS, kept);
  let settings = { ...FIRST, ...(await kept.get("settings")) };
  const journal = new Journal(zhengzhao, kept, byId("journal"), `zhengzhao desk ${zhengzhao.version()}`);
  await journal.open();
  const holding = new Holding(zhengzhao, kept);
  const parts = { settings: () => settings, holding, journal };
  let check, seals;
  const redraw = async () => {
    check.draw();
    await seals.draw();
  };
  parts.lists = new Lists(zhengzhao, kept, byId("lists"), { settings: parts.settings, changed: redraw });
  await parts.lists.open();
  check = new Check(zhengzhao, parts);
  seals = new Seals(zhengzhao, parts);
  const keys = new Keys(zhengzhao, holding, byId("keys"), () => seals.draw());

  const form = byId("settings");
  const show = () => {
    form.audience.value = settings.audience;
    form.region.value = settings.region;
    form.days.value = settings.maxStatusAge / 86400;
    form.retention.value = settings.retentionDays;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    settings = {
      audience: form.audience.value.trim(),
      region: form.region.value.trim(),
      maxStatusAge: Math.round(Number(form.days.value) * 86400),
      retentionDays: Number(form.retention.value),
    };
    await kept.put("settings", settings);
    byId("settings-said").textContent = t("settings_kept");
    parts.lists.draw();
    await redraw();
  });
  byId("forget").addEventListener("click", async () => {
    if (!confirm(t("forget_sure"))) return;
    await kept.clear();
    location.reload();
  });
  const all = async () => {
    parts.lists.draw();
    await redraw();
    await journal.draw();
    await keys.draw();
  };
  show();
  await all();
  const open = tabs(byId("tabs"), () => check.intake && check.intake.stopCamera());
  open(parts.lists.desk ? "tab-check" : "tab-setup");
  onChange(all);
  // A scanner types wherever the cursor is: what it types goes to the field that waits for it.
  document.addEventListener("keydown", (event) => {
    const field = byId("answer-text");
    const typing = event.target.closest && event.target.closest("input, textarea, select");
    if (field && field.offsetParent && !typing && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== " ") field.focus();
  });
  document.documentElement.dataset.ready = "";
}

main().catch((error) => {
  byId("failed").hidden = false;
  byId("failed").textContent = explain(error);
});
