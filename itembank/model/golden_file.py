"""Golden work beside a rubric: `golden.zip` that its test writes, and `golden/` that the centre fills by hand.

    golden/half.toml    what every check point must earn      golden/half/...    the folder that earns it
    golden.zip          works.json, blobs/<sha256>            written by `grading rubric test`, never by hand

The zip holds only files that are neither handed out nor part of the model
answer. The one reader and writer of both, for the bank and for the test.
docs/formats/golden.md is the specification.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePosixPath

from itembank.base.canonical import digest
from itembank.base.i18n import _
from itembank.model.checks import Rubric
from itembank.model.codec import ModelError, Value, from_bytes, parse_fraction, to_bytes
from itembank.model.golden import FORMAT, GoldenWork, check_points, check_works
from itembank.model.items.practical import StarterFile
from itembank.model.rubric_file import parse_table

WORKS_ENTRY = "works.json"
BLOB_FOLDER = "blobs"
MAX_ENTRIES = 5_000
MAX_BLOB_BYTES = 64 << 20
MAX_TOTAL_BYTES = 128 << 20
EXPECTED_SUFFIX = ".toml"
BY_PERSON = "person"
_DAMAGED = (KeyError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError)
_DECIMAL = re.compile(r"[0-9]{1,6}\.[0-9]{1,6}")
_STAMP = (2026, 1, 1, 0, 0, 0)

Files = Mapping[str, bytes | None]
"""Path in the working folder to bytes; None is a folder."""


class GoldenFile(Value, frozen=True):
    """What `works.json` holds: the works, and the subject of the certificate they came with."""

    format: str
    subject: str
    works: tuple[GoldenWork, ...]

    def __post_init__(self) -> None:
        """Refuse another format and doubled works."""
        if self.format != FORMAT:
            raise ModelError(_("不认识标准样卷的格式“{format}”。").format(format=self.format[:40]))
        check_works(self.works)


@dataclass(frozen=True, slots=True)
class HandMade:
    """A work of the centre's own: its folder, and what every check point must earn (None: left to a person)."""

    name: str
    files: Files
    points: Mapping[str, Fraction | None]


def entry_of(path: str, data: bytes | None) -> StarterFile:
    """Return how a file or an empty folder stands in a work."""
    if data is None:
        return StarterFile(path=path, folder=True)
    return StarterFile(path=path, media=digest(data), size_bytes=len(data))


def write_golden_file(subject: str, works: tuple[GoldenWork, ...], blobs: Mapping[str, bytes]) -> bytes:
    """Return the bytes of `golden.zip`; `blobs` are the files by digest that it must carry itself."""
    out = io.BytesIO()
    entries = {WORKS_ENTRY: to_bytes(GoldenFile(format=FORMAT, subject=subject, works=works))}
    entries |= {f"{BLOB_FOLDER}/{name}": blobs[name] for name in sorted(blobs)}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name, _STAMP), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read_golden_file(data: bytes, known: Mapping[str, bytes]) -> tuple[GoldenFile, dict[str, bytes]]:
    """Read `golden.zip`: what it says, and the files it carries by digest.

    `known` are starter and model files by digest. Raises `ModelError` when a file
    is in neither, is not what its name says, or the limits are passed.
    """
    entries = _entries(data)
    if WORKS_ENTRY not in entries:
        raise ModelError(_("golden.zip 中没有 {name}。").format(name=WORKS_ENTRY))
    golden = from_bytes(GoldenFile, entries.pop(WORKS_ENTRY))
    blobs = {PurePosixPath(name).name: content for name, content in entries.items()}
    if any(digest(content) != name for name, content in blobs.items()):
        raise ModelError(_("golden.zip 中有文件与其摘要不符。"))
    wanted = {name for work in golden.works for name in work.media()}
    if wanted - known.keys() - blobs.keys():
        raise ModelError(_("golden.zip 中缺少标准样卷的文件。"))
    return golden, {name: content for name, content in blobs.items() if name in wanted}


def read_hand_made(files: Files, rubric: Rubric) -> list[HandMade]:
    """Read the folder `golden/`, as `read_part` gives it, by name; raises `ModelError`."""
    names = {PurePosixPath(path).stem for path in files if "/" not in path and path.lower().endswith(EXPECTED_SUFFIX)}
    folders = {path.partition("/")[0] for path, data in files.items() if "/" in path or data is None}
    if alone := sorted(names ^ folders):
        raise ModelError(
            _("golden 文件夹中“{names}”应既有文件夹，又有同名的 .toml 文件。").format(names="、".join(alone))
        )
    return [_hand_made(name, files, rubric) for name in sorted(names)]


def _hand_made(name: str, files: Files, rubric: Rubric) -> HandMade:
    written = f"{name}{EXPECTED_SUFFIX}"
    table = parse_table(files.get(written) or b"", toml=True, name=written)
    if set(table) - {"points", "note"} or not isinstance(given := table.get("points"), dict):
        raise ModelError(_("{name} 应只有 points 表和 note。").format(name=written))
    points = {str(point): _expected(value, written) for point, value in given.items()}
    check_points(points, rubric, name)
    inside = {path.partition("/")[2]: data for path, data in files.items() if path.startswith(f"{name}/")}
    return HandMade(name=name, files=inside, points=points)


def _expected(value: object, name: str) -> Fraction | None:
    """Read what a point must earn: 2, 1.5, "1/2", or "person"."""
    if value == BY_PERSON:
        return None
    try:
        if isinstance(value, str) and _DECIMAL.fullmatch(value):
            return Fraction(value)
        return parse_fraction(str(value) if isinstance(value, int | str) and not isinstance(value, bool) else "")
    except ModelError as error:
        raise ModelError(
            _("{name} 中“{value}”不是分值，应写作 2、1.5、'1/2' 或 'person'（应转人工）。").format(
                name=name, value=str(value)[:40]
            )
        ) from error


def _entries(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            names = [info.filename for info in infos]
            is_odd = any(name != WORKS_ENTRY and PurePosixPath(name).parent.name != BLOB_FOLDER for name in names)
            too_large = any(info.file_size > MAX_BLOB_BYTES for info in infos)
            total = sum(info.file_size for info in infos)
            if is_odd or too_large or len(set(names)) != len(names) or len(names) > MAX_ENTRIES:
                raise ModelError(_("golden.zip 的结构不正常，没有读取。"))
            if total > MAX_TOTAL_BYTES:
                raise ModelError(_("golden.zip 解开后过大，没有读取。"))
            return {name: archive.read(name) for name in names}
    except _DAMAGED as error:
        raise ModelError(_("golden.zip 已损坏。")) from error
