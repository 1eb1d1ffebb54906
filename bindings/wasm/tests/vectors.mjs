// Replays the vectors of core/tests/vectors through the API of the package and nothing else. It has no imports, so that
// the same text runs in Node, in a browser and in the host of a mini-program.
//
// What the API does not say is not compared: the `cti` of acts, how much of a map inside an item was withheld, the places
// of an offer's materials, of which it says the names, and of which item a matter's refused material speaks.

const CHINA = 8 * 3600;

function unhex(text) {
  const bytes = new Uint8Array(text.length / 2);
  for (let place = 0; place < bytes.length; place++) bytes[place] = parseInt(text.substr(place * 2, 2), 16);
  return bytes;
}

function hex(bytes) {
  return Array.prototype.map.call(bytes, (byte) => (byte < 16 ? "0" : "") + byte.toString(16)).join("");
}

// Seconds of a time in the one form of the records, 2026-06-01T09:00:00+08:00.
function seconds(text) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\+08:00$/.exec(text);
  if (!parts) throw new Error(`no time: ${text}`);
  const [, year, month, day, hour, minute, second] = parts.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - CHINA;
}

// Members in one order, for a comparison as text.
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]));
}
const same = (a, b) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

// The members of the header's own maps: a kind file only says that it has such an item.
const PICTURE = { 1: "digest", 2: "mediaType", 3: "size" };
const HEADER = {
  coHolders: { 2: "holderName", 3: "holderCode", 4: "holderCodeType", 16: "role", 17: "share" },
  portrait: PICTURE,
  sealPicture: PICTURE,
  sealLicence: { 1: "issuer", 2: "kind", 3: "index", 4: "uri" },
};

// Names of the members of items, out of the kind files: `members(kind, item)[label]`.
export function memberNames(kindFiles) {
  const kinds = {};
  for (const file of kindFiles) {
    for (const kind of file.kinds || [file]) {
      const items = {};
      for (const { name } of kind.header || []) items[name] = HEADER[name];
      for (const item of kind.items || []) {
        items[item.name] = Object.fromEntries((item.members || []).map((member) => [member.label, member.name]));
      }
      kinds[kind.code] = items;
    }
  }
  return (kind, item) => (kinds[kind] && kinds[kind][item]) || {};
}

// An item of a vector in the form of the records.
function item(value, members) {
  if (Array.isArray(value)) return value.map((one) => item(one, members));
  if (value === null || typeof value !== "object") return value;
  if (value.bytes !== undefined) return { hex: value.bytes };
  return Object.fromEntries(
    Object.keys(value.items).map((label) => [members[label] || `item ${label}`, item(value.items[label], {})]),
  );
}

function items(expected, record, members) {
  const names = Object.fromEntries(record.labels.map(({ label, name }) => [label, name]));
  return Object.fromEntries(
    Object.keys(expected).map((label) => {
      const name = names[label] || `label ${label} that the record does not have`;
      return [name, item(expected[label], members(record.kind.code, name))];
    }),
  );
}

const scenarioName = (pair) => (pair === undefined ? undefined : `${pair[0]}/${pair[1]}`);
const thumbprint = (text) => text.replace(/ /g, "");

const checked = (status) => (status === "not_checked" ? status : "checked");

// An object that was shown for a matter.
function exhibited(own) {
  if (own.outcome !== "verified") return refused(own);
  const { issuer, kind, status } = own.certificate;
  const told = { outcome: "verified", issuer: issuer.id, kind: kind.code, presenter: own.presenter, status: checked(status) };
  if (own.trust_level !== undefined) told.trust_level = own.trust_level;
  if (own.seal !== undefined) told.licence_status = checked(own.seal.licence.status);
  return told;
}

// A material. Which alternative serves is not said: its kind is the object's, and what it asks for is `asked`.
function material(own, { anyOf }, objects, expected) {
  const told = { verdict: own.state };
  if (own.object !== undefined) told.object = own.object;
  if (own.code !== undefined) told.code = own.code;
  if (expected.alternative !== undefined && own.state === "satisfied") {
    const { kind, fields } = anyOf[expected.alternative];
    const asked = (own.asked || []).map(({ name }) => name);
    if (objects[own.object].certificate.kind.code !== kind || !fields.every((name) => asked.includes(name))) {
      throw new Error(`another alternative serves: ${JSON.stringify(own)}`);
    }
    told.alternative = expected.alternative;
  }
  // Of which item it speaks stands in its messages alone.
  delete expected.label;
  return told;
}

function refused(refusal) {
  const outcome = refusal.undetermined ? "cannot_tell" : "refused";
  return { outcome, code: refusal.code, step: refusal.step, object: refusal.object };
}

class Replay {
  constructor(zhengzhao, table, policy, members) {
    Object.assign(this, { zhengzhao, table, members, desk: null, memory: null, link: null, other: false });
    this.policy = { maxStatusAge: policy.max_status_age, clockSkew: policy.clock_skew, maxMandateAge: policy.max_mandate_age };
    this.scanner = zhengzhao.Scanner.begin();
  }

  free() {
    for (const held of [this.desk, this.memory, this.scanner]) if (held) held.free();
  }

  bytes(text) {
    return unhex(text[0] === "$" ? this.table[text.slice(1)] : text);
  }

  replace(what, made) {
    if (this[what]) this[what].free();
    this[what] = made;
  }

  at(now) {
    return { ...this.policy, now };
  }

  // One step, and what came of it in the form of `expect`; what a comparison needs beside it is in `told`.
  step(step, expect) {
    try {
      return this.done(step, expect);
    } catch (error) {
      if (error instanceof this.zhengzhao.Refusal) return refused(error);
      throw error;
    }
  }

  done(step, expect) {
    const accepted = { outcome: "accepted" };
    const { Desk, ReplayMemory } = this.zhengzhao;
    if (step.pin !== undefined) {
      this.replace("desk", Desk.pin(this.bytes(step.pin)));
      return accepted;
    }
    if (step.reopen_exported) {
      this.replace("desk", Desk.reopen(this.desk.export()));
      return accepted;
    }
    if (step.verify) return this.verify(step.verify, expect);
    if (step.session) return this.session(step.session, expect);
    if (step.replay_memory) {
      const { bytes, capacity } = step.replay_memory;
      this.replace("memory", bytes === undefined ? ReplayMemory.begin(capacity) : ReplayMemory.reopen(this.bytes(bytes)));
      return accepted;
    }
    if (step.reopen_replay) {
      const state = this.memory.export();
      this.replace("memory", ReplayMemory.reopen(state));
      if (!same(hex(this.memory.export()), hex(state))) throw new Error("the replay memory is not the same");
      return accepted;
    }
    if (step.scan) return this.scan(step.scan);
    if (step.verify_seal) return this.verifySeal(step.verify_seal, expect);
    if (step.verify_scenario) return this.matter(step.verify_scenario, expect);
    if (step.judge_request) return this.judge(step.judge_request, expect);
    if (step.enrol) {
      const { bytes, issuer, nonce, now } = step.enrol;
      const keys = this.zhengzhao.verifyEnrolment(this.bytes(bytes), { issuer, nonce: unhex(nonce), now });
      return { outcome: "enrolled", keys };
    }
    const at = this.at(step.now);
    if (step.update_own) this.desk.updateOwn(step.update_own.map((list) => this.bytes(list)), at);
    else if (step.update_recognised) this.desk.updateRecognised(this.bytes(step.update_recognised), at);
    else if (step.update_status) this.desk.updateStatus(this.bytes(step.update_status), at);
    else if (step.update_scenario) this.desk.updateScenario(this.bytes(step.update_scenario), at);
    else if (step.import) this.desk.import(this.bytes(step.import), at);
    else if (step.use_scenario) {
      const { issuer, id } = this.desk.scenario(scenarioName(step.use_scenario), { now: step.now });
      if (!same([issuer, id], step.use_scenario)) throw new Error("another scenario");
    } else throw new Error(`an unknown step: ${JSON.stringify(step)}`);
    return accepted;
  }

  occasion(step) {
    const { region, audience, purpose, presence } = step;
    const occasion = { ...this.at(step.now), region, audience, purpose, scenario: scenarioName(step.scenario) };
    if (presence === "audience") occasion.replay = this.memory;
    else if (presence) occasion.challenge = new this.zhengzhao.Challenge(unhex(presence.challenge));
    return occasion;
  }

  verify(step, expect) {
    const bytes = this.bytes(step.bytes);
    const occasion = this.occasion(step);
    const picture = step.picture === undefined ? undefined : this.bytes(step.picture);
    if (step.object === "presentation") {
      this.detected(bytes, "session", false);
      const pictures = picture === undefined ? undefined : [picture];
      const [verdict] = this.desk.verifyPresented(bytes, { ...occasion, pictures });
      return this.told(verdict, expect);
    }
    return this.told(this.desk.verify(bytes, { ...occasion, form: step.object, picture }), expect);
  }

  session(step, expect) {
    const bytes =
      step.bytes === undefined
        ? this.zhengzhao.writeSession(step.presentations.map((one) => this.bytes(one)))
        : this.bytes(step.bytes);
    this.detected(bytes, "session", true);
    const verdicts = this.desk.verifyPresented(bytes, this.occasion(step));
    if (step.link !== undefined) this.link = verdicts.slice(0, 2);
    // A session that cannot be read has one refusal of its own.
    if (verdicts.length === 1 && verdicts[0].outcome !== "verified" && verdicts[0].object === "session") return this.told(verdicts[0], expect);
    const expected = expect.verdicts || [];
    return { outcome: "session", verdicts: verdicts.map((verdict, place) => this.told(verdict, expected[place] || {})) };
  }

  // The API takes a presentation or a session by its own word; a vector that wants one read as the other is beyond it.
  detected(bytes, object, wanted) {
    this.other = this.other || (this.zhengzhao.detect(bytes).object === object) !== wanted;
  }

  verifySeal(step, expect) {
    const { digest, length } = step.document;
    const occasion = { ...this.at(step.now), region: step.region, existedBefore: step.existed_before };
    if (step.picture !== undefined) occasion.picture = this.bytes(step.picture);
    const verdict = this.desk.verifySeal(this.bytes(step.bytes), { sha256: unhex(digest), length }, occasion);
    const told = this.told(verdict, expect);
    if (verdict.seal) {
      const { document_name: name, media_type, purpose, picture, licence } = verdict.seal;
      told.seal = {
        name,
        media_type,
        sealed_as_stated: seconds(verdict.seal.sealed_as_stated),
        purpose: purpose === undefined ? null : purpose,
        picture,
        licence: { issuer: licence.issuer.id, kind: licence.kind.code },
      };
      if (verdict.seal.sha256 !== digest || verdict.seal.length !== length) throw new Error("the seal is on another document");
    }
    return told;
  }

  matter(step, expect) {
    const { purpose, ...occasion } = this.occasion(step);
    const verdict = this.desk.checkScenario(step.shown.map((one) => this.exhibit(one)), { ...occasion, strict: step.strict });
    const { scenario, strict, terms, objects, materials, links, members, beyond_need: beyond } = verdict;
    if (scenario !== occasion.scenario || strict !== (step.strict === true)) throw new Error("another matter");
    const told = verdict.outcome === "verified" ? { outcome: "settled" } : refused(verdict);
    if (terms === undefined) return told;
    told.objects = objects.map((own, place) => {
      if (own.handed !== place || own.number !== 1 || own.of !== 1) throw new Error(`object ${place} has another place`);
      return exhibited(own);
    });
    const named = this.desk.scenario(scenario, { now: step.now }).materials;
    told.materials = materials.map((own, place) => material(own, named[place], objects, (expect.materials || [])[place] || {}));
    told.links = links.map(({ kind: link, materials: between, state, code }) => ({
      link,
      materials: between,
      result: state === "satisfied" ? "holds" : code || state,
    }));
    told.members = members.map(({ object, licence, permit, code }) => (code === undefined ? { object, licence, permit } : { object, code }));
    told.beyond_need = beyond.map(({ object, kind, item }) => ({ object, kind: kind.code, label: item === undefined ? 0 : item.label }));
    return told;
  }

  exhibit({ object, bytes: own, document, existed_before: existedBefore, picture }) {
    const bytes = this.bytes(own);
    const pictured = picture === undefined ? {} : { picture: this.bytes(picture) };
    if (object === "seal") {
      const { digest, length } = document;
      return { seal: bytes, document: { sha256: unhex(digest), length }, existedBefore, ...pictured };
    }
    this.detected(bytes, object, true);
    return { bytes, ...pictured };
  }

  scan(texts) {
    let outcome;
    for (const text of texts) {
      const { object, progress } = this.scanner.take(text);
      outcome =
        object === null ? { outcome: "incomplete", missing: progress.missing } : { outcome: "scanned", bytes: hex(object) };
    }
    return outcome;
  }

  // Materials by their names, of which the scenario knows the places.
  judge(step, expect) {
    const request = this.bytes(step.request);
    const record = this.desk.judgeRequest(request, step.copies.map((copy) => this.bytes(copy)), { now: step.now });
    if (record.refusals.length > 0) {
      const code = record.refusals[0].code;
      return { outcome: "refused", code, step: expect.step, object: expect.object };
    }
    const { materials } = this.desk.scenario(record.claims.scenario, { now: step.now });
    const place = (name) => materials.findIndex((own) => own.nameZh === name.zh && own.nameEn === name.en);
    return {
      outcome: "judged",
      offers: record.offers.map(({ copy, kind, material, items }) => ({
        copy,
        material: place(material),
        kind,
        labels: items.map(({ label }) => label),
      })),
      unmet: record.unmet.map(place),
    };
  }

  // A verdict in the form of `expect`, whose items are first brought into the form of the record.
  told(verdict, expect) {
    if (verdict.outcome !== "verified") return refused(verdict);
    const { certificate, presenter, face, act } = verdict;
    const told = {
      outcome: "verified",
      issuer: certificate.issuer.id,
      kind: certificate.kind.code,
      items: certificate.items,
      withheld: certificate.withheld,
      presenter,
      findings: certificate.findings.map(({ code }) => code),
    };
    if (expect.items) expect.items = items(expect.items, certificate, this.members);
    const permits = certificate.permits || [];
    if (permits.length > 0 || certificate.permits_withheld > 0) {
      told.permits_withheld = certificate.permits_withheld;
      told.permits = permits.map((permit, place) => {
        const expected = expect.permits && expect.permits[place];
        if (expected) expected.items = items(expected.items, permit, this.members);
        const standing = permit.standing.code || permit.standing.outcome;
        return { issuer: permit.issuer, kind: permit.kind.code, items: permit.items, standing };
      });
    }
    if (face === "shown") told.face = "shown";
    if (act) told.act = this.act(act, expect.act);
    return told;
  }

  act(act, expected) {
    if (expected) delete expected.cti;
    const told = { audience: act.audience, iat: seconds(act.made), exp: seconds(act.until), key: thumbprint(act.signer) };
    if (act.scenario !== undefined) told.scenario = act.scenario.split("/");
    if (act.purpose !== undefined) told.purpose = act.purpose;
    if (act.mandate) {
      const { mandate } = act;
      if (expected && expected.mandate) delete expected.mandate.cti;
      told.mandate = {
        delegate_key: thumbprint(mandate.delegate_key),
        delegate_name: mandate.delegate_as_stated,
        matters: mandate.matters.map((matter) => matter.split("/")),
        iat: seconds(mandate.made),
        exp: seconds(mandate.until),
      };
      if (mandate.delegate_code_as_stated !== undefined) {
        told.mandate.delegate_code = [mandate.delegate_code_type_as_stated, mandate.delegate_code_as_stated];
      }
    }
    return told;
  }
}

// Runs one vector; what is wrong, or null. `unsaid` is set where the API cannot do the last step whole.
function departure(replay, vector) {
  const last = vector.steps.length - 1;
  for (let place = 0; place < last; place++) {
    const outcome = replay.step(vector.steps[place], {});
    const first = (outcome.verdicts || []).map(({ code }) => code).find((code) => code !== undefined);
    const code = outcome.code === undefined ? first : outcome.code;
    if (code !== vector.steps[place].refused) return `step ${place + 1} ended with ${JSON.stringify(outcome)}`;
  }
  const expect = JSON.parse(JSON.stringify(vector.expect));
  const outcome = replay.step(vector.steps[last], expect);
  return same(outcome, expect) ? null : `expected ${JSON.stringify(expect)}, got ${JSON.stringify(outcome)}`;
}

// Both presentations are good, and only the link between them does not hold.
function isLinkAlone({ link }, { expect }) {
  return link !== null && expect.outcome !== "session" && link.length === 2 && link.every(({ outcome }) => outcome === "verified");
}

// Runs every vector of these files, `{name, json}`. `unsaid` names the vectors whose outcome the API cannot express: that
// a link between two presentations does not hold where no scenario asks for it, and an object that is read as another than
// it says to be.
export function runVectors(zhengzhao, files, members) {
  const result = { passed: 0, failed: [], unsaid: [] };
  for (const { name, json } of files) {
    for (const vector of json.vectors) {
      const replay = new Replay(zhengzhao, json.bytes, vector.policy, members);
      let wrong;
      try {
        wrong = departure(replay, vector);
        if (wrong !== null && (replay.other || isLinkAlone(replay, vector))) {
          result.unsaid.push(vector.name);
          continue;
        }
      } catch (error) {
        wrong = `stopped: ${error && error.stack ? error.stack : error}`;
      } finally {
        replay.free();
      }
      if (wrong === null) result.passed++;
      else result.failed.push(`${name}: ${vector.name}: ${wrong}`);
    }
  }
  return result;
}
