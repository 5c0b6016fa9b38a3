"""The `itembank` command as a centre uses it: from an empty folder to sealed packages."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from itembank.base.canonical import digest
from itembank.base.errors import ExitCode
from itembank.cli import main
from itembank.model.certificate import CaseKind, write_certificate
from itembank.model.codec import from_bytes
from itembank.model.golden import GoldenWork
from itembank.model.golden_file import entry_of, write_golden_file
from itembank.model.item import Item
from itembank.model.marking import MarkingKey
from itembank.model.package import (
    MARKING_COMPARTMENT,
    PAPER_PART,
    ROOM_COMPARTMENT,
    SITTING_PART,
    form_compartment,
    form_paper_part,
    key_part,
    media_part,
    photo_part,
)
from itembank.model.paper import Paper
from itembank.model.rubric_file import parse_rubric
from itembank.model.sitting import Sitting
from itembank.sealing.bundle import RoomCard, seal_room_card
from itembank.sealing.errors import SealingError
from itembank.sealing.keyfiles import read_box_key, read_verify_key
from itembank.sealing.keys import BoxKey, SigningKey
from itembank.sealing.packages import open_marking_package, open_paper_package
from itembank.sealing.start import accept_share, open_start
from tests.itembank.formats.sheets import HEADER, picture_bytes, workbook
from tests.itembank.samples import certificate

TASK = 'id = "P1"\ntitle = "排版"\nsoftware = "word"\nstem = "排版通知。"\n[[deliverable]]\npath = "通知.docx"\n'
RUBRIC = """
identifier = "P1"
[[points]]
identifier = "p1"
title = "秘密得分点"
points = 4
[[points.checks]]
type = "W.font_size"
file = "通知.docx"
"""
BLUEPRINT = """
[paper]
exam = "X2026"
title = "样卷"
duration_minutes = 45
seed = 7
forms = ["A", "B"]
backup = "C"
[[section]]
title = "一、单选题"
kind = "单选题"
count = 4
points = 2
[[section]]
title = "二、操作题"
kind = "操作题"
count = 1
overlap = "share"
"""
SITTING = """
[sitting]
exam = "X2026"
sitting = "S01"
title = "样卷"
site = "一中"
room = "机房"
planned_start = "2026-06-13T09:00"
duration_minutes = 45
forms = ["A", "B"]
backup_form = "C"
seed = 7
[room]
rows = 2
columns = 3
spare = 1
"""
UNDONE = "少做一处的标准样卷".encode() * 50
ROSTER = "KSH,XM,XXMC\n001001,张三,一中\n001002,𬱖晓,二中\n001003,王五,一中\n"


@dataclass
class Desk:
    """A folder to work in, and what the last command said."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    def run(self, *arguments: str | Path, code: ExitCode = ExitCode.OK) -> str:
        found = main([str(argument) for argument in arguments])
        out, err = self.capture.readouterr()
        assert found == code, out + err
        return out + err

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, capsys)


def sheet(count: int = 14, stem: str = "第 {n} 题选 A") -> bytes:
    rows = [(f"Q{n:02}", "单选题", stem.format(n=n), "甲", "乙", "丙", "丁", "A") for n in range(count)]
    return workbook([HEADER, *rows])


def fill(desk: Desk, *, tested: bool = True, golden: bool = True) -> None:
    """Make a bank of usable items; the rubric of its task was tested or not."""
    desk.write("题.xlsx", sheet())
    desk.write("tasks/P1/task.toml", TASK)
    desk.write("tasks/P1/rubric.toml", RUBRIC)
    desk.write("tasks/P1/starter/通知.docx", b"starter")
    desk.write("tasks/P1/model/通知.docx", b"model")
    if tested:
        files = [{"通知.docx": digest(data)} for data in (b"starter", b"model")]
        proof = certificate(parse_rubric(RUBRIC.encode(), toml=True), *files)
        desk.write("tasks/P1/certificate.json", write_certificate(proof))
        if golden:
            desk.write("tasks/P1/golden.zip", golden_zip(proof.subject))
    desk.run("init")
    desk.run("import", "题.xlsx", "tasks", "--accept", "--by", "命题")
    desk.run("review", "submit", "--all", "--by", "命题")
    for person in ("审甲", "审乙", "审甲"):
        desk.run("review", "approve", "--all", "--by", person)


def golden_zip(subject: str) -> bytes:
    """Golden work as the test of a rubric writes it: the model with its one point undone."""
    file = entry_of("通知.docx", UNDONE)
    work = GoldenWork(name="p1", kind=CaseKind.MUTANT, files=(file,), points={"p1": Fraction(0)})
    return write_golden_file(subject, (work,), {digest(UNDONE): UNDONE})


def prepare(desk: Desk, *, tested: bool = True, golden: bool = True) -> BoxKey:
    """Go as far as the step before sealing; returns the room's private key."""
    fill(desk, tested=tested, golden=golden)
    desk.write("bp.toml", BLUEPRINT)
    desk.write("sitting.toml", SITTING)
    desk.write("名单.csv", ROSTER.encode("gb18030"))
    desk.write("photos/001001.png", picture_bytes())
    desk.run("assemble", "bp.toml", "--by", "中心")
    desk.run("seat", "sitting.toml", "名单.csv", "--photos", "photos", "--out", "seats", "--by", "考务")
    desk.run("keys", "make", "keys", "--no-passphrase")
    signing, box = SigningKey.generate(), BoxKey.generate()
    card = RoomCard("一中", "机房", signing.public, box.public)
    seal_room_card(desk.folder / "card.jikao", signer=signing, card=card, created=datetime(2026, 6, 1, tzinfo=UTC))
    return box


SEAL = (
    *("seal", "--sitting", "seats", "--room-card", "card.jikao", "--signing-key", "keys/centre-signing.key"),
    *("--grader", "keys/grading.pub", "--out", "sealed", "--by", "中心"),
)


def test_the_whole_way_from_an_empty_folder_to_sealed_packages(desk: Desk) -> None:
    box = prepare(desk)
    said = desk.run(*SEAL)
    assert "[未通过]" not in said
    centre = [read_verify_key(desk.folder / "keys/centre-signing.pub")]
    (path,) = desk.folder.glob("sealed/paper-*.jikao")
    sealed = open_paper_package(path, centre)
    room = sealed.open_with_box(ROOM_COMPARTMENT, box)
    sitting = from_bytes(Sitting, room.read(SITTING_PART))
    assert [(c.number, c.name) for c in sorted(sitting.candidates, key=lambda c: c.number)] == [
        ("001001", "张三"),
        ("001002", "𬱖晓"),
        ("001003", "王五"),
    ]
    assert room.read(photo_part(digest(picture_bytes()))) == picture_bytes()
    grading = read_box_key(desk.folder / "keys/grading.key")
    assert sealed.claims.notes["answers"] == grading.public.raw.hex()
    assert set(sealed.compartment_names) == {ROOM_COMPARTMENT, *(form_compartment(form) for form in "ABC")}


def test_a_practical_task_that_was_never_tested_is_assembled_with_a_warning_but_not_sealed(desk: Desk) -> None:
    fill(desk, tested=False)
    said = desk.run("assemble", desk.write("bp.toml", BLUEPRINT), "--by", "中心")
    assert "提醒：操作题 P1 现在还不能密封：没有评分标准的自测证书" in said
    assert "[未通过] practical.tested" in desk.run("check", "X2026", code=ExitCode.INCOMPLETE)


def test_seal_refuses_a_practical_task_that_was_never_tested(desk: Desk) -> None:
    prepare(desk, tested=False)
    assert "密封前的检查没有全部通过：practical.tested" in desk.run(*SEAL, code=ExitCode.REFUSED)
    assert not (desk.folder / "sealed").exists()


def share_line(desk: Desk, name: str) -> str:
    lines = (desk.folder / "sealed/shares" / name).read_text("utf-8").splitlines()
    return next(line.strip() for line in lines if len(line.split()) == 7)


def test_two_of_three_shares_open_the_main_forms_but_not_the_backup(desk: Desk) -> None:
    box = prepare(desk)
    desk.run(*SEAL)
    (path,) = desk.folder.glob("sealed/paper-*.jikao")
    sealed = open_paper_package(path, [read_verify_key(desk.folder / "keys/centre-signing.pub")])
    lock = sealed.find_start_lock(form_compartment("A"))
    assert lock is not None
    held = accept_share(lock, (), share_line(desk, "main-3.txt"))
    held = accept_share(lock, held, share_line(desk, "main-1.txt"))
    key = open_start(lock, held)
    for form in "AB":
        name = form_compartment(form)
        parts = sealed.open_with_content_key(name, sealed.content_key(name, box, key))
        paper = from_bytes(Paper, parts.read(PAPER_PART))
        assert paper.form == form
        assert parts.read(media_part(digest(b"starter"))) == b"starter"
        inside = b"".join(parts.read(part) for part in parts.names)
        for secret in (b"model", UNDONE, zlib.compress(UNDONE, 9), digest(UNDONE).encode(), "秘密得分点".encode()):
            assert secret not in inside, "what graders compare with is in no room"
        assert not [part for part in parts.names if "golden" in part or digest(b"model") in part]
    with pytest.raises(SealingError):
        sealed.content_key(form_compartment("C"), box, key)
    with pytest.raises(SealingError):
        accept_share(lock, (), share_line(desk, "backup-1.txt"))


def test_the_marking_package_holds_keys_papers_and_files(desk: Desk) -> None:
    prepare(desk)
    desk.run(*SEAL)
    (path,) = desk.folder.glob("sealed/marking-*.jikao")
    sealed = open_marking_package(path, [read_verify_key(desk.folder / "keys/centre-signing.pub")])
    parts = sealed.open_with_box(MARKING_COMPARTMENT, read_box_key(desk.folder / "keys/grading.key"))
    for form in "ABC":
        key = from_bytes(MarkingKey, parts.read(key_part(form)))
        paper = from_bytes(Paper, parts.read(form_paper_part(form)))
        assert [entry.marking.item for entry in key.entries] == [entry.item.identifier for entry in paper.entries()]
    assert parts.read(media_part(digest(b"starter"))) == b"starter"


def test_no_sealed_byte_shows_a_question_a_name_or_a_key(desk: Desk) -> None:
    prepare(desk)
    desk.run(*SEAL)
    for path in desk.folder.glob("sealed/*.jikao"):
        data = path.read_bytes()
        for secret in ("题选 A", "张三", "秘密得分点", "排版通知", "少做一处的标准样卷"):
            assert secret.encode() not in data


def test_a_second_sealing_has_the_next_serial_and_needs_an_empty_folder(desk: Desk) -> None:
    prepare(desk)
    desk.run(*SEAL)
    assert "已有文件" in desk.run(*SEAL, code=ExitCode.REFUSED)
    said = desk.run(*(word if word != "sealed" else "again" for word in SEAL), "--json")
    assert json.loads(said)["papers"][0]["file"].endswith("-2.jikao")


def test_changed_seats_are_not_sealed(desk: Desk) -> None:
    prepare(desk)
    path = desk.folder / "seats" / SITTING_PART
    path.write_bytes(path.read_bytes().replace("王五".encode(), "赵五".encode()))
    said = desk.run(*SEAL, code=ExitCode.REFUSED)
    assert "[未通过] sitting.draws" in said
    assert not list(desk.folder.glob("sealed/*"))


def test_an_item_that_leaked_stops_the_sealing_and_the_check_says_so(desk: Desk) -> None:
    prepare(desk)
    used = json.loads(desk.run("forms", "X2026", "--json"))[0]["items"][0]
    desk.run("review", "mark_leaked", used, "--by", "中心", "--note", "群里出现原题")
    said = desk.run("check", "X2026", "--sitting", "seats", code=ExitCode.INCOMPLETE)
    assert f"题 {used} 现在是“泄露”" in said
    desk.run(*SEAL, code=ExitCode.REFUSED)


def test_a_foreign_room_card_is_named(desk: Desk) -> None:
    prepare(desk)
    signing, box = SigningKey.generate(), BoxKey.generate()
    card = RoomCard("二中", "机房", signing.public, box.public)
    (desk.folder / "card.jikao").unlink()
    seal_room_card(desk.folder / "card.jikao", signer=signing, card=card, created=datetime(2026, 6, 1, tzinfo=UTC))
    assert "没有考场“一中 机房”的考场卡" in desk.run(*SEAL, code=ExitCode.BAD_INPUT)
    assert "考场卡 二中 机房" in desk.run("keys", "show", "card.jikao")


def test_items_can_be_listed_shown_and_given_to_the_preview(desk: Desk) -> None:
    fill(desk)
    listed = json.loads(desk.run("list", "--kind", "practical", "--json"))
    assert [(item["id"], item["state"]) for item in listed] == [("P1", "usable")]
    said = desk.run("show", "P1", "--item-file", "p1.json")
    assert "审甲  通过 → 可用" in said
    assert from_bytes(Item, (desk.folder / "p1.json").read_bytes()).title == "排版"
    assert "没有试题“NONE”" in desk.run("show", "NONE", code=ExitCode.BAD_INPUT)


def test_the_log_names_who_did_what(desk: Desk) -> None:
    fill(desk)
    entries = json.loads(desk.run("log", "--json"))
    assert [entry["action"] for entry in entries[:3]] == ["create", "add_items", "add_items"]
    assert {entry["by"] for entry in entries} == {"", "命题", "审甲", "审乙"}
    assert "没有被改动" in desk.run("log")
    assert "检验了 15 题" in desk.run("check")


def test_papers_are_assembled_once_and_can_be_written_for_the_preview(desk: Desk) -> None:
    fill(desk)
    desk.write("bp.toml", BLUEPRINT)
    assert "没有存入题库" in desk.run("assemble", "bp.toml", "--dry-run")
    desk.run("assemble", "bp.toml", "--by", "中心")
    assert "不能重抽" in desk.run("assemble", "bp.toml", code=ExitCode.REFUSED)
    said = desk.run("forms", "X2026", "--papers", "papers")
    assert "试卷 C（备用卷）：样卷，12 分" in said
    paper = (desk.folder / "papers/paper-A.json").read_bytes()
    assert from_bytes(Paper, paper).form == "A"
    assert "秘密得分点".encode() not in paper


def test_a_blueprint_that_cannot_be_filled_is_explained(desk: Desk) -> None:
    fill(desk)
    desk.write("bp.toml", BLUEPRINT.replace("count = 4", "count = 5"))
    said = desk.run("assemble", "bp.toml", code=ExitCode.INCOMPLETE)
    assert "一、单选题 需要 15 题（3 份试卷各 5 题，互不重复），题库可用 14 题" in said


def test_keys_are_never_overwritten_and_want_a_passphrase(desk: Desk) -> None:
    desk.write("word.txt", "一个足够长的口令\n")
    desk.run("keys", "make", "keys", "--passphrase-file", "word.txt")
    assert "没有改动" in desk.run("keys", "make", "keys", "--no-passphrase", code=ExitCode.REFUSED)
    assert read_box_key(desk.folder / "keys/grading.key", "一个足够长的口令").public.raw
    desk.write("short.txt", "短")
    assert "至少要有 8 个字符" in desk.run(
        "keys", "make", "k2", "--passphrase-file", "short.txt", code=ExitCode.BAD_INPUT
    )


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("list",), ExitCode.BAD_INPUT, "找不到题库"),
        (("nosuch",), ExitCode.USAGE, "error:"),
        (("import", "x.doc"), ExitCode.BAD_INPUT, "找不到题库"),
        (("review", "submit", "--by", "甲"), ExitCode.USAGE, "二者选一"),
        (("seat", "none.toml", "none.csv"), ExitCode.BAD_INPUT, "读不到文件"),
    ],
)
def test_mistakes_end_with_a_sentence_and_their_code(
    desk: Desk, arguments: tuple[str, ...], code: ExitCode, sentence: str
) -> None:
    said = desk.run(*arguments, code=code)
    assert sentence in said
    assert "Traceback" not in said


def test_every_verb_explains_itself(desk: Desk) -> None:
    for verb in (
        "init",
        "template",
        "import",
        "list",
        "show",
        "log",
        "review",
        "assemble",
        "forms",
        "seat",
        "check",
        "seal",
    ):
        with pytest.raises(SystemExit) as caught:
            main([verb, "--help"])
        assert caught.value.code == 0
        assert "退出码" in desk.capture.readouterr().out


def test_the_template_is_written_once(desk: Desk) -> None:
    desk.run("template", "模板.xlsx")
    assert (desk.folder / "模板.xlsx").read_bytes().startswith(b"PK")
    assert "没有改动" in desk.run("template", "模板.xlsx", code=ExitCode.REFUSED)
