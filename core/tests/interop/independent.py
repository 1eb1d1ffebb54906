"""A second reader and verifier that shares no code with anything else here.

CBOR is read by the few lines below, COSE structures are built by hand; `cryptography` does Ed25519 and P-256, and
the `openssl` program does SM2. Nothing of python-cwt, pycose or cbor2 is used.
"""

import base64
import hashlib
import subprocess
import tempfile
import zlib
from collections import namedtuple
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

Tag = namedtuple("Tag", "number value")
Simple = namedtuple("Simple", "value")
REDACTED_KEYS = Simple(59)
REDACTED_ELEMENT = 60


class Reader:
    """Deterministic CBOR (RFC 8949, 4.2.1) as far as the objects here use it."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        part = self.data[self.at : self.at + count]
        if len(part) != count:
            raise ValueError("truncated")
        self.at += count
        return part

    def head(self):
        first = self.take(1)[0]
        major, short = first >> 5, first & 31
        if short < 24:
            return major, short
        if short > 27:
            raise ValueError("indefinite or reserved length")
        argument = int.from_bytes(self.take(1 << (short - 24)), "big")
        smallest = {24: 32 if major == 7 else 24, 25: 1 << 8, 26: 1 << 16, 27: 1 << 32}[short]
        if argument < smallest or (major == 7 and short != 24):
            raise ValueError("not the shortest form, or a float")
        return major, argument

    def item(self):
        major, argument = self.head()
        if major == 0:
            return argument
        if major == 1:
            return -1 - argument
        if major == 2:
            return self.take(argument)
        if major == 3:
            return self.take(argument).decode("utf-8")
        if major == 4:
            return [self.item() for _ in range(argument)]
        if major == 5:
            return self.map(argument)
        if major == 6:
            return Tag(argument, self.item())
        return {20: False, 21: True, 22: None}.get(argument, Simple(argument))

    def map(self, count):
        found, previous = {}, b""
        for _ in range(count):
            start = self.at
            key = self.item()
            encoded = self.data[start : self.at]
            if encoded <= previous:
                raise ValueError("keys repeated or out of order")
            previous = encoded
            found[key] = self.item()
        return found


def read(data):
    reader = Reader(data)
    item = reader.item()
    if reader.at != len(data):
        raise ValueError("something follows the item")
    return item


def head(major, argument):
    if argument < 24:
        return bytes([major << 5 | argument])
    size = next(size for size in (0, 1, 2, 3) if argument < 1 << (8 << size))
    return bytes([major << 5 | 24 + size]) + argument.to_bytes(1 << size, "big")


def byte_string(content):
    return head(2, len(content)) + content


def text(content):
    return head(3, len(content)) + content.encode()


def to_be_signed(context, *parts):
    """Sig_structure (RFC 9052, 4.4): the protected headers and the payload, with no external data between."""
    *headers, payload = parts
    items = [text(context), *map(byte_string, headers), byte_string(b""), byte_string(payload)]
    return head(4, len(items)) + b"".join(items)


def spans(message):
    """The four parts of a COSE_Sign1 or COSE_Sign message as (start, end), to splice and to damage them."""
    reader = Reader(message)
    reader.head()
    if reader.head() != (4, 4):
        raise ValueError("not an array of four")
    found = []
    for _ in range(4):
        start = reader.at
        reader.item()
        found.append((start, reader.at))
    return found


def with_signature(message, signature):
    """The same message with another last part, every other byte as it was."""
    return message[: spans(message)[3][0]] + signature


def algorithm(signer):
    key = read(bytes.fromhex(signer["cose_key"]))
    return {(1, 6): "Ed25519", (2, 1): "P-256", (2, -70102): "SM2"}[key[1], key[-1]], key


def verify(signer, data, signature):
    """Raises whatever its library raises when the signature is wrong."""
    name, key = algorithm(signer)
    if len(signature) != 64:
        raise ValueError("a signature has 64 bytes")
    if name == "Ed25519":
        ed25519.Ed25519PublicKey.from_public_bytes(key[-2]).verify(signature, data)
        return
    der = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    if name == "P-256":
        point = b"\x04" + key[-2] + key[-3]
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        public.verify(der, data, ec.ECDSA(hashes.SHA256()))
    else:
        openssl_sm2("-verify", sm2_public_pem(key), data, der)


def sign(signer, data):
    name, key = algorithm(signer)
    secret = bytes.fromhex(signer["secret"])
    if name == "Ed25519":
        return ed25519.Ed25519PrivateKey.from_private_bytes(secret).sign(data)
    if name == "P-256":
        private = ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1())
        der = private.sign(data, ec.ECDSA(hashes.SHA256()))
    else:
        der = openssl_sm2("-sign", sm2_private_pem(key, secret), data)
    r, s = decode_dss_signature(der)
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


# The object identifier of the SM2 curve, 1.2.156.10197.1.301, with its DER head.
SM2_CURVE = bytes.fromhex("06082a811ccf5501822d")
EC_PUBLIC_KEY = bytes.fromhex("06072a8648ce3d0201")


def der(tag, content):
    assert len(content) < 128
    return bytes([tag, len(content)]) + content


def pem(label, content):
    lines = base64.encodebytes(content).decode()
    return f"-----BEGIN {label}-----\n{lines}-----END {label}-----\n"


def sm2_public_pem(key):
    point = der(0x03, b"\0\x04" + key[-2] + key[-3])
    return pem("PUBLIC KEY", der(0x30, der(0x30, EC_PUBLIC_KEY + SM2_CURVE) + point))


def sm2_private_pem(key, secret):
    point = der(0x03, b"\0\x04" + key[-2] + key[-3])
    version_and_secret = der(0x02, b"\x01") + der(0x04, secret)
    return pem("EC PRIVATE KEY", der(0x30, version_and_secret + der(0xA0, SM2_CURVE) + der(0xA1, point)))


def openssl_sm2(action, key, data, signature=None):
    """SM2 with SM3 under the signer id of GM/T 0009; returns what openssl prints."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "key").write_text(key)
        (folder / "data").write_bytes(data)
        command = ["openssl", "dgst", "-sm3", action, folder / "key", "-sigopt", "distid:1234567812345678"]
        if signature is not None:
            (folder / "signature").write_bytes(signature)
            command += ["-signature", folder / "signature"]
        ran = subprocess.run([*command, folder / "data"], capture_output=True, check=False)
    if ran.returncode != 0:
        raise ValueError(f"openssl: {(ran.stderr or ran.stdout).decode(errors='replace').strip()}")
    return ran.stdout


def signatures(message):
    """(signer's protected header or None, signature, bytes that it covers) of each signature."""
    outer = read(message)
    protected, _, payload, last = outer.value
    if outer.number == 18:
        return [(None, last, to_be_signed("Signature1", protected, payload))]
    if outer.number == 98:
        if any(unprotected != {} for _, unprotected, _ in last):
            raise ValueError("an unprotected header that nothing covers")
        return [
            (header, signature, to_be_signed("Signature", protected, header, payload))
            for header, _, signature in last
        ]
    raise ValueError(f"tag {outer.number}")


def verify_message(signers, message):
    """Every signature must verify, each under its own key, found by its key id."""
    by_kid = {signer["kid"]: signer for signer in signers}
    for header, signature, covered in signatures(message):
        header = read(message_header(message) if header is None else header)
        signer = by_kid.pop(header[4].hex())
        if header[1] != signer["alg"]:
            raise ValueError("the header names another algorithm than the key's")
        verify(signer, covered, signature)
    if by_kid:
        raise ValueError("not every signer has signed")
    return read(message).value[2]


def message_header(message):
    return read(message).value[0]


def sign_message(signers, message):
    """The same message, signed anew by these signers."""
    outer = read(message)
    protected, _, payload, _ = outer.value
    if outer.number == 18:
        signature = sign(signers[0], to_be_signed("Signature1", protected, payload))
        return with_signature(message, byte_string(signature))
    signed = head(4, len(signers))
    for signer in signers:
        header = bytes.fromhex(signer["protected"])
        signature = sign(signer, to_be_signed("Signature", protected, header, payload))
        signed += head(4, 3) + byte_string(header) + head(5, 0) + byte_string(signature)
    return with_signature(message, signed)


def disclosures_by_digest(encoded):
    """SHA-256 over the encoded byte string, CBOR head included, as in the tokens of the working group."""
    return {hashlib.sha256(byte_string(content)).digest(): read(content) for content in encoded}


def disclose(node, found, used):
    """Puts disclosures in their places and drops what stays redacted."""
    if isinstance(node, dict):
        shown = {key: disclose(value, found, used) for key, value in node.items() if key != REDACTED_KEYS}
        for digest in node.get(REDACTED_KEYS, []):
            if digest in found:
                used.add(digest)
                _, value, label = found[digest]
                shown[label] = disclose(value, found, used)
        return shown
    if isinstance(node, list):
        shown = []
        for element in node:
            if isinstance(element, Tag) and element.number == REDACTED_ELEMENT:
                if element.value in found:
                    used.add(element.value)
                    shown.append(disclose(found[element.value][1], found, used))
            else:
                shown.append(disclose(element, found, used))
        return shown
    return node


def not_valid(deflated):
    """The entries of a status list that are not zero: 4 bits each, the low half of a byte first."""
    raw = zlib.decompress(deflated)
    assert len(raw) == 1 << 19
    entries = {}
    for index, byte in enumerate(raw):
        for half, value in ((0, byte & 15), (1, byte >> 4)):
            if value:
                entries[2 * index + half] = value
    return entries


def plain(node):
    """As the manifest writes it: keys as strings, byte strings in hexadecimal."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    if isinstance(node, bytes):
        return node.hex()
    return node


def claims_as_expected(claims, unprotected):
    """Decoded claims in the form of the manifest, with every disclosure of the message in its place."""
    found = disclosures_by_digest(unprotected.get(17, []))
    used = set()
    claims = disclose(claims, found, used)
    assert used == set(found), "a disclosure fits nowhere"
    if 65533 in claims:
        listed = claims[65533]
        claims[65533] = {"bits": listed["bits"], "not_valid": not_valid(listed["lst"])}
    return plain(claims)
