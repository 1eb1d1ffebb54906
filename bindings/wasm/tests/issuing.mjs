// A small world of sample authorities for the pages, made by the command line: an anchor and lists, scenarios, and an
// issuer that answers enrolments. Everybody in it is invented.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const AUTHORITY = "11500000MBYY00011X";
export const ISSUER = "11500000MBYY00038M";
export const REGION = "500103";
const EID = "ZZ-LOCAL-EID";
const PERMIT = "ZZ-LOCAL-RESIDENCE-PERMIT";
const SEAL = "ZZ-LOCAL-ELECTRONIC-SEAL";
const LICENCE = "11100000MB0143028R001";
const URI = "zz:sample/1";
const day = (offset) => new Date(Date.now() + offset * 86400000 + 8 * 3600000).toISOString().slice(0, 10);

export class Issuing {
  constructor(program) {
    this.program = program;
    this.folder = mkdtempSync(join(tmpdir(), "zhengzhao-pages-"));
    this.index = 1;
  }

  free() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  run(...args) {
    return execFileSync(this.program, args, { cwd: this.folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  path(name) {
    return join(this.folder, name);
  }

  read(name) {
    return readFileSync(this.path(name));
  }

  write(name, content) {
    writeFileSync(this.path(name), typeof content === "object" && !Buffer.isBuffer(content) ? JSON.stringify(content) : content);
  }

  // lists.zzpack with its anchor and the scenario of a hotel; `suspended` are entries of the status list.
  begin() {
    for (const name of ["signer", "issue", "status", "scenario"]) this.run("keygen", name);
    const key = (name, use) => ({ key: `${name}.pub.json`, use, from: day(-30) });
    this.write("list.json", {
      authority: AUTHORITY, region: "500000", sequence: 1, threshold: 1, signers: ["signer.pub.json"],
      issuers: [{
        id: ISSUER, nameZh: "重庆样例市场监管局", nameEn: "Chongqing sample regulator", region: "500000",
        keys: ["issue", "status", "scenario"].map((name) => key(name, name)),
        kinds: [EID, PERMIT, SEAL, LICENCE].map((kind) => ({ kind, from: day(-30) })), statusUris: [URI],
      }],
    });
    this.run("trust", "make", "list.json", "--key", "signer.key.json", "-o", "list.zztrust");
    this.run("status", "make", "--issuer", ISSUER, "--uri", URI, "--key", "status.key.json", "-o", "list.zzstatus");
    const publish = ["--issuer", ISSUER, "--region", "500000", "--key", "scenario.key.json"];
    this.run("scenario", "make", "--base", "hotel-check-in", ...publish, "-o", "hotel.zzscenario");
    const material = (name, nameZh, kind, face) => ({ name, nameZh, nameEn: name, face, anyOf: [{ kind, fields: ["holderName"] }] });
    this.write("long-stay.json", {
      issuer: ISSUER, id: "long-stay", version: 1, region: "500000", nameZh: "长住登记", nameEn: "long stay", purpose: "长住登记",
      lawfulBasis: "statutory_duty", retentionDays: 90, materials: [material("identity", "身份证件", EID, true), material("permit", "居住证", PERMIT, false)],
    });
    this.run("scenario", "make", "long-stay.json", "--key", "scenario.key.json", "-o", "long-stay.zzscenario");
    this.pack("lists.zzpack");
  }

  pack(name, ...more) {
    this.run("pack", "make", "--own", "list.zztrust", "--status", "list.zzstatus", "--scenario", "hotel.zzscenario", "--scenario", "long-stay.zzscenario", "-o", name, "--force", ...more);
  }

  digest() {
    return JSON.parse(this.run("pack", "show", "lists.zzpack", "--json")).anchor.digest;
  }

  // A challenge for a holder, whose answer `issue` takes.
  challenge(name) {
    this.run("enrol", "challenge", "--issuer", ISSUER, "-o", `${name}.challenge.json`);
    return this.path(`${name}.challenge.json`);
  }

  issue(name, draft) {
    this.write(`${name}.json`, draft);
    this.run("issue", `${name}.json`, "--key", "issue.key.json", "--enrolment", `${name}.zzenrol`, "--challenge", `${name}.challenge.json`,
      "--status-uri", URI, "--status-index", String(this.index++), "-o", `${name}.zz`);
    return this.path(`${name}.zz`);
  }
}

export function eidDraft(portrait) {
  return {
    kind: EID, issuer: ISSUER, region: REGION, issued: day(-10), validTo: day(900),
    items: {
      holderName: "林小满", holderCode: "510104199003070007", holderCodeType: "111", sex: 2, birthDate: "1990-03-07",
      ageOver14: true, ageOver16: true, ageOver18: true, issuingAuthority: "重庆市公安局（示例）",
      portrait: { digest: { hex: createHash("sha256").update(portrait).digest("hex") }, mediaType: "image/png", size: portrait.length },
    },
  };
}

export function permitDraft() {
  return {
    kind: PERMIT, issuer: ISSUER, region: REGION, issued: day(-10), validTo: day(300),
    items: { holderName: "林小满", sex: 2, birthDate: "1990-03-07", ageOver18: true, issuingAuthority: "示例派出所", endorsedUntil: day(300) },
  };
}

export function sealDraft(picture) {
  return {
    kind: SEAL, issuer: ISSUER, region: REGION, issued: day(-10), validTo: day(300),
    items: {
      holderName: "重庆样例餐饮管理有限公司", holderCode: "91500000MAYY000189", holderCodeType: "001",
      sealName: "合同专用章", sealType: "合同章", sealWidth: 400, sealHeight: 400,
      sealPicture: { digest: { hex: createHash("sha256").update(picture).digest("hex") }, mediaType: "image/png", size: picture.length },
      sealLicence: { issuer: ISSUER, kind: LICENCE, index: 900, uri: URI },
    },
  };
}
