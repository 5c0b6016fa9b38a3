"""Responses as JSON: every shape that is promised, and a sentence for every other one."""

from __future__ import annotations

import json

import pytest

from grading.cli import main
from grading.response_file import parse_responses
from itembank.base.errors import ExitCode, JikaoError

ITEM = """<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="i" title="t">
<responseDeclaration identifier="ONE" cardinality="single" baseType="identifier"/>
<responseDeclaration identifier="REC" cardinality="record"/>
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/><itemBody/>
<responseProcessing><setOutcomeValue identifier="SCORE"><fieldValue fieldIdentifier="n"><variable identifier="REC"/>
</fieldValue></setOutcomeValue></responseProcessing></assessmentItem>"""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("A", "A"),
        (["A", "B"], ("A", "B")),
        ("A B", "A B"),
        ("10 20", "10 20"),
        (3, "3"),
        (3.50, "3.5"),
        (True, "true"),
        (None, None),
        ([], ()),
        ([1, False, "x"], ("1", "false", "x")),
        ("answer.docx", "answer.docx"),
        ({"a": 1, "b": 2.5, "c": "x", "d": True, "e": None}, ("a:integer=1", "b:float=2.5", "c=x", "d:boolean=true")),
        ({"base": {"identifier": "A"}}, "A"),
        ({"base": {"directedPair": ["A", "B"]}}, "A B"),
        ({"base": {"point": [10, 20]}}, "10 20"),
        ({"base": {"file": {"name": "a.txt", "mime": "text/plain", "data": ""}}}, "a.txt"),
        ({"base": None}, None),
        ({"list": {"identifier": ["A", "B"]}}, ("A", "B")),
        ({"record": [{"name": "n", "base": {"float": 1.5}}]}, ("n:float=1.5",)),
    ],
)
def test_shapes_that_are_read(value, expected):
    assert parse_responses(json.dumps({"RESPONSE": value}).encode()) == {"RESPONSE": expected}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "3",
        '{"R": [["A", "B"]]}',
        '{"R": [null]}',
        '{"R": {"a": [1]}}',
        '{"R": {"a=b": 1}}',
        '{"R": NaN}',
        '{"R": "A", "R": "B"}',
        '{"R": {"base": {"x": 1, "y": 2}}}',
        '{"R": {"record": [{"name": "n"}]}}',
        '{"R": {"record": [{"name": "n", "base": {"word": 1}}]}}',
        "[" * 100_000,
        '{"R": "A"',
    ],
)
def test_other_shapes_are_refused_with_a_sentence(text):
    with pytest.raises(JikaoError):
        parse_responses(text.encode())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_only_utf_8_is_read(encoding):
    data = '{"RESPONSE": "甲"}'.encode(encoding)
    if encoding == "utf-8-sig":
        assert parse_responses(data) == {"RESPONSE": "甲"}
    else:
        with pytest.raises(JikaoError):
            parse_responses(data)


@pytest.fixture
def item(tmp_path):
    path = tmp_path / "item.xml"
    path.write_text(ITEM, "utf-8")
    return path


def try_out(item, responses: object) -> int:
    file = item.with_name("responses.json")
    file.write_text(json.dumps(responses), "utf-8")
    return main(["score-item", str(item), "--responses", str(file)])


def test_a_record_and_a_name_that_the_item_does_not_know(item, capsys):
    assert try_out(item, {"REC": {"n": 2.5}, "TYPO": "A"}) == ExitCode.OK
    shown = capsys.readouterr()
    assert json.loads(shown.out) == {"SCORE": 2.5}
    assert "TYPO" in shown.err


@pytest.mark.parametrize("responses", [{"ONE": ["A", "B"]}, {"ONE": {"n": 1}}, {"REC": "A"}, {"REC": ["A"]}])
def test_a_value_of_another_shape_than_declared_is_refused(item, capsys, responses):
    assert try_out(item, responses) == ExitCode.BAD_INPUT
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("error: ")


def test_one_value_in_a_list_and_an_empty_list_are_single_responses(item):
    assert try_out(item, {"ONE": ["A"]}) == ExitCode.OK
    assert try_out(item, {"ONE": []}) == ExitCode.OK


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"<html/>",
        ITEM.encode()[:200],
        b'<?xml version="1.0"?><!-- x --><!DOCTYPE a [<!ENTITY b "c">]>' + ITEM.encode(),
        ("<!DOCTYPE a>" + ITEM).encode("utf-16"),
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a [+ADwAIQ-ENTITY b "c"+AD4]>' + ITEM.encode(),
        b'<?xml version="1.0" encoding="nonsense"?>' + ITEM.encode(),
        b"<a>" * 100_000,
        ITEM.replace("<itemBody/>", "<itemBody/>" + "<x/>" * 60_000).encode(),
        ITEM.replace("<itemBody/>", "x" * (5 << 20)).encode(),
        ITEM.replace(
            "<setOutcome", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/><setOutcome'
        ).encode(),
    ],
)
def test_files_that_are_no_safe_item_end_calmly(item, capsys, content):
    item.write_bytes(content)
    assert try_out(item, {}) == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.startswith("error: ")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le-bom", "gb18030"])
def test_items_in_other_encodings_are_read(item, encoding):
    text = ITEM.replace('title="t"', 'title="题"')
    if encoding == "utf-16-le-bom":
        item.write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))
    else:
        head = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding == "gb18030" else ""
        item.write_bytes((head + text).encode(encoding))
    assert try_out(item, {"REC": {"n": 1}}) == ExitCode.OK


def test_a_doctype_in_the_text_of_a_question_is_only_text(item):
    item.write_text(ITEM.replace("<itemBody/>", "<itemBody><pre><![CDATA[<!DOCTYPE html>]]></pre></itemBody>"), "utf-8")
    assert try_out(item, {"REC": {"n": 1}}) == ExitCode.OK


@pytest.mark.parametrize("missing", ["item", "responses"])
def test_missing_files_and_folders_are_named(item, tmp_path, capsys, missing):
    responses = tmp_path / "r.json"
    responses.write_text("{}")
    paths = {"item": item, "responses": responses} | {missing: tmp_path}
    command = ["score-item", str(paths["item"]), "--responses", str(paths["responses"])]
    assert main(command) == ExitCode.BAD_INPUT
    assert str(tmp_path) in capsys.readouterr().err
