"""Wrong input to every verb, in both languages: a calm sentence, a listed exit code, nothing destroyed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from itembank.bank import store
from itembank.base.errors import ExitCode
from itembank.base.i18n import install_language
from itembank.cli import main
from itembank.sealing.keys import SigningKey
from tests.itembank.test_cli import SEAL, Desk, prepare

CHINESE = re.compile("[\u4e00-\u9fff]")
QUOTED = re.compile(r'[“"][^“”"]*[”"]')
UNREACHABLE = "postgresql://teacher:secret@127.0.0.1:1/none"
ON_A_BANK = (
    ("list",),
    ("log",),
    ("check",),
    ("check", "X2026"),
    ("show", "Q01"),
    ("forms", "X2026", "--papers", "papers"),
    ("assemble", "bp.toml", "--by", "甲"),
    ("import", "题.xlsx", "--accept", "--by", "甲"),
    ("review", "submit", "Q01", "--by", "甲"),
    ("seat", "sitting.toml", "名单.csv", "--out", "seats2", "--by", "甲"),
)
FILES = ("none", "empty", "junk", "junk.toml", "junk.xlsx", "junk.zip", "junk.xml", "folder", "folder.toml", "x" * 300)
ON_A_FILE = (
    ("import", "{}"),
    ("assemble", "{}"),
    ("seat", "{}", "名单.csv"),
    ("seat", "sitting.toml", "{}"),
    ("check", "X2026", "--sitting", "{}"),
    ("keys", "show", "{}"),
    ("keys", "make", "keys2", "--passphrase-file", "{}"),
)
REPLACED = ("seats", "card.jikao", "keys/centre-signing.key", "keys/grading.pub")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A centre's folder as it is before sealing, with broken things lying about."""
    folder = tmp_path_factory.mktemp("centre")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        desk = Desk(folder, _Silent())  # type: ignore[arg-type]
        prepare(desk)
    for name in ("empty", "junk", "junk.toml", "junk.xlsx", "junk.zip", "junk.xml"):
        (folder / name).write_bytes(b"" if name == "empty" else b"\xff\x00 rubbish [" * 40)
    for name in ("folder", "folder.toml"):
        (folder / name).mkdir()
    (folder / "wrong.txt").write_text("这不是口令吧\n", "utf-8")
    (folder / "text.db").write_text("不是数据库" * 500, "utf-8")
    with sqlite3.connect(folder / "other.db") as other:
        other.execute("create table t (a)")
    bank = (folder / "itembank.db").read_bytes()
    (folder / "cut.db").write_bytes(bank[: len(bank) // 2])
    (folder / "newer.db").write_bytes(bank)
    with sqlite3.connect(folder / "newer.db") as newer:
        newer.execute("update schema_version set version = 99")
    (folder / "locked.db").write_bytes(bank)
    return folder


class _Silent:
    def readouterr(self) -> tuple[str, str]:
        return "", ""


@pytest.fixture
def centre(ready: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(ready)
    monkeypatch.setattr(store, "BUSY_SECONDS", 0)
    capsys.readouterr()
    yield Desk(ready, capsys)
    install_language("zh_CN")


def refused(desk: Desk, *arguments: str) -> set[int]:
    """Run a command in both languages; returns its exit codes after looking at what it said."""
    codes = set()
    for language in ("zh_CN", "en"):
        code = main(["--lang", language, *arguments])
        out, err = desk.capture.readouterr()
        assert code not in {ExitCode.OK, ExitCode.BUG}, (arguments, out, err)
        assert err.startswith("error: "), (arguments, out, err)
        assert "Traceback" not in out + err
        if language == "en":
            assert not CHINESE.search(QUOTED.sub("", err).replace("准考证号", "").replace("姓名", "")), err
        codes.add(code)
    return codes


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("none.db", ExitCode.BAD_INPUT),
        ("folder", ExitCode.BAD_INPUT),
        ("x" * 300, ExitCode.BAD_INPUT),
        ("other.db", ExitCode.BAD_INPUT),
        ("text.db", ExitCode.REFUSED),
        ("cut.db", ExitCode.REFUSED),
        ("newer.db", ExitCode.ENVIRONMENT),
        (UNREACHABLE, ExitCode.ENVIRONMENT),
        ("mysql://host/bank", ExitCode.USAGE),
        ("postgresql://teacher:secret@host:port/x", ExitCode.USAGE),
    ],
)
def test_a_bank_that_cannot_be_opened(centre: Desk, place: str, code: ExitCode) -> None:
    for command in ON_A_BANK:
        assert refused(centre, *command, "--bank", place) == {code}, command


def test_a_locked_bank_is_busy_and_a_password_is_never_shown(centre: Desk) -> None:
    holder = sqlite3.connect("locked.db", isolation_level=None)
    holder.execute("begin exclusive")
    try:
        for command in ON_A_BANK:
            assert refused(centre, *command, "--bank", "locked.db") == {ExitCode.BUSY}
    finally:
        holder.close()
    for place in (UNREACHABLE, "postgresql://teacher:secret@host:port/x"):
        main(["list", "--bank", place])
        assert "secret" not in "".join(centre.capture.readouterr())


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_not_what_a_verb_reads(centre: Desk, name: str) -> None:
    for command in ON_A_FILE:
        assert refused(centre, *(part.format(name) for part in command)) <= {ExitCode.BAD_INPUT, ExitCode.REFUSED}


@pytest.mark.parametrize("name", ["none", "junk", "folder", "x" * 300])
def test_sealing_with_a_wrong_file_for_each_of_its_parts(centre: Desk, name: str) -> None:
    for part in REPLACED:
        refused(centre, *(name if word == part else word for word in SEAL))
    assert not (centre.folder / "sealed").exists() or not any((centre.folder / "sealed").glob("*.jikao"))


@pytest.mark.parametrize(
    "more",
    [
        ("--threshold", "1"),
        ("--threshold", "4"),
        ("--shares", "10"),
        ("--not-before", "tomorrow"),
        ("--not-before", "2026-06-13T08:30"),
        ("--answers", "junk"),
    ],
)
def test_sealing_with_impossible_wishes(centre: Desk, more: tuple[str, ...]) -> None:
    refused(centre, *SEAL, *more)


def test_sealing_with_a_locked_key(centre: Desk) -> None:
    centre.write("word.txt", "一个足够长的口令\n")
    main(["keys", "make", "locked", "--passphrase-file", "word.txt"])
    centre.capture.readouterr()
    locked = ["locked/centre-signing.key" if word == REPLACED[2] else word for word in SEAL]
    assert refused(centre, *locked) == {ExitCode.USAGE}
    assert refused(centre, *locked, "--passphrase-file", "wrong.txt") <= {ExitCode.REFUSED, ExitCode.BAD_INPUT}


def test_nothing_that_lies_there_is_overwritten(centre: Desk) -> None:
    bank = (centre.folder / "itembank.db").read_bytes()
    for command in (("show", "Q01", "--item-file", "{}"), ("template", "{}"), ("init", "--bank", "{}")):
        for name in ("itembank.db", "junk", "folder"):
            assert refused(centre, *(part.format(name) for part in command)) == {ExitCode.REFUSED}
    for command in (("keys", "make", "junk", "--no-passphrase"), ("forms", "X2026", "--papers", "junk")):
        refused(centre, *command)
    refused(centre, *("junk" if word == "sealed" else word for word in SEAL))
    assert (centre.folder / "itembank.db").read_bytes() == bank


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("nosuch",),
        ("list", "--state", "nosuch"),
        ("show",),
        ("show", "Q01", "--number", "99999999999999999999"),
        ("show", "Q01", "--number", "0"),
        ("show", "Q01", "--number", "one"),
        ("review", "approve", "NONE", "--by", "甲"),
        ("review", "approve", "Q01", "--by", "  "),
        ("forms", "NONE"),
        ("check", "NONE"),
        ("keys",),
        ("import", "题.xlsx", "--accept"),
        ("import", "题.xlsx", "--accept", "--by", " "),
        ("seat", "sitting.toml", "名单.csv", "--photos", "none"),
    ],
)
def test_words_that_make_no_sense(centre: Desk, command: tuple[str, ...]) -> None:
    refused(centre, *command)


def test_a_key_of_the_wrong_kind_is_named(centre: Desk) -> None:
    assert SigningKey.generate().public.raw
    swapped = ["keys/centre-signing.pub" if word == "keys/grading.pub" else word for word in SEAL]
    refused(centre, *swapped)
    swapped = ["keys/grading.key" if word == REPLACED[2] else word for word in SEAL]
    refused(centre, *swapped)
