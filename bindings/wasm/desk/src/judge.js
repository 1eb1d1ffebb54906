// One check: what was received, against the lists of this desk, with its receipts.

import { now } from "./dom.js";

// What an object is: the sorts that a desk can check.
const PRESENTED = ["presentation", "session"];
const SHOWN = ["certificate", "printed_certificate", ...PRESENTED];
export const isShown = (object) => SHOWN.includes(object);
export const isPresented = (object) => PRESENTED.includes(object);

// Judges and gives `{ verdicts, matter }`; the lines of receipts are handed to the journal in the same step. `check` holds
// the scenario, the purpose and the challenge where there is a request.
export async function judge(zhengzhao, desk, journal, settings, check) {
  const occasion = {
    now: now(),
    region: settings.region,
    maxStatusAge: settings.maxStatusAge,
    audience: check.challenge ? settings.audience : undefined,
    scenario: check.scenario ? check.scenario.id : undefined,
    purpose: check.purpose || undefined,
  };
  const receipt = (after) => ({ ...journal.making(settings, check), after });
  if (check.scenario && typeof desk.checkScenarioWithReceipts === "function") {
    return judgeMatter(zhengzhao, desk, journal, check, occasion, receipt);
  }
  let verdicts = [];
  await journal.append((last) => {
    let lines = [];
    let after = last;
    let pictures = check.pictures.slice();
    verdicts = [];
    for (const { bytes, object } of check.objects) {
      const own = { ...occasion, receipt: receipt(after) };
      // Each object is checked against the same challenge; the library lets each of its handles serve once.
      if (check.challenge) own.challenge = new zhengzhao.Challenge(check.challenge);
      let made;
      if (isPresented(object)) {
        if (pictures.length > 0) own.pictures = pictures.map(({ bytes: picture }) => picture);
        pictures = [];
        made = desk.verifyPresentedWithReceipts(bytes, own);
      } else {
        if (pictures.length > 0) own.picture = pictures.shift().bytes;
        const one = desk.verifyWithReceipt(bytes, own);
        made = { verdicts: [one.verdict], receipts: [one.receipt] };
      }
      verdicts.push(...made.verdicts);
      lines = lines.concat(made.receipts);
      if (lines.length > 0) after = lines[lines.length - 1];
    }
    return lines;
  });
  return { verdicts, matter: null };
}

// Everything that was shown for a matter, judged by its scenario.
async function judgeMatter(zhengzhao, desk, journal, check, occasion, receipt) {
  let matter = null;
  await journal.append((last) => {
    const options = { ...occasion, receipt: receipt(last) };
    delete options.purpose;
    if (check.challenge) options.challenge = new zhengzhao.Challenge(check.challenge);
    const pictures = check.pictures.slice();
    const shown = check.objects.map(({ bytes }) => {
      const picture = pictures.shift();
      return picture ? { bytes, picture: picture.bytes } : { bytes };
    });
    const made = desk.checkScenarioWithReceipts(shown, options);
    matter = made.verdict;
    return made.receipts;
  });
  return { verdicts: [], matter };
}
