"""Another decoder reads the QR codes that the command line draws, and the command line reads what it draws.

    qr.py ZHENGZHAO DIR      ZHENGZHAO is the binary; DIR is for files and is emptied

Drawn are the objects of SPEC §6.14, as core/tests/sizes.py lays them out, and the printed licence of the vectors. Base45
and frames are read here from the text of RFC 9285 and SPEC §6.12, with nothing of this project.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

ROOT = Path(__file__).resolve().parents[4]
sys.path.insert(0, str(ROOT / "core" / "tests"))
import sizes  # noqa: E402

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def base45(text):
    assert text.startswith("ZZ1:"), text[:8]
    out = bytearray()
    digits = [ALPHABET.index(character) for character in text[4:]]
    for start in range(0, len(digits), 3):
        group = digits[start : start + 3]
        assert len(group) > 1
        value = sum(digit * 45**place for place, digit in enumerate(group))
        out += value.to_bytes(len(group) - 1, "big")
    return bytes(out)


def framed(texts):
    """The object in these frames, whose layout is fixed by SPEC: 84, number, count, 50 and 16 bytes, head and part."""
    parts = {}
    for frame in map(base45, texts):
        assert frame[0] == 0x84 and frame[2] == len(texts) and frame[3] == 0x50
        head = {0x58: 2, 0x59: 3}.get(frame[20], 1)
        parts[frame[1]] = (frame[4:20], frame[20 + head :])
    assert sorted(parts) == list(range(1, len(texts) + 1))
    whole = b"".join(part for _, (_, part) in sorted(parts.items()))
    assert all(digest == hashlib.sha256(whole).digest()[:16] for digest, _ in parts.values())
    return whole


class Run:
    def __init__(self, binary, folder):
        self.binary, self.folder, self.passed, self.failed = binary, folder, 0, 0

    def call(self, *args):
        done = subprocess.run([self.binary, *map(str, args), "--json"], capture_output=True, text=True, cwd=self.folder)
        assert done.returncode == 0, f"{args}: {done.returncode} {done.stdout} {done.stderr}"
        return json.loads(done.stdout)

    def check(self, name, test, *args):
        try:
            test(*args)
            self.passed += 1
            print(f"ok    {name}")
        except Exception as error:  # whatever it is, the other checks go on
            self.failed += 1
            print(f"FAIL  {name}: {error!r}")

    def draw(self, name, data, scale):
        (self.folder / f"{name}.zz").write_bytes(data)
        return self.call("qr", f"{name}.zz", "--png", f"{name}.png", "--scale", scale, "--force")

    def scan(self, *pictures):
        self.call("scan", *pictures, "--out", "back.zz", "--force")
        return (self.folder / "back.zz").read_bytes()

    def decoded(self, name, data, expected):
        """The peer reads the text that was to be drawn, from a code as large as SPEC says."""
        for scale in (3, 8):
            drawn = self.draw(name, data, scale)
            for file, version, text in zip(drawn["files"], drawn["versions"], drawn["texts"], strict=True):
                picture = Image.open(self.folder / file)
                [code] = zxingcpp.read_barcodes(picture)
                assert code.text == text and code.ec_level == "M"
                assert int(code.extra["Version"]) == version <= 22
                quiet, (width, height) = 4 * scale, picture.size
                box = ImageOps.invert(picture.convert("L")).getbbox()
                assert box == (quiet, quiet, width - quiet, height - quiet), box
            whole = base45(drawn["texts"][0]) if drawn["codes"] == 1 else framed(drawn["texts"])
            assert whole == data
            how = f"QR {drawn['versions'][0]}-M" if drawn["codes"] == 1 else f"{drawn['codes']} frames"
            assert how == expected, f"{how}, not {expected}"
            assert self.scan(*drawn["files"]) == data

    def photographed(self, name, data):
        """What we drew, turned upside down and a little, greyer and less sharp, is read by us."""
        drawn = self.draw(name, data, 10)
        for file in drawn["files"]:
            picture = Image.open(self.folder / file).convert("L").rotate(180)
            picture = picture.rotate(3, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
            picture = picture.filter(ImageFilter.GaussianBlur(1.2)).point(lambda grey: 40 + grey * 2 // 3)
            picture.save(self.folder / file)
        assert self.scan(*drawn["files"]) == data

    def drawn_by_peer(self, name, data):
        """What the peer drew is read by us."""
        texts = self.draw(name, data, 1)["texts"]
        files = [f"{name}-peer-{number}.png" for number in range(len(texts))]
        for file, text in zip(files, texts, strict=True):
            code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
            Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=4)).save(self.folder / file)
        assert self.scan(*reversed(files)) == data


def main():
    binary, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    vectors = json.loads((ROOT / "core" / "tests" / "vectors" / "codes.json").read_text())["vectors"]
    [printed] = [bytes.fromhex(one["expect"]["bytes"]) for one in vectors if one["name"] == "code_read"]
    objects = [("printed licence of the vectors", printed)]
    objects += [(name, sizes.cbor(build())) for name, build, _ in sizes.SAMPLES]
    run = Run(binary, folder)
    for number, (name, data) in enumerate(objects):
        file = f"object-{number}"
        expected = sizes.codes(len(data))[1]
        run.check(f"{name}, {len(data)} bytes: {expected}, read by the peer", run.decoded, file, data, expected)
        run.check(f"{name}: drawn by the peer", run.drawn_by_peer, file, data)
        run.check(f"{name}: as a photograph", run.photographed, file, data)
    table = (ROOT / "core" / "SPEC.md").read_text()
    for (name, data), (title, _, _) in zip(objects[1:], sizes.SAMPLES, strict=True):
        row = f"| {title.removeprefix('- ')} | {len(data)} | {sizes.codes(len(data))[0]} | {sizes.codes(len(data))[1]} |"
        run.check(f"SPEC says so: {row}", table.index, row)
    print(f"{run.passed} passed, {run.failed} failed")
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main())
