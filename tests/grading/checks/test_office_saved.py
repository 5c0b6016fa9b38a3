"""W checks on documents that an office program saved, and every W, P and S check on other people's files."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from grading.checks.document import DOCUMENTS
from grading.checks.finding import Finding
from grading.checks.marker import run_call
from grading.checks.sheets import SHEETS
from grading.checks.slides import SLIDES
from grading.checks.subject import Subject
from grading.office.child import ChildLimits, OfficeReader
from itembank.model.checks import CheckCall
from tests.grading.checks.examples import parameters_of
from tests.grading.checks.office_work import MET, NOT, verdict
from tests.grading.checks.workbench import working_folder

CORPUS = Path(__file__).resolve().parents[4] / "shared/corpora/office"
SOFFICE = shutil.which("soffice")
PAGE = """<html><head><meta charset="utf-8"><style>
@page { size: 29.7cm 21cm; margin: 2cm 3cm } p { font-family: "SimSun"; font-size: 12pt }
h1 { font-family: "SimHei"; font-size: 22pt; text-align: center; color: #ff0000 }
p.in { text-indent: 24pt; line-height: 150%; margin-bottom: 12pt }</style></head><body>
<h1>校园科技节通知</h1><p class="in">为激发同学们的热情，学校决定举办<b>第六届</b>校园科技节。</p>
<p>详情见<a href="http://school.example.com/">校园网</a>。</p><ol><li>纸桥承重</li><li>编程</li></ol>
<table border="1"><tr><td>项目</td><td>时间</td></tr><tr><td>编程</td><td>5月</td></tr></table></body></html>"""


FILTERS = {"docx": "MS Word 2007 XML", "odt": "writer8"}


@pytest.fixture(scope="module", params=sorted(FILTERS))
def saved(request, tmp_path_factory) -> bytes:
    """A document that LibreOffice made of a page."""
    kind = str(request.param)
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    (folder / "work.html").write_text(PAGE, encoding="utf-8")
    made = subprocess.run(
        [
            SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--infilter=HTML (StarWriter)", "--convert-to", f"{kind}:{FILTERS[kind]}",
            "--outdir", str(folder), str(folder / "work.html"),
        ],
        capture_output=True, check=False, timeout=100,
    )  # fmt: skip
    file = Path(folder) / f"work.{kind}"
    assert file.exists(), made.stderr.decode(errors="replace")
    return file.read_bytes()


@pytest.mark.parametrize(
    ("kind", "parameters", "expected"),
    [
        ("W.heading", {"where": {"text": "校园科技节通知"}, "level": 1}, MET),
        ("W.font_size", {"where": {"heading": 1}, "size": "二号"}, MET),
        ("W.alignment", {"where": {"heading": 1}, "value": "center"}, MET),
        ("W.colour", {"where": {"heading": 1}, "colour": "红色"}, MET),
        ("W.first_line_indent", {"where": {"text": "为激发同学们"}, "value": "2char"}, MET),
        ("W.first_line_indent", {"where": {"text": "详情见"}, "value": "2char"}, NOT),
        ("W.line_spacing", {"where": {"text": "为激发同学们"}, "value": "1.5"}, MET),
        ("W.space_after", {"where": {"text": "为激发同学们"}, "value": "12pt"}, MET),
        ("W.bold", {"where": {"words": "第六届"}}, MET),
        ("W.bold", {"where": {"words": "学校决定"}}, NOT),
        ("W.hyperlink", {"text": "校园网", "address": "http://school.example.com"}, MET),
        ("W.numbered", {"where": {"texts": ["纸桥承重"]}}, MET),
        ("W.table_size", {"rows": 2, "columns": 2}, MET),
        ("W.table_cell", {"row": 2, "column": 1, "text": "编程"}, MET),
        ("W.orientation", {"value": "landscape"}, MET),
        ("W.margins", {"left": "3cm", "top": "2cm"}, MET),
    ],
)
def test_what_an_office_program_saved_is_understood(saved, kind, parameters, expected):
    assert verdict(kind, saved, **parameters) is expected


WHERES = ({"text": "the quick brown fox"}, {"index": 1}, {"heading": 1}, {"body": True}, {"all": True}, {"words": "a"})


def calls(file: str, turn: int) -> Iterator[CheckCall]:
    """Make a sensible call of every check type of the file's family; the places change from file to file."""
    families = {"docx": DOCUMENTS, "pptx": SLIDES, "xlsx": SHEETS}
    for number, kind in enumerate(families[file.rpartition(".")[2]], turn):
        given = parameters_of(kind)
        if "where" in given:
            given["where"] = WHERES[number % len(WHERES)]
        yield CheckCall(type=kind.name, file=file, parameters=given)


def sample(pattern: str, count: int) -> list[Path]:
    files = sorted(CORPUS.rglob(pattern))
    return files[:: max(len(files) // count, 1)][:count]


@pytest.mark.parametrize("pattern", ["*.docx", "*.pptx", "*.xlsx"])
def test_any_check_on_any_file_gives_a_finding(pattern):
    files = sample(pattern, 40)
    if not files:
        pytest.skip("the corpus of office files is not here (shared/corpora/office)")
    with OfficeReader(ChildLimits(cpu_seconds=20, wall_seconds=40.0)) as reader:
        for turn, path in enumerate(files):
            name = f"work{path.suffix}"
            subject = Subject(working_folder({name: path.read_bytes()}), reader)
            for call in calls(name, turn):
                finding = run_call(call, subject)
                assert isinstance(finding, Finding), (path, call)
                assert finding.sentence, (path, call)
                assert "格式：" not in finding.sentence, (call, finding.sentence)
