// The API over one loaded module. `raw` is the glue of wasm-bindgen.

import { Refusal, UsageError, fromModule } from "./errors.js";
import { bytes, exactly, hex, joined, json, list, object, text, whole } from "./values.js";

export function createApi(raw) {
  let broken = null;

  // Everything that enters the module goes through here.
  function call(work) {
    if (broken) throw new UsageError("internal", "the module stopped earlier; load it again", { cause: broken });
    try {
      return work();
    } catch (thrown) {
      if (thrown instanceof UsageError) throw thrown;
      const known = fromModule(thrown);
      if (known) throw known;
      broken = thrown;
      throw new UsageError("internal", "the module stopped: " + thrown, { cause: thrown });
    }
  }

  // An object with memory in the module, until `free()`.
  class Handle {
    constructor(token, handle) {
      if (token !== Handle) throw new UsageError("invalid_argument", "use the static functions of the class");
      Object.defineProperty(this, "_handle", { value: handle, writable: true });
    }
    free() {
      const handle = this._handle;
      this._handle = null;
      if (handle && !broken) handle.free();
    }
  }
  const own = (self, Class) => {
    if (!(self instanceof Class)) throw new UsageError("invalid_argument", "expected a " + Class.title);
    if (!self._handle) throw new UsageError("freed", "this " + Class.title + " was freed");
    return self._handle;
  };
  const make = (Class, work) => new Class(Handle, call(work));
  const parsed = (work) => JSON.parse(call(work));

  // 16 random bytes of the host, which one check uses up.
  class Challenge {
    constructor(random) {
      this.bytes = exactly(16, random, "challenge").slice();
      Object.defineProperty(this, "_spent", { value: false, writable: true });
    }
  }
  const challengeBytes = (value) => hex(exactly(16, value instanceof Challenge ? value.bytes : value, "challenge"));

  class ReplayMemory extends Handle {
    static begin(capacity) {
      const size = whole(capacity, "capacity");
      return make(ReplayMemory, () => raw.ReplayHandle.begin(size > 4294967295 ? 0 : size));
    }
    static reopen(state) {
      return make(ReplayMemory, () => raw.ReplayHandle.reopen(bytes(state, "state")));
    }
    export() {
      const handle = own(this, ReplayMemory);
      return call(() => handle.export());
    }
    get length() {
      const handle = own(this, ReplayMemory);
      return call(() => handle.length());
    }
  }
  ReplayMemory.title = "ReplayMemory";

  // Splits an occasion into what has a JSON form and what has not. Spends its challenge, whatever comes of the call.
  function occasionOf(options) {
    const rest = object(options, "occasion");
    const { challenge, replay, picture, pictures, receipt } = rest;
    delete rest.replay;
    delete rest.picture;
    delete rest.pictures;
    if (challenge !== undefined && replay !== undefined) {
      throw new UsageError("invalid_argument", "challenge, replay: a presenter is proven by one of them, not by both");
    }
    const memory = replay === undefined ? null : own(replay, ReplayMemory);
    if (challenge !== undefined) {
      if (!(challenge instanceof Challenge)) throw new UsageError("invalid_argument", "challenge: expected a Challenge");
      if (challenge._spent) throw new UsageError("used_up", "this challenge has served: make a new one of fresh random bytes");
      rest.challenge = challengeBytes(challenge);
    }
    if (receipt !== undefined) {
      rest.receipt = object(receipt, "receipt");
      rest.receipt.key = hex(exactly(32, receipt.key, "receipt.key"));
    }
    const shown = picture === undefined ? undefined : bytes(picture, "picture");
    const ready = { json: json(rest), memory, picture: shown, pictures: joined(pictures === undefined ? [] : pictures, "pictures") };
    if (challenge !== undefined) challenge._spent = true;
    return ready;
  }

  // A public key is a SubjectPublicKeyInfo in DER, or the bytes of a named algorithm.
  function keyOf(key, what) {
    if (ArrayBuffer.isView(key)) return { algorithm: "spki", bytes: bytes(key, what) };
    const { algorithm, bytes: own } = object(key, what);
    return { algorithm: text(algorithm, what + ".algorithm"), bytes: bytes(own, what + ".bytes") };
  }

  // Options of an act, with its random bytes and the algorithm of its key.
  function actOf(options, key) {
    const rest = Object.assign(object(options, "options"), { algorithm: key.algorithm });
    delete rest.key;
    rest.cti = hex(exactly(16, options.cti, "cti"));
    if (rest.challenge !== undefined) rest.challenge = challengeBytes(rest.challenge);
    return rest;
  }

  // An act that lacks only its signature.
  class ToSign extends Handle {
    get bytes() {
      const handle = own(this, ToSign);
      return call(() => handle.bytes());
    }
    finish(signature, form) {
      const handle = own(this, ToSign);
      try {
        return call(() => handle.finish(bytes(signature, "signature"), text(form, "form")));
      } finally {
        this.free();
      }
    }
  }
  ToSign.title = "ToSign";

  class EnrolmentToSign extends Handle {
    bytes(place) {
      const handle = own(this, EnrolmentToSign);
      return call(() => handle.bytes(whole(place, "place")));
    }
    finish(signatures) {
      const handle = own(this, EnrolmentToSign);
      const parts = list(signatures, "signatures").map((one) => object(one, "signature"));
      const { all, lengths } = joined(parts.map((one) => one.signature), "signatures");
      const forms = json(parts.map((one) => text(one.form, "form")));
      try {
        return call(() => handle.finish(all, lengths, forms));
      } finally {
        this.free();
      }
    }
  }
  EnrolmentToSign.title = "EnrolmentToSign";

  class Desk extends Handle {
    static pin(anchor) {
      return make(Desk, () => raw.DeskHandle.pin(bytes(anchor, "anchor")));
    }
    static reopen(state) {
      return make(Desk, () => raw.DeskHandle.reopen(bytes(state, "state")));
    }
    repin(anchor) {
      const handle = own(this, Desk);
      call(() => handle.repin(bytes(anchor, "anchor")));
    }
    export() {
      const handle = own(this, Desk);
      return call(() => handle.export());
    }
    record(at) {
      const handle = own(this, Desk);
      return parsed(() => handle.record(json(object(at, "options"))));
    }
    import(pack, options) {
      const handle = own(this, Desk);
      call(() => handle.import(bytes(pack, "pack"), json(object(options, "options"))));
    }
    updateOwn(lists, options) {
      const handle = own(this, Desk);
      const { all, lengths } = joined(lists, "lists");
      call(() => handle.update_own(all, lengths, json(object(options, "options"))));
    }
    updateRecognised(signed, options) {
      const handle = own(this, Desk);
      call(() => handle.update_recognised(bytes(signed, "list"), json(object(options, "options"))));
    }
    updateStatus(signed, options) {
      const handle = own(this, Desk);
      call(() => handle.update_status(bytes(signed, "list"), json(object(options, "options"))));
    }
    updateScenario(signed, options) {
      const handle = own(this, Desk);
      call(() => handle.update_scenario(bytes(signed, "scenario"), json(object(options, "options"))));
    }
    needs(options) {
      const handle = own(this, Desk);
      return parsed(() => handle.needs(json(object(options, "options"))));
    }
    scenario(id, at) {
      const handle = own(this, Desk);
      return parsed(() => handle.scenario(text(id, "id"), json(object(at, "options"))));
    }
    scenarios(at) {
      const handle = own(this, Desk);
      return parsed(() => handle.scenarios(json(object(at, "options"))));
    }
    verify(certificate, occasion) {
      const { verdicts } = this._one(certificate, occasion, false);
      return verdicts[0];
    }
    verifyWithReceipt(certificate, occasion) {
      const { verdicts, receipts } = this._one(certificate, occasion, true);
      return { verdict: verdicts[0], receipt: receipts[0] };
    }
    verifyPresented(presented, occasion) {
      return this._presented(presented, occasion, false).verdicts;
    }
    verifyPresentedWithReceipts(presented, occasion) {
      return this._presented(presented, occasion, true);
    }
    checkScenario(shown, occasion) {
      return this._matter(shown, occasion, false).verdict;
    }
    checkScenarioWithReceipts(shown, occasion) {
      return this._matter(shown, occasion, true);
    }
    verifySeal(seal, document, occasion) {
      const handle = own(this, Desk);
      const sealed = bytes(seal, "seal");
      const { sha256, length } = documentOf(document);
      const { json: options, picture } = occasionOf(occasion);
      return parsed(() => handle.verify_seal(sealed, sha256, length, options, picture));
    }
    makeRequest(id, options) {
      const handle = own(this, Desk);
      return call(() => handle.make_request(text(id, "id"), requestJson(options)));
    }
    judgeRequest(request, copies, at) {
      const handle = own(this, Desk);
      const { all, lengths } = joined(copies, "copies");
      return parsed(() => handle.judge_request(bytes(request, "request"), all, lengths, json(object(at, "options"))));
    }
    prepareAnswer(request, copies, options) {
      const handle = own(this, Desk);
      const { all, lengths } = joined(copies, "copies");
      const key = keyOf(object(options, "options").key, "key");
      const rest = json(actOf(options, key));
      return make(ToSign, () => handle.prepare_answer(bytes(request, "request"), all, lengths, key.bytes, rest));
    }
    _matter(shown, occasion, receipted) {
      const handle = own(this, Desk);
      const { json: exhibits, objects, pictures } = exhibitsOf(shown);
      const rest = object(occasion, "occasion");
      demandReceipt(rest, receipted);
      for (const member of ["picture", "pictures"]) {
        if (rest[member] !== undefined) throw new UsageError("invalid_argument", member + ": goes beside the object that it came with");
      }
      const { json: options, memory } = occasionOf(rest);
      const all = [exhibits, objects.all, objects.lengths, pictures.all, pictures.lengths, options];
      return parsed(() => (memory ? handle.check_scenario_remembering(...all, memory) : handle.check_scenario(...all)));
    }
    _one(certificate, occasion, receipted) {
      const handle = own(this, Desk);
      const shown = bytes(certificate, "certificate");
      demandReceipt(occasion, receipted);
      const { json: options, memory, picture } = occasionOf(occasion);
      return parsed(() =>
        memory ? handle.verify_remembering(shown, options, picture, memory) : handle.verify(shown, options, picture),
      );
    }
    _presented(presented, occasion, receipted) {
      const handle = own(this, Desk);
      const shown = bytes(presented, "presented");
      demandReceipt(occasion, receipted);
      const { json: options, memory, pictures } = occasionOf(occasion);
      const { all, lengths } = pictures;
      return parsed(() =>
        memory
          ? handle.verify_presented_remembering(shown, options, all, lengths, memory)
          : handle.verify_presented(shown, options, all, lengths),
      );
    }
  }
  Desk.title = "Desk";

  // What is shown for a matter: its bytes, its pictures, and the rest in a form that has JSON.
  function exhibitsOf(shown) {
    const [objects, pictures] = [[], []];
    const exhibits = list(shown, "shown").map((one, place) => {
      const what = "shown[" + place + "]";
      const rest = object(one, what);
      const { bytes: own, seal, document } = rest;
      if ((own === undefined) === (seal === undefined) || (seal === undefined) !== (document === undefined)) {
        throw new UsageError("invalid_argument", what + ": either bytes, or a seal with its document");
      }
      if (rest.picture !== undefined && rest.pictures !== undefined) {
        throw new UsageError("invalid_argument", what + ": either a picture, or the pictures of several");
      }
      objects.push(seal === undefined ? bytes(own, what + ".bytes") : bytes(seal, what + ".seal"));
      const came = rest.pictures === undefined ? (rest.picture === undefined ? [] : [rest.picture]) : list(rest.pictures, what + ".pictures");
      for (const name of ["bytes", "seal", "document", "picture"]) delete rest[name];
      // An array with holes has undefined in them, and `map` would pass them over.
      rest.pictures = Array.from(came, (picture) => {
        if (picture === null || picture === undefined) return false;
        pictures.push(bytes(picture, what + ".pictures"));
        return true;
      });
      if (seal !== undefined) {
        const { sha256, length } = documentOf(document);
        rest.document = { sha256: hex(sha256), length };
      }
      return rest;
    });
    return { json: json(exhibits), objects: joined(objects, "shown"), pictures: joined(pictures, "pictures") };
  }

  // A receipt that nobody takes would be lost from the chain.
  function demandReceipt(occasion, receipted) {
    const given = object(occasion, "occasion").receipt !== undefined;
    if (given !== receipted) {
      const hint = given ? "call the function that returns it" : "receipt: missing";
      throw new UsageError("invalid_argument", hint);
    }
  }

  // A document: its bytes, or its SHA-256 and length.
  function documentOf(document) {
    if (!ArrayBuffer.isView(document)) {
      const { sha256, length } = object(document, "document");
      return { sha256: exactly(32, sha256, "document.sha256"), length: whole(length, "document.length") };
    }
    const hash = DocumentHash.begin();
    try {
      return hash.update(bytes(document, "document")).finish();
    } finally {
      hash.free();
    }
  }

  class DocumentHash extends Handle {
    static begin() {
      const hash = make(DocumentHash, () => raw.DocumentHandle.begin());
      Object.defineProperty(hash, "_length", { value: 0, writable: true });
      return hash;
    }
    update(chunk) {
      const handle = own(this, DocumentHash);
      const piece = bytes(chunk, "chunk");
      call(() => handle.update(piece));
      this._length += piece.byteLength;
      return this;
    }
    finish() {
      const handle = own(this, DocumentHash);
      const sha256 = call(() => handle.sha256());
      const length = this._length;
      this.free();
      return { sha256, length };
    }
  }
  DocumentHash.title = "DocumentHash";

  class Scanner extends Handle {
    static begin() {
      return make(Scanner, () => raw.ScanHandle.begin());
    }
    take(code) {
      const handle = own(this, Scanner);
      const whole = call(() => handle.take(text(code, "text")));
      return whole === undefined ? { object: null, progress: this.progress() } : { object: whole, progress: this.progress() };
    }
    progress() {
      const handle = own(this, Scanner);
      return parsed(() => handle.progress());
    }
    clear() {
      const handle = own(this, Scanner);
      call(() => handle.clear());
    }
  }
  Scanner.title = "Scanner";

  function requestJson(options) {
    const rest = object(options, "options");
    if (rest.challenge !== undefined) rest.challenge = challengeBytes(rest.challenge);
    return json(rest);
  }

  function preparePresentation(copy, options) {
    const key = keyOf(object(options, "options").key, "key");
    list(options.items, "items");
    const rest = json(actOf(options, key));
    return make(ToSign, () => raw.prepare_presentation(bytes(copy, "copy"), key.bytes, rest));
  }

  function prepareUnderMandate(mandate, options) {
    const key = keyOf(object(options, "options").key, "key");
    const rest = json(actOf(options, key));
    return make(ToSign, () => raw.prepare_under_mandate(bytes(mandate, "mandate"), key.bytes, rest));
  }

  function prepareSeal(copy, document, options) {
    const key = keyOf(object(options, "options").key, "key");
    const { sha256, length } = documentOf(document);
    const rest = json(actOf(options, key));
    return make(ToSign, () => raw.prepare_seal(bytes(copy, "copy"), key.bytes, sha256, length, rest));
  }

  function prepareEnrolment(options) {
    const { issuer, nonce, now, cti, keys } = object(options, "options");
    const all = list(keys, "keys").map((key, place) => keyOf(key, "keys[" + place + "]"));
    const parts = joined(all.map((key) => key.bytes), "keys");
    const rest = json({
      issuer,
      now,
      nonce: hex(exactly(16, nonce, "nonce")),
      cti: hex(exactly(16, cti, "cti")),
      algorithms: all.map((key) => key.algorithm),
    });
    return make(EnrolmentToSign, () => raw.prepare_enrolment(parts.all, parts.lengths, rest));
  }

  function verifyEnrolment(answer, options) {
    const { issuer, nonce, now } = object(options, "options");
    const rest = json({ issuer, now, nonce: hex(exactly(16, nonce, "nonce")) });
    return parsed(() => raw.verify_enrolment(bytes(answer, "answer"), rest));
  }

  function writeSession(presentations) {
    const { all, lengths } = joined(presentations, "presentations");
    return call(() => raw.write_session(all, lengths));
  }

  function readSeals(file) {
    const held = bytes(file, "file");
    const count = call(() => raw.count_seals(held));
    return Array.from({ length: count }, (_, place) => call(() => raw.seal_at(held, place)));
  }

  function appendSeal(file, seal) {
    const held = file === null ? new Uint8Array(0) : bytes(file, "file");
    return call(() => raw.append_seal(held, bytes(seal, "seal")));
  }

  function checkJournal(journal, options) {
    const { now, heads, key } = object(options, "options");
    const { all, lengths } = joined(heads === undefined ? [] : heads, "heads");
    const by = lengths.length > 0 ? keyOf(key, "key") : { bytes: new Uint8Array(0) };
    const rest = json({ now, algorithm: by.algorithm });
    return parsed(() => raw.check_journal(bytes(journal, "journal"), all, lengths, by.bytes, rest));
  }

  return {
    Challenge,
    Desk,
    DocumentHash,
    EnrolmentToSign,
    Refusal,
    ReplayMemory,
    Scanner,
    ToSign,
    UsageError,
    anchorOf: (pack) => {
      const anchor = call(() => raw.anchor_of(bytes(pack, "pack")));
      return anchor === undefined ? null : anchor;
    },
    algorithms: () => parsed(() => raw.algorithms()),
    appendSeal,
    checkJournal,
    decodeText: (code) => call(() => raw.decode_text(text(code, "text"))),
    detect: (file) => parsed(() => raw.detect(bytes(file, "bytes"))),
    encodeText: (whole) => call(() => raw.encode_text(bytes(whole, "object"))),
    frames: (whole) => parsed(() => raw.frames(bytes(whole, "object"))),
    kindName: (code) => parsed(() => raw.kind_name(text(code, "code"))),
    makeRequest: (options) => call(() => raw.make_request(requestJson(options))),
    prepareEnrolment,
    preparePresentation,
    prepareSeal,
    prepareUnderMandate,
    purgeReceipt: (line, now) => call(() => raw.purge_line(text(line, "line"), whole(now, "now"))),
    readCopy: (copy) => parsed(() => raw.read_copy(bytes(copy, "copy"))),
    readRequest: (request) => parsed(() => raw.read_request(bytes(request, "request"))),
    readSeals,
    refusalCodes: () => parsed(() => raw.refusal_codes()),
    receiptTag: (certificate, key) =>
      call(() => raw.receipt_tag(bytes(certificate, "certificate"), exactly(32, key, "key"))),
    verifyEnrolment,
    version: () => call(() => raw.version()),
    writeSession,
  };
}
