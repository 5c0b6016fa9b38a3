"""What leaves as a QTI package is well formed, complete, and comes home as what it was."""

from __future__ import annotations

import io
import json
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from itembank.bank.record import BankItem
from itembank.base.canonical import digest
from itembank.commands.export import export_item
from itembank.formats.item_sheet import read_item_sheet
from itembank.formats.qti_file import read_qti
from itembank.formats.task_folder import read_task_folders
from itembank.model.item import Item, ItemKind
from itembank.model.items.choice import ChoiceInteraction
from itembank.model.items.extended_text import ExtendedTextInteraction
from itembank.model.marking import ChoiceRule, HumanScoring, ProcessingScoring, RuleScoring
from itembank.model.richtext import (
    Break,
    Cell,
    CodeBlock,
    Image,
    InteractionPlace,
    ItemList,
    Mark,
    Paragraph,
    Row,
    Table,
    Text,
    text_paragraph,
)
from itembank.qti.errors import QtiError
from itembank.qti.package import read_package
from itembank.qti.reader import read_item
from itembank.qti.spelling import Version
from itembank.qti.write_package import write_package
from tests.itembank.qti.structure import faults_of
from tests.itembank.qti.test_reader import CHOICE, PNG, item
from tests.itembank.samples import MODEL, STARTER, choices, facts, join, practical, single

CONTENT = Path(__file__).resolve().parents[3] / "demo" / "content"
BOTH = pytest.mark.parametrize("version", list(Version))


def files_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def home(tmp_path: Path, data: bytes):
    path = tmp_path / "p.zip"
    path.write_bytes(data)
    return read_qti(path)


def written(*items: BankItem, version: Version, media: dict[str, bytes] | None = None) -> bytes:
    return write_package([export_item(one) for one in items], media or {}, version).data


@BOTH
def test_the_whole_sample_exam_comes_home_byte_for_byte(tmp_path, version):
    read = [read_item_sheet((CONTENT / "items.xlsx").read_bytes(), "items.xlsx", CONTENT)]
    read += [read_task_folders(CONTENT / "tasks")]
    read += [read_qti(path) for path in sorted((CONTENT / "qti").glob("*.xml"))]
    items = [one.item for file in read for one in file.items]
    media = {name: data for file in read for name, data in file.media.items()}
    data = written(*items, version=version, media=media)
    back = home(tmp_path, data)
    assert {one.item.identifier: one.item for one in back.items} == {one.identifier: one for one in items}
    assert back.findings == ()
    assert all(back.media[name] == media[name] for one in items for name in one.media())
    for path, content in files_of(data).items():
        if path.startswith("items/"):
            assert faults_of(content, version) == [], path


RICH = (
    Paragraph(inlines=(Text(text="标题"),), level=2),
    Paragraph(
        inlines=(
            Text(text="x"),
            Text(text="2", marks=(Mark.SUPERSCRIPT,)),
            Text(text=" 与 H"),
            Text(text="2", marks=(Mark.SUBSCRIPT,)),
            Text(text="O，"),
            Text(text="重要", marks=(Mark.STRONG, Mark.UNDERLINE)),
            Break(),
            Text(text="<b>&", marks=(Mark.CODE,)),
            Image(media=digest(PNG), alt="图“一”", width_px=40),
        )
    ),
    CodeBlock(text="for i in range(3):\n    print(i)"),
    Table(
        rows=(
            Row(cells=(Cell(inlines=(Text(text="甲"),), header=True, columns=2),)),
            Row(cells=(Cell(inlines=(Text(text="1"),)), Cell())),
        ),
        caption="表 1",
    ),
    ItemList(entries=((Text(text="一"),), (Text(text="二", marks=(Mark.EMPHASIS,)),)), numbered=True),
    InteractionPlace(response="RESPONSE"),
    text_paragraph("后记"),
)


def rich() -> BankItem:
    interaction = ChoiceInteraction(response="RESPONSE", choices=choices("甲", "乙"), horizontal=True)
    made = Item(identifier="R1", kind=ItemKind.SINGLE_CHOICE, body=RICH, interactions=(interaction,), title="丰富")
    return join(made, RuleScoring(rules=(ChoiceRule(response="RESPONSE", keys=(("B",),)),)), facts(2))


@BOTH
def test_rich_text_is_well_formed_and_read_again_from_the_xml_alone(version):
    files = files_of(written(rich(), version=version, media={digest(PNG): PNG}))
    xml = files["items/R1.xml"]
    assert faults_of(xml, version) == []
    read = read_item(xml, lambda href: files[href.removeprefix("../")])
    assert read.item is not None
    assert read.item.body == RICH
    assert read.media == {digest(PNG): PNG}


@BOTH
def test_a_practical_task_is_an_upload_that_a_machine_outside_marks(tmp_path, version):
    task = practical()
    data = written(task, version=version, media={digest(STARTER): STARTER, digest(MODEL): MODEL})
    files = files_of(data)
    root = etree.fromstring(files["items/P1.xml"])
    assert faults_of(files["items/P1.xml"], version) == []
    words = etree.tostring(root).decode()
    assert ("uploadInteraction" if version is Version.V2_1 else "qti-upload-interaction") in words
    assert "externalMachine" in words
    assert STARTER in files.values()
    assert "hidden" not in words
    assert "隐藏测试" not in words
    back = home(tmp_path, data)
    assert [one.item for one in back.items] == [task]
    assert back.media == {digest(STARTER): STARTER, digest(MODEL): MODEL}


@BOTH
def test_the_reference_answer_of_free_text_stands_where_no_candidate_reads(tmp_path, version):
    made = Item(
        identifier="H1",
        kind=ItemKind.EXTENDED_TEXT,
        body=(text_paragraph("谈谈"),),
        interactions=(ExtendedTextInteraction(response="RESPONSE", hint="不少于 50 字"),),
    )
    essay = join(made, HumanScoring(response="RESPONSE", reference="参考", criteria=("要点一",)), facts(5))
    data = written(essay, version=version)
    assert faults_of(files_of(data)["items/H1.xml"], version) == []
    assert "参考" not in files_of(data)["items/H1.xml"].decode()
    assert [one.item for one in home(tmp_path, data).items] == [essay]


@BOTH
def test_the_manifest_names_every_file_and_says_what_is_known_of_an_item(version):
    known = single(facts=facts(3, difficulty="3/4"), knowledge=("信息/编码",))
    files = files_of(written(known, practical(), version=version, media={digest(d): d for d in (STARTER, MODEL)}))
    root = etree.fromstring(files["imsmanifest.xml"])
    named = {str(one.get("href")) for one in root.iter("{*}file")}
    assert named == files.keys() - {"imsmanifest.xml"}
    identifiers = [one.get("identifier") for one in root.iter("{*}resource")]
    assert len(set(identifiers)) == len(identifiers)
    assert {one.get("identifierref") for one in root.iter("{*}dependency")} <= set(identifiers)
    first = next(root.iter("{*}resource"))
    assert [etree.QName(child).localname for child in first] == ["metadata", "file", "dependency"]
    own = next(first.iter("{urn:jikao:metadata:1}item"))
    assert (own.get("points"), own.get("difficulty")) == ("3", "3/4")
    assert [one.text for one in own] == ["信息/编码"]


PROCESSED = item(
    CHOICE,
    processing="""<responseProcessing><responseCondition><responseIf>
    <match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>
    <setOutcomeValue identifier="SCORE"><baseValue baseType="float">2.5</baseValue></setOutcomeValue></responseIf>
    <responseElse><setOutcomeValue identifier="SCORE"><baseValue baseType="float">0</baseValue></setOutcomeValue>
    </responseElse></responseCondition></responseProcessing>""",
)


@BOTH
@pytest.mark.parametrize("xml", [PROCESSED, item(CHOICE)], ids=["own rules", "template"])
def test_rules_that_came_as_qti_leave_as_the_same_qti(version, xml):
    read = read_item(xml)
    assert read.item is not None
    assert read.marking is not None
    original = BankItem(item=read.item, marking=read.marking, facts=facts(1))
    again = read_item(files_of(written(original, version=version))[f"items/{read.item.identifier}.xml"])
    assert again.marking is not None
    assert isinstance(again.marking.scoring, ProcessingScoring)
    assert again.marking.scoring == read.marking.scoring
    assert again.item == read.item


def test_an_item_that_was_changed_by_another_system_is_read_as_it_is_now(tmp_path):
    files = files_of(written(single(), version=Version.V2_1))
    files["items/Q1.xml"] = files["items/Q1.xml"].replace("键盘".encode(), "鼠标".encode())
    back = home(tmp_path, zipped(files))
    assert "鼠标" in str(back.items[0].item.item.interactions)
    assert any("没有采用" in finding.sentence for finding in back.findings)


@pytest.mark.parametrize(
    "harm",
    [
        lambda _data: b"{",
        lambda data: data.replace(b"jikao item 1", b"jikao item 9"),
        lambda data: json.dumps(json.loads(data) | {"content": {"item": 1}}).encode(),
        lambda data: data.replace(b'"Q1"', b'"Q2"'),
    ],
    ids=["no json", "another format", "another content", "another item"],
)
def test_a_spoiled_original_is_left_aside_and_the_xml_is_read(tmp_path, harm):
    files = files_of(written(single(facts=facts(3), knowledge=("k",)), version=Version.V3_0))
    files["jikao/Q1.json"] = harm(files["jikao/Q1.json"])
    back = home(tmp_path, zipped(files))
    assert [(one.item.identifier, one.item.knowledge_points) for one in back.items] == [("Q1", ())]
    assert any("没有采用" in finding.sentence for finding in back.findings)


def test_an_original_without_its_files_is_left_aside(tmp_path):
    files = files_of(written(practical(), version=Version.V2_1, media={digest(d): d for d in (STARTER, MODEL)}))
    lacking = {name: data for name, data in files.items() if data != MODEL}
    back = home(tmp_path, zipped(lacking))
    assert back.items == ()
    assert any("缺少素材" in finding.sentence for finding in back.findings)


def test_the_same_items_make_the_same_bytes():
    assert written(single(), version=Version.V3_0) == written(single(), version=Version.V3_0)


def test_what_cannot_be_written_is_refused_with_its_name():
    with pytest.raises(QtiError, match="缺少素材"):
        written(practical(), version=Version.V2_1)
    with pytest.raises(QtiError, match="Q1"):
        written(single(stem="控制\x01字符"), version=Version.V2_1)
    with pytest.raises(QtiError):
        written(version=Version.V2_1)


@settings(max_examples=60, deadline=None)
@given(
    stem=st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")),
    points=st.fractions(Fraction(1, 9), 20, max_denominator=9),
    version=st.sampled_from(Version),
)
def test_any_text_and_any_points_come_home(tmp_path_factory, stem, points, version):
    one = single(stem=stem, facts=facts(str(points)))
    package = read_package(written(one, version=version))
    assert package.items[0].imported is not None
    assert package.items[0].imported.original is not None
    assert faults_of(files_of(written(one, version=version))["items/Q1.xml"], version) == []
    assert [read.item for read in home(tmp_path_factory.mktemp("q"), written(one, version=version)).items] == [one]
