// The pages in Chromium, one driven against the other: node tests/desk.mjs PAGES PROGRAM [SCREENSHOTS].
// PAGES is what desk/build.mjs made, PROGRAM the command line, which plays the authorities and nothing else.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import encodeQR from "qr";
import { serve } from "./browser.mjs";
import { root } from "./folder.mjs";
import { ISSUER, Issuing, REGION, eidDraft, permitDraft, sealDraft } from "./issuing.mjs";
import { Tests } from "./tests.mjs";

const [pages, program] = process.argv.slice(2, 4).map((path) => resolve(path));
const screenshots = process.argv[4] && resolve(process.argv[4]);
if (screenshots) mkdirSync(screenshots, { recursive: true });
const work = mkdtempSync(join(tmpdir(), "zhengzhao-desk-"));
const video = join(work, "camera.y4m");
const tests = new Tests("pages");
const issuing = new Issuing(program);
issuing.begin();

// The texts of the codes of a file, without the page's own hand.
const framesOf = (file) => JSON.parse(issuing.run("qr", file, "--json")).texts;

// What the camera sees: each code for some frames, in grey, as YUV4MPEG2.
function film(texts, size = 720) {
  const half = Buffer.alloc((size * size) / 2, 128);
  const file = openSync(video, "w");
  writeSync(file, `YUV4MPEG2 W${size} H${size} F10:1 Ip A1:1 C420jpeg\n`);
  for (const text of texts) {
    const rows = encodeQR(text, "raw", { ecc: "medium", encoding: "alphanumeric", border: 4 });
    const scale = Math.floor(size / rows.length);
    const grey = Buffer.alloc(size * size, 255);
    rows.forEach((row, y) => row.forEach((dark, x) => {
      if (dark) for (let line = 0; line < scale; line++) grey.fill(0, (y * scale + line) * size + x * scale, (y * scale + line) * size + (x + 1) * scale);
    }));
    for (let frame = 0; frame < 8; frame++) {
      writeSync(file, "FRAME\n");
      writeSync(file, grey);
      writeSync(file, half);
    }
  }
  closeSync(file);
}
film(["HELLO"]);

const server = await serve({ "/": { folder: pages } });
const site = `http://127.0.0.1:${server.address().port}`;
const args = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${video}`];
const launch = (profile) => chromium.launchPersistentContext(join(work, profile), {
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium", headless: true, chromiumSandbox: false, args, acceptDownloads: true,
  viewport: { width: 1280, height: 900 }, locale: "zh-CN",
});
let browser = await launch("profile");
const faults = [];
const asked = [];

// A page whose errors, refused contents and requests are noted.
async function open(address) {
  const page = await browser.newPage();
  page.setDefaultTimeout(10000);
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("request", (request) => asked.push(request.url()));
  page.on("dialog", (dialog) => dialog.accept());
  await page.goto(address);
  await page.waitForSelector("html[data-ready]");
  return page;
}
async function saved(page, press) {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  const path = join(work, `${Math.random().toString(36).slice(2)}-${download.suggestedFilename()}`);
  await download.saveAs(path);
  return path;
}
async function shoot(page, name) {
  if (!screenshots) return;
  for (const width of [375, 1920]) {
    await page.setViewportSize({ width, height: width === 375 ? 812 : 1080 });
    await page.waitForTimeout(150);
    await page.screenshot({ path: join(screenshots, `${name}-${width}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}
// No page is wider than its window on the smallest phone.
async function fits(page) {
  await page.setViewportSize({ width: 375, height: 812 });
  await page.waitForFunction(() => window.innerWidth === 375);
  const wide = await page.evaluate(() => {
    const scrolled = (own) => own.closest(".scroll, .tabs");
    return [...document.body.querySelectorAll("*")].filter((own) => !scrolled(own) && own.getBoundingClientRect().right > 375).map((own) => own.outerHTML.slice(0, 80));
  });
  await page.setViewportSize({ width: 1280, height: 900 });
  assert.deepEqual(wide, [], "wider than the window");
}
const tab = (page, name) => page.click(`#tab-${name}`);
async function pin(page) {
  await tab(page, "setup");
  await page.setInputFiles("#lists-files", issuing.path("lists.zzpack"));
  await page.waitForSelector("#anchor-digest");
  assert.equal((await page.locator("#anchor-digest span").allTextContents()).join(" "), issuing.digest());
  assert.ok(await page.locator("#anchor-accept").isDisabled(), "an anchor can be trusted unread");
}
async function trust(page) {
  await pin(page);
  await page.check("#anchor-compared");
  await page.click("#anchor-accept");
  await page.waitForSelector("#held-title");
}

// The portrait of nobody, drawn.
async function drawPortrait(page) {
  const data = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [360, 450];
    const c = canvas.getContext("2d");
    const oval = (x, y, w, h, fill) => { c.fillStyle = fill; c.beginPath(); c.ellipse(x, y, w, h, 0, 0, 7); c.fill(); };
    c.fillStyle = "#dfe8f0"; c.fillRect(0, 0, 360, 450);
    oval(180, 460, 150, 130, "#34506b"); oval(180, 180, 100, 120, "#2b2320"); oval(180, 205, 82, 105, "#e9c4a6");
    oval(150, 195, 9, 7, "#222"); oval(210, 195, 9, 7, "#222"); oval(180, 265, 26, 8, "#b5564d");
    return canvas.toDataURL("image/png").split(",")[1];
  });
  const bytes = Buffer.from(data, "base64");
  const path = join(work, "portrait.png");
  writeFileSync(path, bytes);
  return { path, bytes };
}

const desk = await open(`${site}/index.html`);
const guest = await open(`${site}/guest.html`);
const portrait = await drawPortrait(guest);

await tests.run("a desk trusts an anchor only when a person has compared it", async () => {
  await pin(desk);
  await shoot(desk, "desk-anchor");
  await fits(desk);
  await desk.check("#anchor-compared");
  await desk.click("#anchor-accept");
  await desk.waitForSelector("#held-title");
  await desk.fill("#set-audience", "重庆样例酒店前台");
  await desk.fill("#set-region", REGION);
  await desk.click("#settings-save");
  await desk.waitForFunction(() => document.querySelector("#settings-said").textContent !== "");
  await shoot(desk, "desk-setup");
  await fits(desk);
});

await tests.run("a guest enrols a key that cannot be copied, and holds what is issued to it", async () => {
  await trust(guest);
  await tab(guest, "keys");
  const enrolment = await saved(guest, () => guest.setInputFiles("#key-files", issuing.challenge("lin")));
  issuing.write("lin.zzenrol", readFileSync(enrolment));
  const certificate = issuing.issue("lin", eidDraft(portrait.bytes));
  await guest.setInputFiles("#key-files", certificate);
  await guest.setInputFiles("#picture-0", portrait.path);
  await guest.waitForSelector(".held .mark.verified");
  const copied = await guest.evaluate(() => new Promise((ready) => {
    indexedDB.open("zhengzhao-guest").onsuccess = (event) => {
      event.target.result.transaction("kept").objectStore("kept").get("keys").onsuccess = async ({ target }) => {
        const [{ key }] = target.result;
        ready([key.extractable, await crypto.subtle.exportKey("pkcs8", key).then(() => true, () => false)]);
      };
    };
  }));
  assert.deepEqual(copied, [false, false]);
  await shoot(guest, "guest-keys");
});

// From the desk's request to the guest's question; gives nothing.
async function ask(matter = `${ISSUER}/hotel-check-in`) {
  await tab(desk, "check");
  if (await desk.locator("#again").isVisible()) await desk.click("#again");
  if (await desk.locator("#cancel").isVisible()) await desk.click("#cancel");
  await desk.check(`input[value="${matter}"]`);
  await desk.click("#start");
  const request = await saved(desk, () => desk.click("#request-save"));
  await tab(guest, "show");
  await guest.setInputFiles("#ask-files", request);
  await guest.waitForSelector("#agree");
}
async function answerFile() {
  await guest.click("#agree");
  return saved(guest, () => guest.click("#answer-save"));
}
const outcome = async () => {
  await desk.waitForSelector("#outcome");
  return desk.getAttribute("#banner", "class");
};

await tests.run("request, answer by file with the portrait, verified", async () => {
  await ask();
  assert.match(await guest.textContent("#asker"), /重庆样例酒店前台/);
  const shown = await guest.locator("#asked .choice li").allTextContents();
  assert.ok(shown.length >= 3 && !shown.includes("出生日期"), `what would be shown: ${shown}`);
  await shoot(guest, "guest-asked");
  await fits(guest);
  await shoot(desk, "desk-request");
  await fits(desk);
  const answer = await answerFile();
  await shoot(guest, "guest-answer");
  const face = await saved(guest, () => guest.click(".portrait-save"));
  await desk.setInputFiles("#answer-files", [answer, face]);
  assert.equal(await outcome(), "banner verified");
  assert.equal(await desk.evaluate(() => document.activeElement.id), "outcome", "the verdict has the focus");
  const text = await desk.textContent("#check");
  for (const word of ["林小满", "510104199003070007", "重庆样例市场监管局", "持证人的密钥", "状态名单"]) assert.ok(text.includes(word), `${word} is not shown`);
  assert.ok(await desk.evaluate(() => document.querySelector(".portrait img").naturalWidth === 360), "the portrait is shown");
  await shoot(desk, "desk-verified");
  await fits(desk);
  await desk.click("[data-lang=en]");
  await desk.waitForFunction(() => document.querySelector("#outcome").textContent === "Verified");
  await shoot(desk, "desk-verified-en");
  await desk.click("[data-lang=zh]");
});

// The codes that the guest shows, each as a picture.
async function photographs() {
  const count = Number(/\/ (\d+)/.exec(await guest.textContent("#answer-codes .count"))[1]);
  const next = guest.locator("#answer-codes button").last();
  await next.click(); // which also stops the change
  const pictures = [];
  for (let place = 0; place < count; place++) {
    const path = join(work, `code-${Math.random().toString(36).slice(2)}.png`);
    await guest.locator("#answer-codes svg").screenshot({ path });
    pictures.push(path);
    await next.click();
  }
  return pictures;
}

await tests.run("answer by pictures of QR codes, in any order, counted up; without the portrait it is refused by name", async () => {
  await ask();
  await guest.click("#agree");
  const pictures = await photographs();
  assert.ok(pictures.length >= 2);
  await desk.setInputFiles("#answer-files", pictures[pictures.length - 1]);
  await desk.waitForFunction((count) => document.querySelector("#answer-said").textContent.includes(`1 / ${count}`), pictures.length);
  await shoot(desk, "desk-frames");
  await desk.setInputFiles("#answer-files", pictures.slice(0, -1));
  await desk.waitForSelector("#judge");
  assert.ok((await desk.textContent("#received")).includes("照片"), "nobody is told that the portrait is missing");
  await desk.click("#judge");
  assert.equal(await outcome(), "banner refused");
  assert.equal(await desk.textContent(".codename"), "face_missing");
  await shoot(desk, "desk-face-missing");
});

await tests.run("the same by pictures with the portrait: verified", async () => {
  await ask();
  await guest.click("#agree");
  await desk.setInputFiles("#answer-files", [...(await photographs()), portrait.path]);
  assert.equal(await outcome(), "banner verified");
});

await tests.run("answer by the camera", async () => {
  await ask();
  const answer = await answerFile();
  film(framesOf(answer));
  await desk.setInputFiles("#answer-files", portrait.path);
  await desk.click("#answer-camera");
  assert.equal(await outcome(), "banner verified");
});

await tests.run("what is forged, altered or shown again is refused", async () => {
  await ask();
  const answer = await answerFile();
  const bytes = readFileSync(answer);
  bytes[bytes.length - 5] ^= 1;
  const forged = join(work, "forged.zz");
  writeFileSync(forged, bytes);
  await desk.setInputFiles("#answer-files", [forged, portrait.path]);
  assert.equal(await outcome(), "banner refused");
  assert.equal(await desk.textContent(".codename"), "holder_signature_invalid");
  assert.ok(!(await desk.textContent("#check")).includes("林小满"), "values of what was refused are shown");
  await shoot(desk, "desk-forged");
  await ask();
  await desk.setInputFiles("#answer-files", [answer, portrait.path]);
  assert.equal(await outcome(), "banner refused");
  assert.equal(await desk.textContent(".codename"), "challenge_mismatch");
  await ask();
  const another = join(work, "another.png");
  writeFileSync(another, Buffer.concat([portrait.bytes, Buffer.from([0])]));
  await desk.setInputFiles("#answer-files", [await answerFile(), another]);
  assert.equal(await outcome(), "banner refused");
  assert.equal(await desk.textContent(".codename"), "picture_mismatch");
  assert.equal(await desk.locator(".portrait").count(), 0, "a wrong portrait is shown as matched");
});

await tests.run("a scanner that types: whole, and what damages it is named", async () => {
  await ask();
  const codes = framesOf(await answerFile());
  await desk.setInputFiles("#answer-files", portrait.path);
  const type = async (text) => {
    await desk.evaluate(() => document.activeElement.blur());
    await desk.keyboard.press("Shift");
    await desk.locator("#answer-text").focus();
    await desk.keyboard.insertText(text);
    await desk.keyboard.press("Enter");
  };
  const said = () => desk.textContent("#answer-said");
  const [first] = codes;
  const german = first.replace(/[ZY:+\-/*]/g, (one) => ({ Z: "Y", Y: "Z", ":": "Ö", "+": "`", "-": "ß", "/": "-", "*": "(" })[one]);
  for (const [text, word] of [
    [first.toLowerCase(), "大小写"], [first.toLowerCase().replaceAll(":", ";"), "大小写"], [german, "键盘布局"], [first.replaceAll(":", "："), "输入法"], ["https://example.com/pay", "不是证照二维码"],
  ]) {
    await type(text);
    assert.ok((await said()).includes(word), `${text.slice(0, 12)}: ${await said()}`);
  }
  await shoot(desk, "desk-typed");
  // What is typed while nothing has the cursor goes to the field, key by key.
  await desk.evaluate(() => document.activeElement.blur());
  await desk.keyboard.type(codes[0]);
  await desk.keyboard.press("Enter");
  assert.match(await said(), /1 \/ \d/);
  for (const code of codes.slice(1)) await type(code);
  assert.equal(await outcome(), "banner verified");
});

await tests.run("a request of one's own is answered only at the holder's word; it can be pasted and dropped", async () => {
  await ask("own");
  assert.ok((await guest.textContent("#asked")).includes("用途没有登记"));
  await guest.click("#agree");
  await guest.waitForFunction(() => document.querySelector("#answer-said").textContent !== "");
  assert.equal(await guest.locator("#answer-codes").count(), 0, "it is answered unasked");
  await guest.check("#unregistered");
  const answer = readFileSync(await answerFile());
  await desk.evaluate((bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(bytes)], "answer.zz"));
    document.querySelector("#panel-check .zone").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, Array.from(answer));
  assert.equal(await outcome(), "banner verified");
  assert.ok((await desk.textContent("#check")).includes("没有出示照片"));
});

await tests.run("two certificates for one matter are presented together and judged as one", async () => {
  await tab(guest, "keys");
  issuing.write("permit.zzenrol", readFileSync(await saved(guest, () => guest.setInputFiles("#key-files", issuing.challenge("permit")))));
  await guest.setInputFiles("#key-files", issuing.issue("permit", permitDraft()));
  await guest.waitForFunction(() => document.querySelectorAll(".held").length === 2);
  await ask(`${ISSUER}/long-stay`);
  assert.equal(await guest.locator("#asked fieldset").count(), 2);
  await desk.setInputFiles("#answer-files", [await answerFile(), portrait.path]);
  assert.equal(await outcome(), "banner verified");
  assert.equal(await desk.locator("#check .mark.satisfied").count(), 2);
  assert.equal(await desk.locator(".portrait img").count(), 1);
  await shoot(desk, "desk-two");
  await fits(desk);
  // Half of it is not enough, and the desk says what is missing.
  await ask(`${ISSUER}/long-stay`);
  await desk.setInputFiles("#answer-files", [issuing.path("permit.zz")]);
  await desk.click("#judge");
  assert.equal(await outcome(), "banner refused");
  assert.ok((await desk.textContent("#check")).includes("缺少材料：身份证件"));
  await shoot(desk, "desk-missing");
});

await tests.run("without a request nothing is said of who presents", async () => {
  await tab(desk, "check");
  await desk.click("#again");
  await desk.check("input[value=anything]");
  await desk.click("#start");
  issuing.run("show", "permit.zz", "--items", "holderName", "-o", "shown.zz", "--force");
  await desk.locator("#answer-text").focus();
  await desk.evaluate((text) => {
    const field = document.querySelector("#answer-text");
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, framesOf(issuing.path("shown.zz")).join("\n"));
  assert.equal(await outcome(), "banner verified");
  assert.ok((await desk.textContent(".limits")).includes("不能认定出示人就是持证人"));
});

await tests.run("receipts are kept, exported and checked, without values", async () => {
  await tab(desk, "receipts");
  await desk.click("#journal-check");
  await desk.waitForFunction(() => document.querySelector("#journal-said").textContent.includes("完整"));
  const journal = readFileSync(await saved(desk, () => desk.click("#journal-save")), "utf8");
  const lines = journal.trim().split("\n").map((line) => JSON.parse(line));
  assert.ok(lines.length >= 8 && lines.some(({ content }) => content.outcome === "refused") && lines.some(({ content }) => content.outcome === "verified"));
  assert.ok(!journal.includes("林小满") && !journal.includes("510104199003070007"));
  issuing.write("receipts.jsonl", journal);
  issuing.run("receipt", "verify", "receipts.jsonl");
  await shoot(desk, "desk-receipts");
  await fits(desk);
  const kept = await desk.evaluate(() => new Promise((ready) => {
    indexedDB.open("zhengzhao-desk").onsuccess = (event) => {
      event.target.result.transaction("kept").objectStore("kept").getAllKeys().onsuccess = ({ target }) => ready(target.result);
    };
  }));
  assert.deepEqual(kept.sort(), ["journal", "language", "receipt-key", "settings", "state"]);
});

await tests.run("a document is sealed and checked; one that was changed is refused", async () => {
  await tab(desk, "setup");
  const enrolment = await saved(desk, () => desk.setInputFiles("#key-files", issuing.challenge("seal")));
  issuing.write("seal.zzenrol", readFileSync(enrolment));
  await desk.setInputFiles("#key-files", issuing.issue("seal", sealDraft(readFileSync(join(root, "bindings/facade/src/sample/seal.png")))));
  await tab(desk, "seals");
  const contract = join(work, "contract.txt");
  writeFileSync(contract, "房屋租赁合同（样例）\n");
  await desk.setInputFiles("#seal-files", contract);
  await desk.waitForSelector("#seal-now");
  const seal = await saved(desk, () => desk.click("#seal-now"));
  const beside = join(work, "contract.txt.zzseal");
  writeFileSync(beside, readFileSync(seal));
  await desk.waitForSelector("#panel-seals #banner");
  assert.equal(await desk.getAttribute("#panel-seals #banner", "class"), "banner verified");
  const sealed = await desk.textContent("#panel-seals");
  assert.ok(sealed.includes("重庆样例餐饮管理有限公司") && sealed.includes("盖章时间") && !sealed.includes("[object"), sealed);
  await shoot(desk, "desk-seal");
  await fits(desk);
  await desk.reload();
  await desk.waitForSelector("html[data-ready]");
  await tab(desk, "seals");
  await desk.setInputFiles("#seal-files", [contract, beside]);
  await desk.waitForSelector("#panel-seals .banner.verified");
  writeFileSync(contract, "房屋租赁合同（改）\n");
  await desk.setInputFiles("#seal-files", [contract, beside]);
  await desk.waitForSelector("#panel-seals .banner.refused");
  assert.equal(await desk.textContent("#panel-seals .codename"), "document_changed");
});

await tests.run("200 MB are hashed in pieces", async () => {
  const large = join(work, "large.bin");
  const piece = Buffer.alloc(1024 * 1024, 7);
  const hash = createHash("sha256");
  const file = openSync(large, "w");
  for (let count = 0; count < 200; count++) {
    writeSync(file, piece);
    hash.update(piece);
  }
  closeSync(file);
  await desk.setInputFiles("#seal-files", large);
  const digest = hash.digest("hex");
  await desk.waitForFunction((own) => document.querySelector("#document-digest") && document.querySelector("#document-digest").textContent === own, digest, { timeout: 120000 });
  rmSync(large);
});

await tests.run("the pages are named and labelled for who cannot see them", async () => {
  for (const page of [desk, guest]) {
    const bare = await page.evaluate(() => [...document.querySelectorAll("button, input, textarea, select, video, img, svg, progress, [role=img]")]
      .filter((own) => !(own.getAttribute("aria-label") || own.alt || own.textContent.trim() || (own.labels && own.labels.length > 0)))
      .map((own) => own.outerHTML.slice(0, 100)));
    assert.deepEqual(bare, []);
    await page.focus("[role=tab][aria-selected=true]");
    await page.keyboard.press("Home");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-selected")), "true");
  }
  await desk.keyboard.press("Shift+Tab");
});

await tests.run("without a network after the first load", async () => {
  await desk.evaluate(() => navigator.serviceWorker.ready.then((own) => new Promise((ready) => {
    const worker = own.active;
    if (worker.state === "activated") ready();
    else worker.addEventListener("statechange", () => worker.state === "activated" && ready());
  })));
  server.close();
  server.closeAllConnections();
  for (const page of [desk, guest]) {
    await page.reload();
    await page.waitForSelector("html[data-ready]");
  }
  await ask();
  await desk.setInputFiles("#answer-files", [await answerFile(), portrait.path]);
  assert.equal(await outcome(), "banner verified");
});

await tests.run("no data leaves the pages", () => {
  const own = (url) => url.startsWith(`${site}/`) || url.startsWith("blob:") || url.startsWith("data:");
  assert.deepEqual(asked.filter((url) => !own(url)), []);
});
assert.deepEqual(faults, [], "the pages report faults");
await browser.close();

await tests.run("the single files work from file://, one against the other", async () => {
  browser = await launch("single");
  asked.length = 0;
  const address = (name) => pathToFileURL(join(pages, "single", `${name}.html`)).href;
  const [desk1, guest1] = [await open(address("desk")), await open(address("guest"))];
  await trust(desk1);
  await desk1.fill("#set-audience", "样例前台");
  await desk1.fill("#set-region", REGION);
  await desk1.click("#settings-save");
  await trust(guest1);
  await tab(guest1, "keys");
  issuing.write("solo.zzenrol", readFileSync(await saved(guest1, () => guest1.setInputFiles("#key-files", issuing.challenge("solo")))));
  await guest1.setInputFiles("#key-files", issuing.issue("solo", eidDraft(portrait.bytes)));
  await guest1.waitForSelector(".held");
  await tab(desk1, "check");
  await desk1.check(`input[value="${ISSUER}/hotel-check-in"]`);
  await desk1.click("#start");
  const request = await saved(desk1, () => desk1.click("#request-save"));
  await tab(guest1, "show");
  await guest1.setInputFiles("#ask-files", request);
  await guest1.click("#agree");
  const picture = join(work, "single.png");
  await guest1.locator("#answer-codes svg").screenshot({ path: picture });
  await desk1.setInputFiles("#answer-files", picture);
  await desk1.waitForFunction(() => document.querySelector("#answer-said").textContent.includes("1 /"));
  await desk1.setInputFiles("#answer-files", [await saved(guest1, () => guest1.click("#answer-save")), portrait.path]);
  await desk1.waitForSelector("#banner.verified");
  assert.deepEqual(asked.filter((url) => !url.startsWith("file:") && !url.startsWith("blob:") && !url.startsWith("data:")), []);
});
assert.deepEqual(faults, [], "the pages report faults");
await browser.close();
issuing.free();
rmSync(work, { recursive: true, force: true });
process.exit(tests.report() ? 0 : 1);
