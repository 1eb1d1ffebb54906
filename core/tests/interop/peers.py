"""Other implementations of COSE and CWT read what this project signs, and sign what it reads.

    peers.py DIR      DIR was written by `cargo run -p zhengzhao-facade --example interop -- export DIR NOW`

python-cwt (knows -19 and -9), pycose (knows only -8 and -7) and an independent reader (`independent.py`) verify
every object that they can and compare its claims with the manifest. Then they sign the same payload under the same
protected header and leave DIR/peers/OBJECT.PEER.cbor for `interop check DIR`. What a peer does otherwise than this
project is a test too (`divergence_...`): it asserts the peer's behaviour, so that a change upstream shows.
"""

import json
import sys
import traceback
from pathlib import Path

import cbor2
import independent
from cwt import COSE, CWT, COSEKey, VerifyError
from pycose.exceptions import CoseException
from pycose.headers import Algorithm
from pycose.keys import CoseKey
from pycose.messages import CoseMessage, Sign1Message

CWT_ALGORITHMS = (-19, -9, -8, -7)
PYCOSE_ALGORITHMS = (-8, -7)


def from_cbor2(node):
    """What cbor2 decoded, in the types of the independent reader."""
    if isinstance(node, cbor2.CBORSimpleValue):
        return independent.Simple(node.value)
    if isinstance(node, cbor2.CBORTag):
        return independent.Tag(node.tag, from_cbor2(node.value))
    if isinstance(node, dict):
        return {from_cbor2(key): from_cbor2(value) for key, value in node.items()}
    if isinstance(node, list):
        return [from_cbor2(value) for value in node]
    return node


class Exported:
    """One exported object."""

    def __init__(self, folder, entry):
        self.name, self.form, self.claims = entry["name"], entry["form"], entry["claims"]
        self.bytes = (folder / f"{self.name}.cbor").read_bytes()
        self.protected, self.payload = bytes.fromhex(entry["protected"]), bytes.fromhex(entry["payload"])
        self.signers = entry["signers"]
        self.is_sign1 = self.form != "trust_list"
        self.folder = folder

    @property
    def alg(self):
        return self.signers[0]["alg"]

    @property
    def is_deterministic(self):
        """Whether every signer of the same bytes makes the same signature: Ed25519 only."""
        return self.alg in (-19, -8)

    @property
    def unprotected(self):
        return cbor2.loads(self.bytes).value[1]

    def keep(self, peer, signed):
        """Leaves what a peer signed for our own check, where it is what it should be."""
        assert cbor2.loads(signed).value[:3] == cbor2.loads(self.bytes).value[:3], "another message"
        if self.is_deterministic:
            assert signed == self.bytes, "not the same bytes, although Ed25519 leaves no choice"
        (self.folder / "peers" / f"{self.name}.{peer}.cbor").write_bytes(signed)

    def compare(self, claims):
        found = independent.claims_as_expected(from_cbor2(claims), from_cbor2(self.unprotected))
        assert found == self.claims, f"{found}\n  is not\n{self.claims}"

    def damaged(self):
        """One bit flipped in each byte outside the unprotected header, which no signature covers."""
        _, (start, end), *_ = independent.spans(self.bytes)
        for at in range(len(self.bytes)):
            if not start <= at < end:
                flipped = bytearray(self.bytes)
                flipped[at] ^= 1 << (at % 8)
                yield at, bytes(flipped)

    def every_damage_is_refused(self, verify):
        for at, flipped in self.damaged():
            try:
                verify(flipped)
            except Exception:  # noqa: BLE001 - peers refuse with whatever comes up
                continue
            raise AssertionError(f"accepted with a flipped bit in byte {at}")


# python-cwt


def cwt_key(signer, secret=False, alg=None):
    key = {**cbor2.loads(bytes.fromhex(signer["cose_key"])), 2: bytes.fromhex(signer["kid"]), 3: alg or signer["alg"]}
    if secret:
        key[-4] = bytes.fromhex(signer["secret"])
    return COSEKey.new(key)


def cwt_decode(exported, data):
    """The whole check of python-cwt: signature by key id, then exp and nbf by the system clock."""
    return CWT.new().decode(data, [cwt_key(signer) for signer in exported.signers])


def cwt_reads(exported):
    exported.compare(cwt_decode(exported, exported.bytes))


def cwt_refuses_flips(exported):
    exported.every_damage_is_refused(lambda data: cwt_decode(exported, data))


def cwt_signs(exported):
    """python-cwt encodes the header itself: it keeps the order that it is given, which is ours."""
    signed = COSE.new().encode_and_sign(
        exported.payload,
        cwt_key(exported.signers[0], secret=True),
        protected=cbor2.loads(exported.protected),
        unprotected=exported.unprotected,
    )
    exported.keep("python-cwt", signed)


def divergence_cwt_knows_no_sm2(exported):
    refuses(ValueError, lambda: cwt_key(exported.signers[0]))


def divergence_cwt_ignores_the_algorithm_of_the_key(exported):
    """RFC 9052, 7.1: the key's algorithm must be the header's. python-cwt verifies without comparing the two."""
    other = {-19: -8, -8: -19, -9: -7, -7: -9}[exported.alg]
    exported.compare(CWT.new().decode(exported.bytes, [cwt_key(exported.signers[0], alg=other)]))


def divergence_cwt_is_content_with_one_signature(exported):
    """Of a COSE_Sign it verifies signatures until one is good: a threshold cannot be checked with it."""
    assert len(exported.signers) == 2
    broken = exported.bytes[:-1] + bytes([exported.bytes[-1] ^ 1])
    exported.compare(cwt_decode(exported, broken))
    first = bytearray(exported.bytes)
    at = exported.bytes.index(independent.signatures(exported.bytes)[0][1])
    first[at] ^= 1
    exported.compare(cwt_decode(exported, bytes(first)))
    both = bytearray(broken)
    both[at] ^= 1
    refuses(VerifyError, lambda: cwt_decode(exported, bytes(both)))


# pycose


def pycose_key(signer, secret=False):
    key = cbor2.loads(bytes.fromhex(signer["cose_key"]))
    if secret:
        key[-4] = bytes.fromhex(signer["secret"])
    return CoseKey.from_dict(key)


def pycose_decode(exported, data):
    message = CoseMessage.decode(data)
    assert isinstance(message, Sign1Message)
    message.key = pycose_key(exported.signers[0])
    if message.verify_signature() is not True:
        raise ValueError("the signature does not verify")
    return cbor2.loads(message.payload)


def pycose_reads(exported):
    exported.compare(pycose_decode(exported, exported.bytes))


def pycose_refuses_flips(exported):
    exported.every_damage_is_refused(lambda data: pycose_decode(exported, data))


def pycose_signs(exported):
    message = Sign1Message(
        phdr=cbor2.loads(exported.protected),
        uhdr=exported.unprotected,
        payload=exported.payload,
        key=pycose_key(exported.signers[0], secret=True),
    )
    exported.keep("pycose", message.encode())


def divergence_pycose_knows_no_fully_specified_algorithm(exported):
    """The numbers of RFC 9864 (-19, -9) and private ones are unknown to it, and it cannot read such a message."""
    refuses(CoseException, lambda: CoseMessage.decode(exported.bytes), Algorithm.__name__)


# The independent reader


def independent_reads(exported):
    payload = independent.verify_message(exported.signers, exported.bytes)
    assert payload == exported.payload and independent.message_header(exported.bytes) == exported.protected
    message = independent.read(exported.bytes)
    found = independent.claims_as_expected(independent.read(payload), message.value[1])
    assert found == exported.claims, f"{found}\n  is not\n{exported.claims}"


def independent_refuses_flips(exported):
    if exported.alg in CWT_ALGORITHMS:
        exported.every_damage_is_refused(lambda data: independent.verify_message(exported.signers, data))
        return
    # One openssl process per signature: the signature and the covered bytes are damaged once each.
    for header, signature, covered in independent.signatures(exported.bytes):
        assert header is None
        signer = exported.signers[0]
        flip = lambda data: data[:-1] + bytes([data[-1] ^ 1])  # noqa: E731
        refuses(ValueError, lambda: independent.verify(signer, covered, flip(signature)))
        refuses(ValueError, lambda: independent.verify(signer, flip(covered), signature))


def independent_signs(exported):
    exported.keep("independent", independent.sign_message(exported.signers, exported.bytes))


def refuses(error, act, mentions=""):
    try:
        act()
    except error as refusal:
        assert mentions in str(refusal), refusal
        return
    raise AssertionError(f"no {error.__name__}")


def tests_for(exported):
    yield from (independent_reads, independent_refuses_flips, independent_signs)
    if not exported.is_sign1:
        yield divergence_cwt_is_content_with_one_signature
        yield divergence_pycose_knows_no_fully_specified_algorithm
        return
    if exported.alg in CWT_ALGORITHMS:
        yield from (cwt_reads, cwt_refuses_flips, cwt_signs, divergence_cwt_ignores_the_algorithm_of_the_key)
    else:
        yield divergence_cwt_knows_no_sm2
    if exported.alg in PYCOSE_ALGORITHMS:
        yield from (pycose_reads, pycose_refuses_flips, pycose_signs)
    else:
        yield divergence_pycose_knows_no_fully_specified_algorithm


def main():
    folder = Path(sys.argv[1])
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    passed = failed = 0
    for entry in manifest["objects"]:
        exported = Exported(folder, entry)
        for test in tests_for(exported):
            name = f"{exported.name}: {test.__name__}"
            try:
                test(exported)
            except Exception:  # noqa: BLE001 - a test that ends in any error has failed
                failed += 1
                print(f"FAIL  {name}\n{traceback.format_exc()}")
            else:
                passed += 1
                print(f"ok    {name}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
