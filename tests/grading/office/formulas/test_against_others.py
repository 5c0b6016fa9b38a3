"""What we calculate is what others calculated: LibreOffice now, and the programs that wrote foreign workbooks."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from grading.office.formulas.calculation import constant
from grading.office.formulas.values import ErrorValue
from grading.office.model import Workbook
from grading.office.open import read_file
from grading.office.outcome import CannotReadError
from tests.grading.office.formulas.cached_values import CachedValues, is_same
from tests.grading.office.formulas.cases import CASES, DATA, book_bytes

CORPUS = Path(__file__).resolve().parents[5] / "shared" / "corpora" / "office"
FORMULAS_A_SHEET = 400


# Files spell functions newer than their format with a prefix.
NEWER = re.compile(
    r"\b(MAXIFS|MINIFS|IFS|IFNA|XOR|SWITCH|RANK\.EQ|RANK\.AVG|STDEV\.P|TEXTJOIN|CONCAT|DAYS|PERCENTILE\.EXC|"
    r"QUARTILE\.EXC|BITAND|BITOR|BITXOR|BITLSHIFT|BITRSHIFT|COT|SEC|CEILING\.MATH|FLOOR\.MATH|AGGREGATE)\("
)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_agrees_with_every_case(tmp_path):
    first = len(DATA) + 3
    formulas = {f"H{first + number}": NEWER.sub(r"_xlfn.\1(", formula) for number, (formula, _e) in enumerate(CASES)}
    source = tmp_path / "cases.xlsx"
    source.write_bytes(book_bytes(formulas))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    subprocess.run(
        [*command, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"), str(source)],
        check=True,
        capture_output=True,
        timeout=100,
    )
    workbook = read_file(tmp_path / "out" / "cases.xlsx")
    assert isinstance(workbook, Workbook)
    sheet = workbook.sheets[0]
    differing = []
    for number, (formula, expected) in enumerate(CASES):
        cell = sheet.cell(first + number, 8)
        assert cell is not None
        value = constant(cell)
        # LibreOffice writes most of its own errors as #VALUE!, whatever an office program would say.
        is_error = value is ErrorValue.VALUE and isinstance(expected, ErrorValue)
        if not is_error and not is_same(value, expected):
            differing.append((formula, expected, value))
    assert differing == []


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the foreign files (../shared/corpora) are not on this machine")
def test_foreign_workbooks_kept_the_values_we_calculate():
    found = CachedValues()
    for path in sorted(CORPUS.rglob("*.xls[xm]")):
        try:
            workbook = read_file(path)
        except CannotReadError:
            continue
        if isinstance(workbook, Workbook):
            found.compare(workbook, path.name, FORMULAS_A_SHEET)
    assert found.same > 1000
    assert found.share >= 0.99, "\n".join(found.differing)
    assert "function SROUND" in found.obstacles  # a function of an add-in: named, not guessed
