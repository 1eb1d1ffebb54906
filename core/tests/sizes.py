#!/usr/bin/env python3
"""How large the objects of core/SPEC.md are with Chinese values of real length.

Stands alone: the standard library of Python 3 and nothing of this project. It lays the objects out from the CDDL of
SPEC with random keys, salts and signatures from a fixed seed; only lengths matter, nothing verifies. Objects that the
library does not make yet (presentation, seal, mandate) are laid out as SPEC §6.10 plans them.

    python3 core/tests/sizes.py

prints one line for each object. A target that is missed is printed as missed; the exit status tells only whether the
script itself ran.
"""
import bisect
import hashlib
import json
import pathlib
import random

RNG = random.Random(20260601)
KINDS = pathlib.Path(__file__).resolve().parent.parent / "kinds"
LIVE_PREFIX = "ZZ1:"
FRAME_VERSION = 22
FRAME_BYTES = 753

# Alphanumeric capacity at error correction M for versions 1 to 40 (ISO/IEC 18004, table of data capacities).
ALPHANUMERIC_M = (
    20, 38, 61, 90, 122, 154, 178, 221, 262, 311, 366, 419, 483, 528, 600, 656, 734, 816, 909, 970,
    1035, 1134, 1248, 1326, 1451, 1542, 1637, 1732, 1839, 1994, 2113, 2238, 2369, 2506, 2632, 2780, 2894, 3054, 3220,
    3391,
)


# --- A CBOR writer: deterministic, definite, shortest heads (RFC 8949 §4.2.1) -----------------------------------------

class Tag:
    def __init__(self, number, value):
        self.number, self.value = number, value


class Simple:
    def __init__(self, number):
        self.number = number


def head(major, argument):
    for info, size in ((None, 0), (24, 1), (25, 2), (26, 4), (27, 8)):
        limit = 24 if size == 0 else 1 << (8 * size)
        if argument < limit:
            first = (major << 5) | (argument if info is None else info)
            return bytes([first]) + argument.to_bytes(size, "big") if size else bytes([first])
    raise ValueError(argument)


def cbor(value):
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        text = value.encode()
        return head(3, len(text)) + text
    if isinstance(value, (list, tuple)):
        return head(4, len(value)) + b"".join(map(cbor, value))
    if isinstance(value, dict):
        entries = sorted((cbor(key), cbor(inner)) for key, inner in value.items())
        return head(5, len(entries)) + b"".join(key + inner for key, inner in entries)
    if isinstance(value, Tag):
        return head(6, value.number) + cbor(value.value)
    if isinstance(value, Simple):
        return bytes([0xF8, value.number])
    raise TypeError(type(value))


# --- What SPEC numbers ------------------------------------------------------------------------------------------------

ALG, KID, KCWT, TYP, SD_CLAIMS, SD_ALG = 1, 4, 13, 16, 17, 170
ISS, AUD, EXP, NBF, IAT, CTI, CNF, VCT, CNONCE, STATUS = 1, 3, 4, 5, 6, 7, 8, 11, 39, 65535
PROFILE, REGION, ITEMS = -70001, -70002, -70003
PURPOSE, SCENARIO, SEAL_DIGEST, MATTERS, DELEGATE = -70011, -70012, -70013, -70014, -70015
ED25519, ESP256, SHA_256 = -19, -9, -16
REDACTED = Simple(59)

DAY = 86400
SIGNED = 1780243200  # 2026-06-01T00:00:00+08:00


def noise(length):
    return RNG.randbytes(length)


def ed25519_key():
    return {1: 1, -1: 6, -2: noise(32)}


def p256_key():
    return {1: 2, -1: 1, -2: noise(32), -3: noise(32)}


def sign1(protected, unprotected, payload):
    return Tag(18, [cbor(protected), unprotected, cbor(payload), noise(64)])


def redact(items, redacted, shown, decoys_to):
    """The map of items with hashes for what is redacted, and the disclosures of what is shown."""
    open_items, digests, disclosures = {}, [], []
    for label, value in items.items():
        if label not in redacted:
            open_items[label] = value
            continue
        disclosure = cbor([noise(16), value, label])
        digests.append(hashlib.sha256(cbor(disclosure)).digest())
        if label in shown:
            disclosures.append(disclosure)
    while len(digests) < decoys_to:
        digests.append(noise(32))
    if digests:
        open_items[REDACTED] = sorted(digests)
    return open_items, disclosures


def claims(kind, issuer, region, items, years, holder_key=None):
    payload = {
        ISS: issuer, NBF: SIGNED, IAT: SIGNED, CTI: noise(16), VCT: kind,
        STATUS: {"status_list": {"idx": RNG.randrange(1 << 16, 1 << 20), "uri": "zz:" + region + "/7"}},
        PROFILE: 1, REGION: region, ITEMS: items,
    }
    if years:
        payload[EXP] = SIGNED + years * 365 * DAY
    if holder_key:
        payload[CNF] = {1: holder_key}
    return payload


def certificate(kind, issuer, region, items, redacted, shown, years, holder_key, decoys_to=0):
    open_items, disclosures = redact(items, redacted, shown, decoys_to)
    protected = {ALG: ED25519, KID: noise(8), TYP: 293}
    if redacted or decoys_to:
        protected[SD_ALG] = SHA_256
    unprotected = {SD_CLAIMS: disclosures} if disclosures else {}
    return sign1(protected, unprotected, claims(kind, issuer, region, open_items, years, holder_key))


def printed(kind, issuer, region, items, years):
    protected = {ALG: ED25519, KID: noise(8), TYP: "application/vnd.zz.print+cwt"}
    return sign1(protected, {}, claims(kind, issuer, region, items, years))


def act(typ, algorithm, inside, payload):
    """An act: the object that it stands on travels whole in the protected header."""
    protected = {ALG: algorithm, TYP: typ, KCWT: inside}
    return sign1(protected, {}, {IAT: SIGNED + 36000, CTI: noise(16), **payload})


def presentation(inside, algorithm, scenario, purpose):
    return act(294, algorithm, inside, {
        AUD: "91510104MA6EXAMP0C/desk-3", EXP: SIGNED + 36300, CNONCE: noise(16),
        SCENARIO: ["11510000MB1A00002W", scenario], PURPOSE: purpose,
    })


def at_hotel(inside):
    return presentation(inside, ED25519, "hotel-check-in", "旅馆住宿登记")


def at_bank(inside):
    return presentation(inside, ESP256, "account-opening", "开立单位结算账户")


# --- The samples: invented people and firms ---------------------------------------------------------------------------

ISSUER = "11510104MB1A00001Q"
REGION_CODE = "510104"

FOOD = {
    1: "JY15101040123456", 2: "成都市锦江区示例餐饮管理有限公司第三分公司", 5: "食品经营许可证", 6: "2026-06-01",
    7: "510104202600123456", 8: "001", 9: "7",
    18: "四川省成都市锦江区示例路三段188号附12号1层", 19: "餐饮服务经营者", 20: ["网络经营"],
    21: ["热食类食品制售", "冷食类食品制售", "生食类食品制售", "糕点类食品制售", "自制饮品制售"], 24: "028-12345",
}
EID = {
    2: "欧阳示例", 3: "510104199003070018", 17: 1, 18: "汉族", 19: "1990-03-07",
    24: "四川省成都市锦江区示例路三段188号2栋1单元1203号", 22: True, 26: "成都市公安局锦江区分局",
}
EID_REDACTED = {2, 3, 17, 18, 19, 24, 22}
BUSINESS = {
    1: "91510104MA6EXAMP0C", 2: "成都示例商贸有限公司", 5: "营业执照", 6: "2026-06-01", 16: "有限责任公司(自然人独资)",
    17: "欧阳示例", 18: "壹佰万元整", 19: "2020-05-18", 20: "2020-05-18 至 长期",
    21: "四川省成都市锦江区示例路三段188号2栋1203号", 22: "日用百货销售；食品互联网销售（仅销售预包装食品）", 25: "510104199003070018",
}
SEAL = {2: "成都示例商贸有限公司", 3: "91510104MA6EXAMP0C", 4: "001", 16: "合同专用章", 17: "01"}


def decoys_of(file):
    return json.loads((KINDS / file).read_text(encoding="utf-8"))["decoys_to"]


def eid(decoys_to=0):
    return certificate("ZZ-LOCAL-EID", ISSUER, REGION_CODE, EID, EID_REDACTED, {2, 3, 22}, 10, ed25519_key(), decoys_to)


def business(redacted, shown, decoys_to=0):
    kind = "11100000MB0143028R001"
    return certificate(kind, ISSUER, REGION_CODE, BUSINESS, redacted, shown, 0, p256_key(), decoys_to)


def business_as_marked():
    """As the kind file marks it: most items always open, so that only one has to be disclosed."""
    return business({17, 18, 25}, {17}, decoys_of("business-licence.json"))


def seal():
    inside = certificate("ZZ-LOCAL-SEAL", ISSUER, REGION_CODE, SEAL, set(), set(), 3, ed25519_key())
    return act("application/vnd.zz.seal+cwt", ED25519, inside, {
        SEAL_DIGEST: [SHA_256, noise(32), 482133, "application/pdf", "房屋租赁合同.pdf"], PURPOSE: "房屋租赁",
    })


def mandate_chain():
    mandate = act("application/vnd.zz.mandate+cwt", ED25519, eid(), {
        EXP: SIGNED + 30 * DAY, DELEGATE: [ed25519_key(), "司马示例"],
        MATTERS: [["11510000MB1A00002W", "enterprise-registration"]],
    })
    return presentation(mandate, ED25519, "enterprise-registration", "企业开办")


SAMPLES = [
    ("printed food licence", lambda: printed("ZZ-LOCAL-FOOD-LICENCE", ISSUER, REGION_CODE, FOOD, 5), 753),
    ("e-ID, 3 of 7 shown, presented", lambda: at_hotel(eid()), 900),
    ("- the same, decoys as its kind file says", lambda: at_hotel(eid(decoys_of("eid.json"))), None),
    ("business licence, 3 of 12 shown, P-256, presented", lambda: at_bank(business(set(BUSINESS), {1, 2, 17})), 1070),
    ("- the same, open items and decoys as its kind file says", lambda: at_bank(business_as_marked()), None),
    ("seal on a contract", seal, None),
    ("presentation under a mandate (e-ID, 3 of 7)", mandate_chain, None),
]


# --- Base45 and QR ----------------------------------------------------------------------------------------------------

def base45_length(size):
    return size // 2 * 3 + size % 2 * 2


def codes(size):
    """The QR version at M, or the number of frames of version 22 that a longer object needs."""
    characters = len(LIVE_PREFIX) + base45_length(size)
    version = bisect.bisect_left(ALPHANUMERIC_M, characters) + 1
    if version <= FRAME_VERSION:
        return characters, f"QR {version}-M"
    return characters, f"{-(-size // FRAME_BYTES)} frames"


def main():
    assert len(ALPHANUMERIC_M) == 40 and list(ALPHANUMERIC_M) == sorted(ALPHANUMERIC_M)
    assert codes(FRAME_BYTES)[1] == "QR 22-M" and codes(FRAME_BYTES + 1)[1] == "2 frames"
    assert cbor({10: 1, -1: [500, "\u00e9"], "z": Simple(59)}).hex() == "a30a0120821901f462c3a9617af83b"
    print(f"{'object':<58}{'bytes':>6}{'base45':>8}  {'codes':<10}{'target':>7}")
    for name, build, target in SAMPLES:
        size = len(cbor(build()))
        characters, how = codes(size)
        verdict = "" if target is None else "met" if size <= target else f"MISSED by {size - target}"
        print(f"{name:<58}{size:>6}{characters:>8}  {how:<10}{target or '-':>7}  {verdict}".rstrip())


if __name__ == "__main__":
    main()
