"""Sealed files, good and bad, made from fixed seeds; each case says what a reader must answer.

The one thing that cannot be fixed is HPKE's own randomness, so `good.sealed` is
made once and kept; every bad file follows from it, or carries locks of zeros
and is opened with its content key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from itembank.base.canonical import canonical_bytes, digest
from itembank.sealing.content import ContentKey, Place, commitment, encrypt_chunks
from itembank.sealing.keys import BoxKey, SigningKey
from itembank.sealing.manifest import Kind, claims_binding, open_head
from itembank.sealing.packages import FormContent, make_claims, seal_paper_package
from itembank.sealing.recipes import ScryptCost, derive, encrypt, frame, hash_framed
from itembank.sealing.start import NewStart, make_start

GOOD = "good.sealed"
CHEAP = ScryptCost(n=1 << 10, p=1)
MOMENT = datetime(2026, 6, 20, 8, 0, tzinfo=UTC)


class SeededEntropy:
    """Repeatable bytes: SHA-256 of a seed and a counter."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode()
        self._counter = 0

    def __call__(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            taken += hashlib.sha256(self._seed + self._counter.to_bytes(8, "big")).digest()
            self._counter += 1
        return taken[:size]


CENTRE = SigningKey(hashlib.sha256(b"centre").digest())
STRANGER = SigningKey(hashlib.sha256(b"stranger").digest())
ROOM = BoxKey(hashlib.sha256(b"room").digest())
CONTENT_KEY = ContentKey(hashlib.sha256(b"content").digest())


def make_starts() -> tuple[NewStart, NewStart]:
    """The start secrets of the good file."""
    main = make_start("main", cost=CHEAP, entropy=SeededEntropy("main"))
    return main, make_start("backup", unlike=[main.lock], cost=CHEAP, entropy=SeededEntropy("backup"))


@dataclass(frozen=True, slots=True)
class Case:
    """One file: what a reader must say when it verifies it ("ok" or an error), then when it opens `opens`."""

    name: str
    verify: str
    opens: str
    says: str
    data: bytes


def make_good(path: Path) -> None:
    """Write the good file; its locks differ from run to run."""
    claims = make_claims(
        Kind.PAPER_PACKAGE,
        exam="it-2026",
        sitting="s01",
        serial=1,
        created=MOMENT,
        not_before=MOMENT,
        needs={"exam-server": "0.1"},
        notes={"site": "第一中学"},
        entropy=SeededEntropy("claims"),
    )
    seal_paper_package(
        path,
        signer=CENTRE,
        claims=claims,
        rooms=[ROOM.public],
        room_parts={"sitting.json": b"{}", "photos/0": b"picture"},
        forms=[
            FormContent("A", {"paper.json": b'{"form":"A"}', "media/图.txt": b"media"}),
            FormContent("B", {"paper.json": b'{"form":"B"}'}, is_backup=True),
        ],
        starts=make_starts(),
        entropy=SeededEntropy("good"),
    )


def make_cases(good: bytes) -> list[Case]:
    """All cases; the same good file always gives the same bytes."""
    return [
        Case("good", "ok", "ok", "A paper package with a room compartment, a form and a backup form.", good),
        *_unsigned_edits(good),
        *_signed_edits(good),
        *_bad_contents(good),
    ]


# ---- edits by somebody without the signing key


def _unsigned_edits(good: bytes) -> Iterable[Case]:
    first = b"jikao-sealed 1 paper-package\n"
    length_line = good[len(first) : good.index(b"\n", len(first)) + 1]
    unknown, damaged, untrusted = "UnknownFormatError", "DamagedFileError", "UntrustedSignatureError"

    def edit(name: str, verdict: str, says: str, old: bytes, new: bytes) -> Case:
        assert old in good, name
        return Case(name, verdict, "", says, good.replace(old, new, 1))

    yield edit("magic", unknown, "The first word is another.", b"jikao-sealed", b"jikao-sealer")
    yield edit("version-2", unknown, "The version is not known.", b"sealed 1 ", b"sealed 2 ")
    yield edit("kind-unknown", unknown, "The kind is not known.", first, b"jikao-sealed 1 paper-parcel\n")
    yield edit("kind-swapped", untrusted, "The signature covers the first line.", first, b"jikao-sealed 1 hand-in\n")
    yield edit("first-line-crlf", unknown, "A line ends with LF only.", first, first[:-1] + b"\r\n")
    yield edit("first-line-blank", unknown, "One blank between words.", b"sealed 1", b"sealed  1")
    yield edit("first-line-long", unknown, "At most 80 bytes.", first, first[:-1] + b"-" * 60 + b"\n")
    yield edit("length-blank", damaged, "One blank between words.", length_line, length_line.replace(b" ", b"  "))
    yield edit("byte-order-mark", unknown, "Nothing precedes the first word.", first, b"\xef\xbb\xbf" + first)
    yield edit("length-zero", damaged, "A manifest is not empty.", length_line, b"manifest 0\n")
    yield edit("length-leading-zero", damaged, "No leading zero.", length_line, b"manifest 0" + length_line[9:])
    yield edit("length-short", damaged, "The length is the manifest's.", length_line, b"manifest 20\n")
    yield edit("length-long", damaged, "The length is the manifest's.", length_line, b"manifest 99999\n")
    yield edit("length-limit", "LimitExceededError", "At most 8 MiB.", length_line, b"manifest 99999999\n")
    yield edit("manifest-edited", untrusted, "The signature covers the manifest.", b'"serial":1', b'"serial":2')
    signature = good.index(b"\nsignature ") + 1
    key_at, value_at = signature + 10, signature + 43
    other_key = good[:key_at] + STRANGER.public.id.encode() + good[key_at + 32 :]
    yield Case("signer-unknown", untrusted, "", "The key is not trusted.", other_key)
    yield Case("signature-flipped", untrusted, "", "The signature is wrong.", _flip(good, value_at))
    short = good[: value_at + 127] + good[value_at + 128 :]
    yield Case("signature-short", damaged, "", "A signature has 128 digits.", short)
    upper = good[:value_at] + good[value_at : value_at + 128].upper() + good[value_at + 128 :]
    yield Case("signature-upper", damaged, "", "Hexadecimal is lower-case.", upper)
    yield Case("ciphertext-flipped", damaged, "", "The digest of a chunk differs.", _flip(good, len(good) - 1))
    yield Case("ciphertext-first", damaged, "", "The same at its beginning.", _flip(good, value_at + 129))
    yield Case("cut-last-byte", damaged, "", "A byte is missing.", good[:-1])
    yield Case("cut-in-head", damaged, "", "The head is not whole.", good[: signature + 5])
    yield Case("cut-after-head", damaged, "", "No ciphertext.", good[: value_at + 129])
    yield Case("empty", unknown, "", "An empty file.", b"")
    yield Case("trailing-byte", damaged, "", "Nothing follows the last compartment.", good + b"\n")


# ---- a trusted signer who breaks the rules


def _signed_edits(good: bytes) -> Iterable[Case]:
    damaged, unknown = "DamagedFileError", "UnknownFormatError"

    def edit(name: str, says: str, change: Callable[[Any], object], verdict: str = damaged) -> Case:
        manifest = json.loads(_body(good))
        change(manifest)
        return Case(f"signed-{name}", verdict, "", says, _resigned(good, _spelled(manifest)))

    def text(name: str, says: str, old: bytes, new: bytes) -> Case:
        assert old in _body(good), name
        return Case(f"signed-{name}", damaged, "", says, _resigned(good, _body(good).replace(old, new, 1)))

    yield text("blank-in-json", "The manifest is canonical JSON.", b'{"claims":', b'{"claims": ')
    yield text("key-twice", "A name occurs once.", b'"serial":1', b'"serial":1,"serial":1')
    yield text("float", "Numbers are integers.", b'"serial":1', b'"serial":1.0')
    yield text("surrogate", "Text is Unicode.", b'"exam":"it-2026"', b'"exam":"\\ud800"')
    yield text("escape", "Text is written plainly.", b'"exam":"it-2026"', b'"exam":"\\u0069t-2026"')
    yield text("not-utf8", "The manifest is UTF-8.", b'"exam":"it-2026"', b'"exam":"it\xff2026"')
    yield text("deep", "No depth beyond the structure.", b'"serial":1', b'"serial":' + b"[" * 5000 + b"]" * 5000)
    yield edit("field-unknown", "No unknown field.", lambda m: m.update(extra=1))
    yield edit("field-missing", "No missing field.", lambda m: m["claims"].pop("sitting"))
    yield edit("kind-mismatch", "Both kinds agree.", lambda m: m["claims"].update(kind="hand-in"))
    yield edit("suite-unknown", "The suite is known.", lambda m: m["claims"].update(suite="gm"), unknown)
    yield edit("id-short", "An id has 32 digits.", lambda m: m["claims"].update(id="0" * 31))
    yield edit("id-upper", "Hexadecimal is lower-case.", lambda m: m["claims"].update(id="A" * 32))
    yield edit("exam-empty", "There is an exam.", lambda m: m["claims"].update(exam=""))
    yield edit("exam-long", "At most 200 characters.", lambda m: m["claims"].update(exam="e" * 201))
    yield edit("serial-high", "At most 2^31.", lambda m: m["claims"].update(serial=(1 << 31) + 1))
    yield edit(
        "date-spelling", "UTC and whole seconds.", lambda m: m["claims"].update(created="2026-06-20T08:00:00.5Z")
    )
    yield edit("needs-version", "Versions are numbers.", lambda m: m["claims"].update(needs={"exam-server": "v1"}))
    yield edit("notes-many", "At most 32 notes.", lambda m: m["claims"].update(notes={f"n{n}": "1" for n in range(33)}))
    yield edit("note-name", "Names are plain.", lambda m: m["claims"].update(notes={"a b": "1"}))
    yield edit("serial-zero", "Serials begin at 1.", lambda m: m["claims"].update(serial=0))
    yield edit("created-missing", "The moment of making is there.", lambda m: m["claims"].update(created=""))
    yield edit("date-impossible", "A day exists.", lambda m: m["claims"].update(not_before="2026-02-30T00:00:00Z"))
    yield edit("exam-control", "No control characters.", lambda m: m["claims"].update(exam="it\n2026"))
    yield edit("needs-many", "At most 32 notes.", lambda m: m["claims"].update(needs={f"p{n}": "1" for n in range(33)}))
    yield edit("compartment-twice", "Compartments differ.", lambda m: _entry(m, 2).update(name="form-A"))
    yield edit("compartment-case", "They differ in more than case.", lambda m: _entry(m, 2).update(name="FORM-a"))
    yield edit("compartment-name", "Names are plain.", lambda m: _entry(m, 2).update(name="../form"))
    yield edit("compartment-long", "At most 80 characters.", lambda m: _entry(m, 2).update(name="f" * 81))
    yield edit("compartments-many", "At most 256.", lambda m: _many(m["compartments"], 257))
    yield edit("chunk-upper", "Hexadecimal is lower-case.", lambda m: _entry(m, 1).update(chunks=["A" * 64]))
    yield edit("commitment-short", "A commitment has 64 digits.", lambda m: _entry(m, 1).update(commitment="0" * 62))
    yield edit("locks-many", "At most four locks.", lambda m: _entry(m, 1).update(locks=_entry(m, 1)["locks"] * 5))
    yield edit("sealed-short", "A boxed key has its length.", lambda m: _first_room(m).update(sealed="0" * 100))
    yield edit("size-large", "Size and chunks agree.", lambda m: _entry(m, 1).update(size=2 << 20))
    yield edit("size-tiny", "A chunk holds a byte and its tag.", lambda m: _entry(m, 1).update(size=16))
    yield edit("chunks-none", "There is a chunk.", lambda m: _entry(m, 1).update(chunks=[]))
    yield edit("chunk-extra", "Size and chunks agree.", lambda m: _entry(m, 1)["chunks"].append("0" * 64))
    yield edit("locks-none", "There is a lock.", lambda m: _entry(m, 1).update(locks=[]))
    yield edit("lock-unknown", "Locks are known.", lambda m: _entry(m, 1)["locks"][0].update(lock="open"))
    yield edit("start-missing", "Every start exists.", lambda m: m.update(starts=m["starts"][:1]))
    yield edit("start-twice", "Starts differ.", lambda m: m["starts"].append(m["starts"][0]))
    yield edit("starts-many", "At most 16.", lambda m: _many(m["starts"], 17, ids=True))
    yield edit("start-tag-twice", "Shares tell their lock.", lambda m: _with_same_tag(m["starts"]))
    yield edit("count-high", "At most nine people.", lambda m: m["starts"][0].update(count=10))
    yield edit("salt-short", "A salt has 16 bytes.", lambda m: m["starts"][0].update(salt="00"))
    yield edit("recipient-twice", "Recipients differ.", lambda m: _double(_entry(m, 0)["locks"][0]["recipients"]))
    yield edit("recipient-none", "There is a recipient.", lambda m: _entry(m, 0)["locks"][0].update(recipients=[]))
    yield edit("threshold-one", "Two people at least.", lambda m: m["starts"][0].update(threshold=1))
    yield edit("threshold-high", "Not above the count.", lambda m: m["starts"][0].update(threshold=4))
    yield edit("cost-high", "The cost is bounded.", lambda m: m["starts"][0]["cost"].update(n=1 << 19))
    yield edit("cost-odd", "A power of two.", lambda m: m["starts"][0]["cost"].update(n=1500))
    yield edit("order-swapped", "Bytes follow the manifest's order.", lambda m: m["compartments"].reverse())


# ---- contents that a trusted signer sealed against the rules


def _bad_contents(good: bytes) -> Iterable[Case]:
    damaged, unsafe = "DamagedFileError", "UnsafePartError"

    def index(name: str, says: str, parts: list[tuple[str, bytes]], verdict: str = damaged) -> Case:
        rows = [{"name": part, "sha256": digest(data), "size": len(data)} for part, data in parts]
        plain = _plain(canonical_bytes({"parts": rows}), b"".join(data for _name, data in parts))
        return Case(f"content-{name}", "ok", verdict, says, _with_content(good, plain))

    def plain(name: str, says: str, data: bytes, verdict: str = damaged) -> Case:
        return Case(f"content-{name}", "ok", verdict, says, _with_content(good, data))

    row = {"name": "a", "sha256": digest(b"A"), "size": 1}
    yield index("good", "Made like the bad ones.", [("a", b"A"), ("b/c", b"BC")], "ok")
    yield index("empty", "No parts at all are allowed.", [], "ok")
    for label, name in {
        "parent": "../a",
        "absolute": "/a",
        "drive": "c:/a",
        "backslash": "a\\b",
        "device": "con.txt",
        "dot-end": "a./b",
        "control": "a\x01",
        "decomposed": "e\u0301",
        "empty-part": "a//b",
        "long": "a" * 240 + "/b",
    }.items():
        verdict = damaged if label == "long" else unsafe
        yield index(f"name-{label}", "Part names are safe everywhere.", [(name, b"A")], verdict)
    yield index("unsorted", "Names ascend.", [("b", b"B"), ("a", b"A")])
    yield index("twice", "Names differ.", [("a", b"A"), ("a", b"A")])
    yield index("case", "Names differ in more than case.", [("A", b"A"), ("a", b"A")])
    yield index("file-and-folder", "A file is no folder.", [("a", b"A"), ("a/b", b"B")])
    yield plain("short", "Four bytes of size.", b"\0\0")
    yield plain("index-long", "The index is inside.", (1 << 20).to_bytes(4, "big") + b"{}")
    yield plain("index-limit", "At most 16 MiB.", b"\xff\xff\xff\xff", "LimitExceededError")
    yield plain("index-broken", "The index is JSON.", _plain(b"{", b""))
    yield plain("index-spelling", "The index is canonical.", _plain(b'{ "parts":[]}', b""))
    yield plain("index-field", "No unknown field.", _plain(canonical_bytes({"parts": [row | {"x": 1}]}), b"A"))
    yield plain("extra-bytes", "Nothing after the last part.", _plain(canonical_bytes({"parts": [row]}), b"AB"))
    yield plain("missing-bytes", "All parts are there.", _plain(canonical_bytes({"parts": [row]}), b""))
    yield plain("part-digest", "The digest of a part.", _plain(canonical_bytes({"parts": [row]}), b"B"))
    fine = _plain(canonical_bytes({"parts": [row]}), b"A")
    other = Place(_binding(good), "form-B")
    elsewhere = _with_content(good, fine, place=other)
    yield Case("content-elsewhere", "ok", damaged, "Chunks belong to one compartment.", elsewhere)
    replayed = _with_content(good, fine, place=Place(bytes(32), "form-A"))
    yield Case("content-replayed", "ok", damaged, "Chunks belong to one file.", replayed)
    unended = _with_content(good, fine, is_last=False)
    yield Case("content-last-flag", "ok", damaged, "The last chunk says so.", unended)
    committed = _with_content(good, fine, promise="0" * 64)
    yield Case("content-commitment", "ok", "WrongKeyError", "The key is the one promised.", committed)


def _with_content(
    good: bytes, plain: bytes, *, place: Place | None = None, is_last: bool = True, promise: str = ""
) -> bytes:
    """A file with one compartment `form-A` of `plain` under the known content key; its lock opens nothing."""
    here = Place(_binding(good), "form-A")
    if is_last:
        (chunk,) = encrypt_chunks(CONTENT_KEY, place or here, [plain], len(plain))
    else:
        chunk = _unended(plain, here)
    manifest = json.loads(_body(good))
    lock = {"lock": "box", "recipients": [{"key": ROOM.public.id, "sealed": "0" * 160}]}
    entry = {
        "name": "form-A",
        "size": len(chunk),
        "chunks": [digest(chunk)],
        "commitment": promise or commitment(CONTENT_KEY, here),
        "locks": [lock],
    }
    manifest.update(compartments=[entry], starts=[])
    return _resigned(good[: _head_end(good)], _spelled(manifest)) + chunk


def _unended(plain: bytes, place: Place) -> bytes:
    key = derive(CONTENT_KEY.raw, "chunk key", *place.context())
    return encrypt(key, bytes(12), plain, frame("chunk", *place.context()))


def _binding(good: bytes) -> bytes:
    return claims_binding(open_head(good[: _head_end(good)], [CENTRE.public]).manifest.claims)


def _plain(index: bytes, contents: bytes) -> bytes:
    return len(index).to_bytes(4, "big") + index + contents


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _entry(manifest: Any, index: int) -> Any:
    return manifest["compartments"][index]


def _first_room(manifest: Any) -> Any:
    return _entry(manifest, 0)["locks"][0]["recipients"][0]


def _many(rows: list[Any], count: int, *, ids: bool = False) -> None:
    """Add copies under other names (and ids) until there are `count`."""
    for n in range(count - len(rows)):
        rows.append({**rows[0], "name": f"more-{n}"} | ({"id": f"{n:032x}"} if ids else {}))


def _with_same_tag(locks: list[Any]) -> None:
    """Give the second lock another id whose shares carry the tag of the first."""
    wanted = _tag_of(locks[0]["id"])
    locks[1]["id"] = next(name for n in range(1 << 20) if _tag_of(name := f"{n:032x}") == wanted)


def _tag_of(lock_id: str) -> int:
    return int.from_bytes(hash_framed("share tag", bytes.fromhex(lock_id)), "big") % 10_000


def _double(rows: list[object]) -> None:
    rows.append(rows[0])


def _spelled(manifest: object) -> bytes:
    return canonical_bytes(msgspec.to_builtins(manifest))


def _body(good: bytes) -> bytes:
    begin = good.index(b"\n", good.index(b"\n") + 1) + 1
    return good[begin : good.index(b"\nsignature ")]


def _head_end(good: bytes) -> int:
    return good.index(b"\n", good.index(b"\nsignature ") + 1) + 1


def _resigned(good: bytes, body: bytes) -> bytes:
    first = good[: good.index(b"\n") + 1]
    signature = CENTRE.sign(frame("manifest", first, body))
    tail = f"\nsignature {CENTRE.public.id} {signature.hex()}\n".encode()
    return first + b"manifest %d\n" % len(body) + body + tail + good[_head_end(good) :]
