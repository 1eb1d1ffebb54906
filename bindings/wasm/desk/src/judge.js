// One check: what was received, against the lists of this desk, with its receipts.

import { now } from "./dom.js";
import { t } from "./words.js";

const PRESENTED = ["presentation", "session"];
const SHOWN = ["certificate", "printed_certificate", ...PRESENTED];
export const isShown = (object) => SHOWN.includes(object);

// Judges `{ scenario, purpose, challenge, objects, pictures }` and gives `{ verdicts, matter, portraits }`: the
// verdict on each object, the one on the matter if there is a scenario, and the portrait that was looked at beside each
// object. The lines of receipts are made and kept in one step.
export async function judge(zhengzhao, desk, journal, settings, check) {
  const occasion = { now: now(), region: settings.region, maxStatusAge: settings.maxStatusAge };
  if (check.challenge) occasion.audience = settings.audience;
  const making = journal.making(settings, check);
  // Several files answer one challenge; each handle of it serves once.
  const proven = () => (check.challenge ? { ...occasion, challenge: new zhengzhao.Challenge(check.challenge) } : occasion);
  return check.scenario ? judgeMatter(desk, journal, making, check, occasion, proven) : judgeEach(desk, journal, making, check, occasion, proven);
}

async function judgeMatter(desk, journal, making, check, occasion, proven) {
  const scenario = check.scenario.id;
  const laid = placePictures(check, (bytes, pictures) => {
    const options = { ...occasion, scenario };
    return desk.checkScenario([handed(bytes, pictures)], options).objects;
  });
  const shown = laid.map(({ bytes, pictures }) => handed(bytes, pictures));
  let matter = null;
  await journal.append((after) => {
    const made = desk.checkScenarioWithReceipts(shown, { ...proven(), scenario, receipt: { ...making, after } });
    matter = made.verdict;
    return made.receipts;
  });
  const portraits = matter.objects.map(({ handed: file, number }) => (file === undefined ? null : portraitOf(laid[file], number - 1)));
  return { verdicts: matter.objects, matter, portraits };
}

const bytesOf = (pictures) => pictures.map((picture) => picture && picture.bytes);
const handed = (bytes, pictures) => (pictures ? { bytes, pictures: bytesOf(pictures) } : { bytes });
const portraitOf = ({ pictures }, place) => (pictures ? pictures[place] : null);
// Where several were presented without a request, the library takes their pictures in order and without a gap.
function inOrder(pictures) {
  if (!pictures) return undefined;
  const last = pictures.findLastIndex(Boolean);
  const held = bytesOf(pictures.slice(0, last + 1));
  if (held.includes(null)) throw new Error(t("session_pictures"));
  return held;
}
const single = (pictures) => (pictures ? bytesOf(pictures)[0] : undefined);

async function judgeEach(desk, journal, making, check, occasion, proven) {
  const presented = ({ object }) => PRESENTED.includes(object);
  const laid = placePictures(check, (bytes, pictures, own) =>
    presented(own)
      ? desk.verifyPresented(bytes, { ...occasion, pictures: inOrder(pictures) })
      : [desk.verify(bytes, { ...occasion, picture: single(pictures) })],
  );
  let verdicts = [];
  await journal.append((before) => {
    const lines = [];
    verdicts = [];
    for (const own of laid) {
      const options = { ...proven(), purpose: check.purpose || undefined, receipt: { ...making, after: lines.length > 0 ? lines[lines.length - 1] : before } };
      const { pictures } = own;
      if (presented(own)) {
        const made = desk.verifyPresentedWithReceipts(own.bytes, { ...options, pictures: inOrder(pictures) });
        verdicts.push(...made.verdicts);
        lines.push(...made.receipts);
      } else {
        const made = desk.verifyWithReceipt(own.bytes, { ...options, picture: single(pictures) });
        verdicts.push(made.verdict);
        lines.push(made.receipt);
      }
    }
    return lines;
  });
  const portraits = laid.flatMap((own) => Array.from({ length: own.count }, (_, place) => portraitOf(own, place)));
  return { verdicts, matter: null, portraits };
}

// Gives each picture to the object that names it: the desk itself is asked, without the challenge. A picture that no object
// names goes to the first that has none, so that the library refuses it and nobody overlooks it.
function placePictures({ objects, pictures }, look) {
  const laid = objects.map((own) => ({ ...own, pictures: null, count: look(own.bytes, null, own).length }));
  const put = (own, place, picture) => {
    own.pictures = own.pictures || Array(own.count).fill(null);
    own.pictures[place] = picture;
    picture.placed = true;
  };
  const free = (own, place) => !own.pictures || own.pictures[place] === null;
  for (const picture of pictures) {
    picture.placed = false;
    for (const own of laid) {
      for (let place = 0; place < own.count && !picture.placed; place++) {
        const tried = Array.from({ length: own.count }, (_, at) => (own.pictures && own.pictures[at]) || null);
        if (tried[place]) continue;
        tried[place] = picture;
        const seen = look(own.bytes, tried, own)[place];
        if (seen && seen.face === "shown") put(own, place, picture);
      }
    }
  }
  for (const picture of pictures.filter(({ placed }) => !placed)) {
    const own = laid.find((one) => Array.from({ length: one.count }, (_, place) => place).some((place) => free(one, place)));
    if (own) put(own, Array.from({ length: own.count }, (_, place) => place).find((place) => free(own, place)), picture);
  }
  return laid;
}
