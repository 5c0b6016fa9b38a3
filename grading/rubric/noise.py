"""Harmless noise: the same work as other programs and other habits would have written it."""

from __future__ import annotations

import copy
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from PIL.PngImagePlugin import PngInfo

from grading.office.outcome import CannotReadError
from grading.rubric.folders import Files
from grading.rubric.mutants.odf import CONTENT
from grading.rubric.mutants.odf_noise import blank_paragraph, renamed_styles, split_spans
from grading.rubric.mutants.package import A, Element, OfficePackage, S, W
from grading.rubric.mutants.picture import opened_picture, saved
from grading.rubric.mutants.project import OpenedProject
from grading.rubric.mutants.word import BODY, body_of, made_paragraph

RSID = "00A1B2C3"
SYSTEM_FILES = {"Thumbs.db": b"\xd0\xcf\x11\xe0", "desktop.ini": b"[.ShellClassInfo]\r\n"}
OFFICE = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp")
PAGES = (".html", ".htm")
TEXTS = (*PAGES, ".css", ".txt", ".csv")
_PAIR = re.compile(rb"""[A-Za-z-]+\s*=\s*(?:"[^"]*"|'[^']*')""")
_TAG = re.compile(rb"<([A-Za-z][A-Za-z0-9]*)((?:\s+" + _PAIR.pattern + rb")+)\s*(/?)>")
Noise = Callable[[bytes], bytes | None]
"""Returns the file's bytes with noise; None where this noise does not apply."""


def noises(model: Files, starter: Files | None = None) -> Iterator[tuple[str, dict[str, bytes | None]]]:
    """Yield the model with one kind of noise in all its files, by name, as far as it applies to any.

    Files that the candidate only moved or left alone stay as they were handed out.
    """
    handed_out = set((starter or {}).values())
    for name, by_suffix in NOISES.items():
        changed: dict[str, bytes | None] = {}
        for path, data in model.items():
            if data in handed_out:
                continue
            noise = by_suffix.get(PurePosixPath(path).suffix.lower())
            noisy = noise(data) if noise is not None and data is not None else None
            if noisy is not None and noisy != data:
                changed[path] = noisy
        if changed:
            yield name, {**model, **changed}
    yield "system_files", {**model, **SYSTEM_FILES}


def split_runs(data: bytes) -> bytes | None:
    """Cut every run of more than one character in two of the same look."""
    package = _opened(data)
    if package is None:
        return None
    for name in package.xml_names():
        for tag in (W, A):
            for run in list(package.root(name).iter(tag + "r")):
                _split(run, tag)
    return package.to_bytes()


def _split(run: Element, tag: str) -> None:
    texts = run.findall(tag + "t")
    parent = run.getparent()
    others = [one for one in run if one.tag not in {tag + "t", tag + "rPr"}]
    if parent is None or others or len(texts) != 1 or len(texts[0].text or "") < 2:
        return
    whole = texts[0].text or ""
    half = len(whole) // 2
    second = copy.deepcopy(run)
    for part, text in ((texts[0], whole[:half]), (second.findall(tag + "t")[0], whole[half:])):
        part.text = text
        part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    parent.insert(parent.index(run) + 1, second)


def reordered_attributes(data: bytes) -> bytes | None:
    """Write all attributes in another order, and revision marks into paragraphs and runs of documents."""
    package = _opened(data)
    if package is None:
        return None
    for name in package.xml_names():
        for element in package.root(name).iter():
            pairs = sorted(((str(key), str(value)) for key, value in element.attrib.items()), reverse=True)
            element.attrib.clear()
            for key, value in pairs:
                element.set(key, value)
            if element.tag in {W + "p", W + "r"}:
                element.set(W + "rsidR", RSID)
    return package.to_bytes()


def reordered_parts(data: bytes) -> bytes | None:
    """Write the parts in the opposite order and unpacked."""
    package = _opened(data)
    return None if package is None else package.to_bytes(reversed(package.names), packed=False)


def blank_last_paragraph(data: bytes) -> bytes | None:
    """Add an empty paragraph at the end of a document."""
    package = _opened(data)
    if package is None or not package.has(BODY):
        return None
    body = body_of(package)
    paragraph = made_paragraph("")
    last = body.find(W + "sectPr")
    body.insert(len(body) if last is None else body.index(last), paragraph)
    return package.to_bytes()


def open_document(noise: Callable[[OfficePackage], bool]) -> Noise:
    """Return a noise for OpenDocument files from a change of their package."""

    def made(data: bytes) -> bytes | None:
        package = _opened(data)
        if package is None or not package.has(CONTENT):
            return None
        return package.to_bytes() if noise(package) else None

    return made


def other_selection(data: bytes) -> bytes | None:
    """Leave the cursor on another cell."""
    package = _opened(data)
    if package is None:
        return None
    for name in package.xml_names():
        for selection in package.root(name).iter(S + "selection"):
            selection.set("activeCell", "C7")
            selection.set("sqref", "C7")
    return package.to_bytes()


def byte_order_mark(data: bytes) -> bytes | None:
    """Begin a text with a byte order mark, as Windows' own editor does; None for text that is not in UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return None
    return b"\xef\xbb\xbf" + data if not data.startswith(b"\xef\xbb\xbf") else data.removeprefix(b"\xef\xbb\xbf")


def other_line_ends(data: bytes) -> bytes | None:
    """End the lines as the other system does."""
    return data.replace(b"\r\n", b"\n") if b"\r\n" in data else data.replace(b"\n", b"\r\n")


def comments(data: bytes) -> bytes | None:
    """Put a comment in front of the first statement and behind every line that ends one."""
    try:
        text = data.decode("utf-8-sig")
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (UnicodeDecodeError, SyntaxError, tokenize.TokenError):
        return None
    lines = text.splitlines()
    for token in tokens:
        if token.type == tokenize.NEWLINE and "#" not in lines[token.start[0] - 1]:
            lines[token.start[0] - 1] += "  # 备注"
    return "\n".join(["# 我的程序", *lines, "", "# 完"]).encode() + b"\n"


def page_attributes(data: bytes) -> bytes | None:
    """Write the attributes of a page's elements in another order, and the names of elements in capitals."""

    def otherwise(found: re.Match[bytes]) -> bytes:
        pairs = _PAIR.findall(found[2])
        return b"<" + found[1].upper() + b"".join(b" " + pair for pair in reversed(pairs)) + found[3] + b">"

    return _TAG.sub(otherwise, data)


def page_blanks(data: bytes) -> bytes | None:
    """Set the lines of a page further in, with a comment on top; pages with lines that are shown as written stay."""
    if re.search(rb"(?i)<(?:pre|textarea)\b|white-space", data):
        return None
    lines = data.replace(b"\r\n", b"\n").split(b"\n")
    return b"\n\n".join([lines[0], b"<!-- 2026 -->", *(b"    " + line for line in lines[1:])])


def written_again(data: bytes) -> bytes | None:
    """Save a picture again, packed otherwise; what a JPEG shows differs by what rounding does."""
    picture = opened_picture(data)
    if picture is None or getattr(picture, "n_frames", 1) > 1:
        return None
    if picture.format == "JPEG":
        return saved(picture, picture, quality="keep", progressive=True, optimize=True)
    if picture.format == "PNG":
        about = PngInfo()
        about.add_text("Software", "Paint")
        return saved(picture, picture, compress_level=1, pnginfo=about)
    return None


def reordered_keys(data: bytes) -> bytes | None:
    """Write the keys of a Scratch project in another order, and leave its scripts elsewhere on the desk."""
    try:
        project = OpenedProject(data)
    except ValueError:
        return None
    for number in range(len(project.targets)):
        for block in project.blocks(number).values():
            block.update({name: block[name] + 25 for name in ("x", "y") if name in block})
    project.whole = _turned_round(project.whole)
    return project.to_bytes()


def _turned_round(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _turned_round(one) for name, one in reversed(value.items())}
    return [_turned_round(one) for one in value] if isinstance(value, list) else value


def _opened(data: bytes) -> OfficePackage | None:
    try:
        return OfficePackage(data)
    except CannotReadError:
        return None


NOISES: dict[str, dict[str, Noise]] = {
    "split_runs": {
        **dict.fromkeys((".docx", ".pptx"), split_runs),
        **dict.fromkeys((".odt", ".odp"), open_document(split_spans)),
    },
    "attributes": dict.fromkeys(OFFICE, reordered_attributes),
    "zip_order": dict.fromkeys(OFFICE, reordered_parts),
    "blank_paragraph": {".docx": blank_last_paragraph, ".odt": open_document(blank_paragraph)},
    "style_names": dict.fromkeys((".odt", ".ods", ".odp"), open_document(renamed_styles)),
    "selection": {".xlsx": other_selection},
    "byte_order_mark": dict.fromkeys((".py", *TEXTS), byte_order_mark),
    "line_ends": dict.fromkeys((".py", *TEXTS), other_line_ends),
    "comments": {".py": comments},
    "page_attributes": dict.fromkeys(PAGES, page_attributes),
    "page_blanks": dict.fromkeys(PAGES, page_blanks),
    "written_again": dict.fromkeys((".png", ".jpg", ".jpeg"), written_again),
    "keys": {".sb3": reordered_keys},
}
