// The API of zhengzhao in JavaScript. Bytes are Uint8Array, times are seconds since 1970 in UTC, spans are seconds.
// Nothing here reads a clock or a random source: both are arguments.

/** The code of a refusal, the same in every language. The build lists them here. */
export type RefusalCode = string;

/** The same in Chinese and English. */
export interface Text {
  zh: string;
  en: string;
}
export type Outcome = "verified" | "refused" | "cannot_tell";
export type Step =
  | "parse" | "issuer" | "signature" | "kind" | "recognition" | "validity" | "disclosure" | "act" | "status"
  | "scenario" | "import" | "receipt";
export type ObjectName =
  | "certificate" | "printed_certificate" | "disclosure" | "permit" | "presentation" | "mandate" | "seal"
  | "seal_licence" | "enrolment" | "session" | "request" | "scenario" | "text" | "frame" | "replay" | "status_list"
  | "trust_list" | "anchor" | "pack" | "state" | "receipt" | "receipt_head";
export type Presenter = "proven_challenge" | "proven_audience" | "not_proven";
/** A scenario's name: the issuer's code of 18 characters, a slash and its id. */
export type ScenarioName = string;

/** The library refused. Verdicts are returned and not thrown; this is for all else. */
export class Refusal extends Error {
  private constructor();
  readonly name: "Refusal";
  readonly code: RefusalCode;
  readonly step: Step;
  readonly object: ObjectName;
  /** Whether it is "cannot tell": the desk lacks something. */
  readonly undetermined: boolean;
  /** The whole message for a clerk. */
  readonly messages: Text;
  /** Only why. */
  readonly reason: Text;
  /** Only what to do next. */
  readonly next: Text;
}

export type UsageCode =
  /** An argument of another type or form than the function takes. */
  | "invalid_argument"
  /** A file that a person or another program wrote is not what it should be; see `messages`. */
  | "invalid_input"
  /** The memory of a Uint8Array was transferred away. */
  | "detached_buffer"
  /** `free()` was called. */
  | "freed"
  /** A challenge or a signature serves once. */
  | "used_up"
  /** The certificate or mandate names another key. */
  | "wrong_key"
  /** What the key store gave is no signature by that key over those bytes. */
  | "not_a_signature"
  | "algorithm_unavailable"
  /** The module is damaged, of another version or could not be fetched. */
  | "module_unusable"
  /** The host lacks what is needed; `missing` names everything. */
  | "host_incapable"
  /** A kept state is older than what this device had already, or gone. */
  | "state_rolled_back"
  /** The module stopped; it cannot be used any more. Please report it. */
  | "internal";

/** A mistake of the program that calls, or of its surroundings. */
export class UsageError extends Error {
  private constructor();
  readonly name: "UsageError";
  readonly code: UsageCode;
  readonly messages?: Text;
  readonly missing?: string[];
  readonly cause?: unknown;
}

/** Where the compiled module comes from; without one, from beside the package's own files. */
export type ModuleSource = string | URL | Response | Promise<Response> | ArrayBuffer | Uint8Array | WebAssembly.Module;
/** Loads the module, once. */
export function load(source?: ModuleSource): Promise<Zhengzhao>;

/** A public key: SubjectPublicKeyInfo in DER (as WebCrypto exports "spki"), or the bytes of an algorithm: 32 for
 * Ed25519, the uncompressed point of 65 for ESP256 and SM2. */
export type PublicKey = Uint8Array | { algorithm: Algorithm; bytes: Uint8Array };
export type Algorithm = "Ed25519" | "ESP256" | "SM2";
/** `raw`: 64 bytes, as WebCrypto signs; `der`: as phone key stores and OpenSSL do. */
export type SignatureForm = "raw" | "der";
/** A document: its bytes, or what `DocumentHash` makes of them. */
export type Document = Uint8Array | { sha256: Uint8Array; length: number };

/** The host's clock. */
export interface At {
  now: number;
}
/** How strict the desk is. */
export interface Policy extends At {
  /** How old a status list may be. */
  maxStatusAge: number;
  /** By how much clocks may differ: 60 without a word, at most 300. */
  clockSkew?: number;
  /** How long mandates may live: 366 days without a word and at most. */
  maxMandateAge?: number;
}
/** What is true of this moment. */
export interface Occasion extends Policy {
  /** Where: a division code of GB/T 2260, six digits. */
  region: string;
}
/** For whom, for what matter and why. */
export interface Meeting {
  audience?: string;
  scenario?: ScenarioName;
  purpose?: string;
}
/** What is to be proven of the presenter: that the holder's key answered this challenge, or that it named this checker
 * and was not shown here before; without either, nothing. */
export type Presence = { challenge?: undefined; replay?: undefined } | { challenge: Challenge; replay?: undefined } | { challenge?: undefined; replay: ReplayMemory };
export interface Receipting {
  /** 32 random bytes of the host, by which receipts are found again. */
  key: Uint8Array;
  /** The checker's name. */
  checker: string;
  /** The program with its version. */
  software?: string;
  /** Days after the day of the check; without it, the receipt is kept for good. */
  retentionDays?: number;
  /** The last line of the journal; without it, this is the first. */
  after?: string;
}
export interface ReceiptDemand {
  receipt: Receipting;
}

export type CertificateOccasion = Occasion & Meeting & Presence & {
  /** Which form is expected; a copied print never passes as a certificate. Either without a word. */
  form?: "either" | "certificate" | "printed_certificate";
  /** The portrait that came along. */
  picture?: Uint8Array;
};
export type PresentedOccasion = Occasion & Meeting & Presence & {
  /** The portraits that came along, by the place of their presentation. */
  pictures?: Uint8Array[];
};
export interface SealOccasion extends Occasion {
  /** A moment at which the host knows, by itself, that the sealed document existed. */
  existedBefore?: number;
  /** The picture of the seal that came along. */
  picture?: Uint8Array;
}

export interface MatterOccasion extends Occasion {
  /** What asks. It states the purpose too. */
  scenario: ScenarioName;
  /** The checker's name, which presentations must state. */
  audience?: string;
  /** Refuse the matter when more is shown than it needs; without it, that is only reported. */
  strict?: boolean;
}
/** One file that is shown for a matter: a presentation, a session, a certificate or a printed certificate, or a seal (or
 * the file of seals) with its document. Either with the `picture` that came along, or, of several objects in one file,
 * with `pictures` by their place, null where none came. */
export type Shown = (
  | { bytes: Uint8Array; seal?: undefined; document?: undefined; existedBefore?: undefined }
  | {
      seal: Uint8Array;
      document: Document;
      /** A moment at which the host knows, by itself, that the sealed document existed. */
      existedBefore?: number;
      bytes?: undefined;
    }
) &
  ({ picture?: Uint8Array; pictures?: undefined } | { picture?: undefined; pictures: (Uint8Array | null)[] });

export interface Named {
  code: string;
  zh?: string;
  en?: string;
}
export interface IssuerRecord {
  id: string;
  name_zh: string;
  name_en: string;
}
export interface ListRecord {
  authority: string;
  sequence: number;
  issued: string;
  expires: string;
  age_seconds: number;
}
export interface StatusRecord {
  issued: string;
  age_seconds: number;
}
export interface ItemLabel extends Text {
  /** The key in `items`. */
  name: string;
  /** The integer on the wire. */
  label: number;
}
export type Item = string | number | boolean | { hex: string } | Item[] | { [member: string]: Item };
export interface PermitRecord {
  issuer: string;
  kind: Named;
  valid_from: string;
  valid_to: string;
  items: { [name: string]: Item };
  labels: ItemLabel[];
  standing: { outcome: Outcome; code?: RefusalCode; messages?: Text };
}
export interface CertificateRecord {
  issuer: IssuerRecord;
  kind: Named;
  region: Named;
  issued: string;
  not_before: string;
  /** Absent for 长期. */
  expires?: string;
  valid_from: string;
  valid_to: string;
  identifier?: string;
  items: { [name: string]: Item };
  labels: ItemLabel[];
  withheld: number;
  permits?: PermitRecord[];
  permits_withheld: number;
  recognised_list?: ListRecord;
  status: StatusRecord;
  findings: (Text & { code: string })[];
}
export interface MandateRecord {
  principal?: string;
  delegate_as_stated: string;
  delegate_code_type_as_stated?: string;
  delegate_code_as_stated?: string;
  delegate_key: string;
  matters: ScenarioName[];
  made: string;
  until: string;
}
export interface ActRecord {
  audience: string;
  made: string;
  until: string;
  scenario?: ScenarioName;
  purpose?: string;
  signer: string;
  mandate?: MandateRecord;
}
export interface CheckRecord {
  now: string;
  region: string;
  max_status_age_seconds: number;
  clock_skew_seconds: number;
}
/** What every verdict begins with. */
export interface VerdictHead {
  outcome: Outcome;
  /** What the verdict is about; in a refusal the object at fault. */
  object: ObjectName;
  code?: RefusalCode;
  step?: Step;
  undetermined: boolean;
  messages: Text;
  /** Only why, the first part of the message. */
  reason: Text;
  /** Only what to do next, the last part of the message. */
  next: Text;
}
/** The same record in every language. `certificate` is there only when verified. */
export interface Verdict extends VerdictHead {
  presenter: Presenter;
  presenter_text: Text;
  face?: "shown" | "not_shown";
  act?: ActRecord;
  check: CheckRecord;
  own_list?: ListRecord;
  certificate?: CertificateRecord;
}
export interface SealRecord {
  document_name: string;
  media_type: string;
  length: number;
  sha256: string;
  sealed_as_stated: string;
  purpose?: string;
  picture: "shown" | "not_shown";
  licence: { issuer: IssuerRecord; kind: Named; status: StatusRecord };
}
export interface SealVerdict extends Verdict {
  existed_before?: string;
  seal?: SealRecord;
}
/** Why a part of a matter does not hold. */
export interface Why {
  code: RefusalCode;
  messages: Text;
  reason: Text;
}
/** Where the scenario needs no status, one that was not looked at is `not_checked`. */
export type MatterStatus = StatusRecord | "not_checked";
/** One object that was shown, with its own verdict. */
export type MatterObject = Omit<SealVerdict, "certificate" | "seal"> & {
  /** The place of its file in `shown`. */
  handed?: number;
  /** Its number in that file, from 1, of how many. */
  number: number;
  of: number;
  trust_level?: TrustLevel;
  certificate?: Omit<CertificateRecord, "status"> & { status: MatterStatus };
  seal?: Omit<SealRecord, "licence"> & { licence: { issuer: IssuerRecord; kind: Named; status: MatterStatus } };
};
export type TrustLevel = "A" | "B" | "C" | "D";
export type LinkKind = "same_code" | "same_enterprise" | "same_key" | "legal_representative";
/** The verdict on a matter, the same record in every language: `verified` when it is settled. Without the scenario it has
 * no `terms` and no parts; `object` is `session` when settled. Places are those in `objects` and `materials`. */
export interface MatterVerdict extends VerdictHead {
  strict: boolean;
  /** The least that is proven of those who present what serves; only when settled. */
  presenter?: Presenter;
  presenter_text?: Text;
  /** Only when settled. */
  status?: "checked" | "not_checked";
  scenario: ScenarioName;
  terms?: Text & {
    version: number;
    region: Named;
    digest: string;
    purpose: string;
    lawful_basis: string;
    provision?: string;
    retention_days: number;
    presenter: Presenter;
    trust_level?: TrustLevel;
    expires: string;
  };
  check: CheckRecord;
  own_list?: ListRecord;
  materials: (Text & Partial<Why> & {
    state: "satisfied" | "missing" | "refused" | "cannot_tell" | "not_asked";
    delegate: boolean;
    /** The kinds of which one serves. */
    any_of: Named[];
    object?: number;
    /** What is asked of the object that serves. */
    asked?: ItemLabel[];
  })[];
  links: (Text & Partial<Why> & { kind: LinkKind; materials: [number, number]; state: "satisfied" | "refused" | "cannot_tell" | "not_judged" })[];
  /** The certificates beside a consolidated licence, and of which of its permits they are. */
  members: (Partial<Why> & { object: number; kind: Named; state: "satisfied" | "refused"; licence?: number; permit?: number })[];
  /** What was shown and is not needed; its value is not repeated. */
  beyond_need: (Text & { object: number; what: "item" | "permit" | "object"; kind: Named; item?: ItemLabel })[];
  objects: MatterObject[];
}
export interface DeskRecord {
  /** `digest` is what a person compares with a value from another channel. */
  anchor: { authority: string; region: string; digest: string };
  own_list?: ListRecord;
  recognised_lists: ListRecord[];
  status_lists: number;
  clock_floor?: string;
}
export interface Need {
  what: "own_trust_list" | "recognised_trust_list" | "status_list" | "scenario";
  by: string;
  uri?: string;
  /** Of a scenario: its id under `by`, its version and its name. */
  id?: string;
  version?: number;
  name?: Text;
  state: "missing" | "stale" | "fresh" | "unusable";
  /** Why a scenario is unusable. */
  code?: RefusalCode;
  reason?: Text;
  issued?: string;
  age_seconds?: number;
  until?: string;
}
export interface ScenarioLine {
  scenario: ScenarioName;
  version: number;
  nameZh: string;
  nameEn: string;
  region: string;
  expires: string;
  /** Why it cannot be used at the moment; null when it can. */
  code: RefusalCode | null;
}
/** A scenario in the form of its description. */
export interface ScenarioRecord {
  issuer: string;
  id: string;
  version: number;
  region: string;
  issued: string;
  expires: string;
  digest: string;
  nameZh: string;
  nameEn: string;
  purpose: string;
  lawfulBasis: string;
  provision?: string;
  retentionDays: number;
  trustLevel?: TrustLevel;
  presenter: Presenter;
  mandate: boolean;
  status?: string;
  materials: { name: string; nameZh: string; nameEn: string; delegate: boolean; face: boolean; anyOf: { kind: string; [member: string]: unknown }[] }[];
  links: { kind: string; from: string; to: string }[];
}
export interface Asker {
  audience: string;
  purpose?: string;
  scenario?: ScenarioName;
  /** In hexadecimal. */
  nonce?: string;
}
export interface AskRecord {
  kind: string;
  items: ItemLabel[];
}
/** What a wallet shows its holder before anything is disclosed. `claims` are the asker's words; nothing proves them. */
export interface RequestRecord {
  claims: Asker;
  registered: boolean;
  scenario?: Text;
  asks: AskRecord[];
  refusals: { code: RefusalCode; reason: Text }[];
  offers: { copy: number; kind: string; material?: Text; items: ItemLabel[] }[];
  unmet: Text[];
}

/** Memory in the module until `free()`; a freed object answers with a UsageError. */
export interface Freeable {
  free(): void;
}
/** 16 random bytes of the host, which one check uses up. */
export interface Challenge {
  readonly bytes: Uint8Array;
}
/** Which presentations a desk with a fixed audience has accepted. */
export interface ReplayMemory extends Freeable {
  readonly length: number;
  export(): Uint8Array;
}
/** An act that lacks only its signature. */
export interface ToSign extends Freeable {
  /** What the key signs: the message, not a digest of it. */
  readonly bytes: Uint8Array;
  /** The act. Frees this object, whatever comes of it. */
  finish(signature: Uint8Array, form: SignatureForm): Uint8Array;
}
export interface EnrolmentToSign extends Freeable {
  /** What the key at this place signs. */
  bytes(place: number): Uint8Array;
  /** One signature of each key, in the order of the keys. */
  finish(signatures: { signature: Uint8Array; form: SignatureForm }[]): Uint8Array;
}
export interface DocumentHash extends Freeable {
  update(chunk: Uint8Array): this;
  finish(): { sha256: Uint8Array; length: number };
}
export interface Progress {
  count: number;
  have: number[];
  missing: number[];
}
/** Texts of QR codes, one after the other. */
export interface Scanner extends Freeable {
  /** `object` is null while frames are missing. */
  take(text: string): { object: Uint8Array | null; progress: Progress };
  progress(): Progress;
  clear(): void;
}

/** What a desk trusts and holds, and what it verifies. Changes of state are whole or none. */
export interface Desk extends Freeable {
  export(): Uint8Array;
  repin(anchor: Uint8Array): void;
  record(at: At): DeskRecord;
  needs(policy: Policy): Need[];
  import(pack: Uint8Array, policy: Policy): void;
  updateOwn(lists: Uint8Array[], policy: Policy): void;
  updateRecognised(list: Uint8Array, policy: Policy): void;
  updateStatus(list: Uint8Array, policy: Policy): void;
  updateScenario(scenario: Uint8Array, policy: Policy): void;
  scenarios(at: At): ScenarioLine[];
  scenario(id: ScenarioName, at: At): ScenarioRecord;
  /** A certificate or a printed certificate. */
  verify(certificate: Uint8Array, occasion: CertificateOccasion): Verdict;
  verifyWithReceipt(certificate: Uint8Array, occasion: CertificateOccasion & ReceiptDemand): { verdict: Verdict; receipt: string };
  /** A presentation, or the several of a session: a verdict on each, in order. */
  verifyPresented(presented: Uint8Array, occasion: PresentedOccasion): Verdict[];
  verifyPresentedWithReceipts(presented: Uint8Array, occasion: PresentedOccasion & ReceiptDemand): { verdicts: Verdict[]; receipts: string[] };
  verifySeal(seal: Uint8Array, document: Document, occasion: SealOccasion): SealVerdict;
  /** Judges everything that was shown for a matter, in any order, by the scenario that asks for it. */
  checkScenario(shown: Shown[], occasion: MatterOccasion & Presence): MatterVerdict;
  /** The same with the lines of its receipts: one for each object of a settled matter, else one with the code alone. They
   * are kept no longer than the scenario says. */
  checkScenarioWithReceipts(shown: Shown[], occasion: MatterOccasion & Presence & ReceiptDemand): { verdict: MatterVerdict; receipts: string[] };
  /** The least that settles the matter of a scenario. */
  makeRequest(scenario: ScenarioName, options: At & { audience: string; challenge?: Challenge | Uint8Array }): Uint8Array;
  /** What of these copies a wallet would show. */
  judgeRequest(request: Uint8Array, copies: Uint8Array[], at: At): RequestRecord;
  /** What is signed to answer with one offer of the judgement. */
  prepareAnswer(request: Uint8Array, copies: Uint8Array[], options: ActOptions & { offer: number; answerUnregistered?: boolean }): ToSign;
}
export interface ActOptions extends At {
  key: PublicKey;
  /** 16 fresh random bytes, the name of the act. */
  cti: Uint8Array;
  /** At most, and without a word, 300 seconds. */
  lifetime?: number;
}
export type PresentOptions = ActOptions & { audience: string; challenge?: Challenge | Uint8Array; scenario?: ScenarioName; purpose?: string };

export interface Zhengzhao {
  readonly Desk: {
    /** Call it only after a person has compared the anchor's digest. */
    pin(anchor: Uint8Array): Desk;
    reopen(state: Uint8Array): Desk;
  };
  readonly ReplayMemory: { begin(capacity: number): ReplayMemory; reopen(state: Uint8Array): ReplayMemory };
  readonly Challenge: new (random: Uint8Array) => Challenge;
  readonly Scanner: { begin(): Scanner };
  readonly DocumentHash: { begin(): DocumentHash };
  readonly Refusal: typeof Refusal;
  readonly UsageError: typeof UsageError;

  version(): string;
  algorithms(): Algorithm[];
  refusalCodes(): RefusalCode[];
  /** What bytes are by their own word; nothing is verified. */
  detect(bytes: Uint8Array): { object: ObjectName | null; text: Text };

  /** What a kind is called; an unknown one has only its code. */
  kindName(code: string): Named;
  /** The anchor that a pack brings, to be pinned once a person has compared its digest; nothing is verified. */
  anchorOf(pack: Uint8Array): Uint8Array | null;

  encodeText(object: Uint8Array): string;
  decodeText(text: string): Uint8Array;
  /** The texts of the QR codes that hold an object, 1 to 8. */
  frames(object: Uint8Array): string[];

  makeRequest(options: { audience: string; asks: { kind: string; items: string[] }[]; challenge?: Challenge | Uint8Array; purpose?: string }): Uint8Array;
  readRequest(request: Uint8Array): { claims: Asker; asks: AskRecord[] };

  /** What of a holder's copy can be disclosed. */
  readCopy(copy: Uint8Array): { kind: string; items: string[]; permits: number[] };
  /** A copy with exactly these items, and the permits at these places. */
  preparePresentation(copy: Uint8Array, options: PresentOptions & { items: string[]; permits?: number[] }): ToSign;
  prepareUnderMandate(mandate: Uint8Array, options: PresentOptions & { scenario: ScenarioName }): ToSign;
  writeSession(presentations: Uint8Array[]): Uint8Array;

  prepareSeal(copy: Uint8Array, document: Document, options: At & { key: PublicKey; cti: Uint8Array; name: string; mediaType?: string; purpose?: string }): ToSign;
  /** The file beside a document with one seal more; null where there is none yet. */
  appendSeal(file: Uint8Array | null, seal: Uint8Array): Uint8Array;
  readSeals(file: Uint8Array): Uint8Array[];

  prepareEnrolment(options: At & { issuer: string; nonce: Uint8Array; cti: Uint8Array; keys: PublicKey[] }): EnrolmentToSign;
  /** The thumbprints of the keys that an enrolment proves, in hexadecimal. */
  verifyEnrolment(answer: Uint8Array, options: At & { issuer: string; nonce: Uint8Array }): string[];

  /** Whether a journal, one receipt a line, is still what was written; against signed heads, all by one key. */
  checkJournal(journal: Uint8Array, options: At & ({ heads?: undefined; key?: undefined } | { heads: Uint8Array[]; key: PublicKey })): { receipts: number; purged: number; signed: number | null; link: string };
  /** The line as it is to stay at this time: a stub once its retention has ended. */
  purgeReceipt(line: string, now: number): string;
  /** What stands in receipts for a certificate, which is not verified; in hexadecimal. */
  receiptTag(certificate: Uint8Array, key: Uint8Array): string;
}
