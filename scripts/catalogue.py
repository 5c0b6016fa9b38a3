"""The catalogue of texts for people: extracted from the programs, translated by hand, compiled for gettext.

Chinese is the source language, so only English has a file. `update` is part of scripts/fix, `check` of
scripts/check; both run inside the project's environment, because they need Babel. Dates and line numbers are
left out of the files, so that a change of a text is the only reason for a change of the catalogue.
"""

from __future__ import annotations

import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ("itembank", "exam_server", "exam_client", "grading")
LOCALE = ROOT / "itembank" / "base" / "locale"
TEMPLATE = LOCALE / "jikao.pot"
LANGUAGE = "en"
TRANSLATION = LOCALE / LANGUAGE / "LC_MESSAGES" / "jikao.po"
COMPILED = TRANSLATION.with_suffix(".mo")
KEYWORDS = {"_": None, "N_": None}
PLACEHOLDER = re.compile(r"\{([a-z_0-9]*)[^{}]*\}")
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
WIDTH = 100


def main(arguments: list[str]) -> int:
    """`update` writes the three files; `check` prints what is wrong with them."""
    if arguments == ["update"]:
        update()
        return 0
    if arguments == ["check"]:
        faults = faults_of_files()
        for fault in faults:
            print(f"error: {fault}")
        return 1 if faults else 0
    print("usage: catalogue.py update | check")
    return 2


def update() -> None:
    """Extract all texts, carry the translations over, drop what is gone, compile."""
    template = extracted()
    translation = _read(TRANSLATION) if TRANSLATION.exists() else _empty(LANGUAGE)
    translation.update(template, no_fuzzy_matching=True)
    translation.obsolete.clear()
    TRANSLATION.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_bytes(po_bytes(template))
    TRANSLATION.write_bytes(po_bytes(translation))
    COMPILED.write_bytes(mo_bytes(_read(TRANSLATION)))


def extracted() -> Catalog:
    """Return every text of the four programs, with the files that show it."""
    catalogue = _empty(None)
    for program in PROGRAMS:
        found = extract_from_dir(ROOT / program, [("**.py", "python")], keywords=KEYWORDS)
        for name, _line, text, _comments, context in sorted(found, key=lambda entry: entry[0]):
            catalogue.add(text, locations=[(f"{program}/{Path(name).as_posix()}", 0)], context=context)
    return catalogue


def faults_of_files() -> list[str]:
    """Return one sentence for each fault of the committed files; empty when all is well."""
    absent = [path for path in (TEMPLATE, TRANSLATION, COMPILED) if not path.exists()]
    if absent:
        return [f"{path.relative_to(ROOT)} is missing; run scripts/fix" for path in absent]
    translation = _read(TRANSLATION)
    faults = faults_of(extracted(), translation)
    if COMPILED.read_bytes() != mo_bytes(translation):
        faults.append(f"{COMPILED.name} does not match {TRANSLATION.name}; run scripts/fix")
    return faults


def faults_of(template: Catalog, translation: Catalog) -> list[str]:
    """Compare a translation with the texts it should cover."""
    wanted, present = _by_id(template), _by_id(translation)
    missing = [f"not in the catalogue, run scripts/fix: {text!r}" for text in wanted if text not in present]
    surplus = [f"no program says this any more, run scripts/fix: {text!r}" for text in present if text not in wanted]
    return missing + surplus + [fault for message in present.values() for fault in _faults_of_message(message)]


def po_bytes(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=WIDTH, include_lineno=False, sort_output=True, ignore_obsolete=True)
    return buffer.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def _faults_of_message(message: Message) -> list[str]:
    source, target = str(message.id), str(message.string)
    if not target:
        return [f"not translated: {source!r}"]
    if message.fuzzy:
        return [f"marked as uncertain: {source!r}"]
    if sorted(set(PLACEHOLDER.findall(source))) != sorted(set(PLACEHOLDER.findall(target))):
        return [f"the placeholders differ: {source!r} and {target!r}"]
    return []


def _by_id(catalogue: Catalog) -> dict[str, Message]:
    return {str(message.id): message for message in catalogue if message.id}


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=LANGUAGE)
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    return catalogue


def _empty(locale: str | None) -> Catalog:
    return Catalog(
        locale=locale,
        project="jikao",
        version="0",
        msgid_bugs_address="",
        last_translator="Jikao",
        language_team="Jikao",
        header_comment="# Texts of Jikao. Chinese is the source language.",
        fuzzy=False,
        creation_date=NO_DATE,
        revision_date=NO_DATE,
        charset="utf-8",
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
