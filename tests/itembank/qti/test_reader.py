"""QTI items and packages become items, or it is said why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from itembank.model.item import ItemKind
from itembank.model.items.choice import ChoiceInteraction
from itembank.model.marking import HumanScoring, ProcessingScoring
from itembank.model.richtext import Break, Image, Mark, Paragraph, Slot, Text, inlines_of, plain_text
from itembank.qti.errors import QtiError
from itembank.qti.reader import read_item

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpora" / "qti"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000")
RESPONSE = """<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
<correctResponse><value>A</value></correctResponse></responseDeclaration>"""
MATCH = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p2/rptemplates/match_correct"/>'
CHOICE = """<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1"><prompt>选一项</prompt>
<simpleChoice identifier="A">甲 <b>x</b><sup>2</sup></simpleChoice><simpleChoice identifier="B" fixed="true">乙
</simpleChoice></choiceInteraction>"""


def item(body: str, declarations: str = RESPONSE, processing: str = MATCH) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="q1" title="题">{declarations}
    <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
    <itemBody>{body}</itemBody>{processing}</assessmentItem>""".encode()


def test_a_choice_keeps_its_text_marks_and_fixed_options_and_its_prompt_comes_first():
    read = read_item(item(CHOICE)).item
    assert read is not None
    assert read.kind is ItemKind.SINGLE_CHOICE
    choice = read.interactions[0]
    assert isinstance(choice, ChoiceInteraction)
    assert choice.shuffle
    assert [c.fixed for c in choice.choices] == [False, True]
    assert choice.choices[0].content == (
        Text(text="甲 "),
        Text(text="x", marks=(Mark.STRONG,)),
        Text(text="2", marks=(Mark.SUPERSCRIPT,)),
    )
    assert plain_text(read.body).startswith("选一项")


def test_blanks_stand_in_their_line_even_without_a_paragraph():
    declared = RESPONSE.replace('baseType="identifier"', 'baseType="string"')
    read = read_item(item('<p>CPU 是<textEntryInteraction responseIdentifier="RESPONSE"/>。<br/>完</p>', declared)).item
    assert read is not None
    assert read.kind is ItemKind.TEXT_ENTRY
    assert read.body == (
        Paragraph(inlines=(Text(text="CPU 是"), Slot(response="RESPONSE"), Text(text="。"), Break(), Text(text="完"))),
    )
    bare = read_item(item('<textEntryInteraction responseIdentifier="RESPONSE"/>', declared)).item
    assert bare is not None
    assert bare.body == (Paragraph(inlines=(Slot(response="RESPONSE"),)),)


def test_a_picture_is_taken_along_by_its_digest_and_a_missing_one_blocks():
    body = f'<p><img src="a.png" alt="图"/></p>{CHOICE}'
    found = read_item(item(body), lambda href: PNG if href == "a.png" else None)
    assert found.item is not None
    assert list(found.media.values()) == [PNG]
    assert any(isinstance(i, Image) and i.alt == "图" for i in inlines_of(found.item.body[0]))
    missing = read_item(item(body))
    assert missing.item is None
    assert "a.png" in missing.problems[0].sentence


def test_what_cannot_be_shown_is_named_with_its_line():
    read = read_item(item('<hottextInteraction responseIdentifier="RESPONSE"/>'))
    assert read.item is None
    assert any("hottextInteraction" in problem.sentence and problem.line > 1 for problem in read.problems)


def test_feedback_is_left_out_loudly_but_does_not_block():
    read = read_item(item(f'{CHOICE}<feedbackBlock identifier="f" outcomeIdentifier="SCORE">x</feedbackBlock>'))
    assert read.item is not None
    assert [problem.sentence for problem in read.problems if "反馈" in problem.sentence]
    assert not any(problem.blocking for problem in read.problems)


def test_free_text_without_rules_is_for_people_and_everything_else_keeps_its_processing():
    declared = '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string"/>'
    free = read_item(item('<extendedTextInteraction responseIdentifier="RESPONSE"/>', declared, "")).marking
    assert free is not None
    assert isinstance(free.scoring, HumanScoring)
    marked = read_item(item(CHOICE)).marking
    assert marked is not None
    assert isinstance(marked.scoring, ProcessingScoring)


def problems_of(data: bytes) -> str:
    read = read_item(data)
    assert read.item is None
    return " ".join(problem.sentence for problem in read.problems if problem.blocking)


def test_what_nobody_could_get_points_for_blocks():
    assert "responseProcessing" in problems_of(item(CHOICE, processing=""))
    assert "correct" in problems_of(item(CHOICE, '<responseDeclaration identifier="RESPONSE" cardinality="single"/>'))
    assert "mapResponse" in problems_of(item(CHOICE, processing=MATCH.replace("match_correct", "map_response")))
    own = '<setOutcomeValue identifier="POINTS"><baseValue baseType="float">1</baseValue></setOutcomeValue>'
    rules = item(CHOICE, processing=f"<responseProcessing>{own}</responseProcessing>")
    assert "SCORE" in problems_of(rules.replace(b'identifier="SCORE"', b'identifier="POINTS"'))
    assert "templateDeclaration" in problems_of(
        item(CHOICE, RESPONSE + '<templateDeclaration identifier="T" cardinality="single" baseType="integer"/>')
    )


def test_a_free_text_that_no_rule_reads_blocks_and_another_blank_is_named():
    second = '<responseDeclaration identifier="R2" cardinality="single" baseType="string"/>'
    free = item(f'{CHOICE}<extendedTextInteraction responseIdentifier="R2"/>', RESPONSE + second)
    assert "R2" in problems_of(free)
    blank = read_item(item(f'{CHOICE}<p><textEntryInteraction responseIdentifier="R2"/></p>', RESPONSE + second))
    assert blank.item is not None
    assert any("R2" in problem.sentence for problem in blank.problems)


def test_what_stands_beside_the_body_is_named():
    beside = """<modalFeedback outcomeIdentifier="F" identifier="x" showHide="show">y</modalFeedback>
    <apipAccessibility/><stylesheet href="a.css" type="text/css"/>"""
    read = read_item(item(CHOICE, processing=MATCH + beside))
    assert read.item is not None
    assert {problem.element for problem in read.problems} >= {"modalFeedback", "apipAccessibility", "stylesheet"}
    stimulus = item(CHOICE, processing=MATCH + '<assessmentStimulusRef identifier="s" href="s.xml"/>')
    assert "assessmentStimulusRef" in problems_of(stimulus)
    assert "adaptive" in problems_of(item(CHOICE).replace(b'identifier="q1"', b'identifier="q1" adaptive="true"'))


def test_an_order_of_only_some_entries_blocks():
    order = CHOICE.replace("choiceInteraction", "orderInteraction")
    declared = RESPONSE.replace('"single"', '"ordered"')
    assert "排序" in problems_of(item(order, declared))
    whole = read_item(item(order.replace('maxChoices="1"', ""), declared))
    assert whole.item is not None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not xml",
        b"<html/>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><assessmentItem identifier="a"/>',
        b"<a>" * 5000,
        "<!DOCTYPE a><assessmentItem/>".encode("utf-16"),
    ],
)
def test_what_is_no_item_is_refused_with_a_sentence(data):
    with pytest.raises(QtiError):
        read_item(data)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder of foreign QTI files is not on this machine")
def test_every_foreign_xml_file_is_read_or_refused_with_a_sentence():
    read = 0
    refused: list[str] = []
    for path in sorted(CORPUS.rglob("*.xml")):
        try:
            found = read_item(path.read_bytes())
        except QtiError as error:
            refused.append(error.message)
            continue
        read += 1
        assert found.item is not None or found.problems
    assert read > 30
    assert all(refused)
