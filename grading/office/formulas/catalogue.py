"""The table of all functions, and which of them are one function under several names."""

from __future__ import annotations

from grading.office.formulas.arrays import ARRAYS
from grading.office.formulas.cell_facts import CELL_FACTS
from grading.office.formulas.databases import DATABASES
from grading.office.formulas.dates import DATES
from grading.office.formulas.finance import FINANCE
from grading.office.formulas.logic import LOGIC
from grading.office.formulas.lookup import LOOKUP
from grading.office.formulas.mathematics import MATHEMATICS
from grading.office.formulas.numbers import NUMBERS
from grading.office.formulas.samples import SAMPLES
from grading.office.formulas.scope import Function, LazyFunction
from grading.office.formulas.statistics import STATISTICS
from grading.office.formulas.text_parts import TEXT_PARTS
from grading.office.formulas.texts import TEXTS

FUNCTIONS: dict[str, Function | LazyFunction] = {
    **MATHEMATICS,
    **NUMBERS,
    **STATISTICS,
    **SAMPLES,
    **DATABASES,
    **LOGIC,
    **TEXTS,
    **TEXT_PARTS,
    **DATES,
    **FINANCE,
    **LOOKUP,
    **ARRAYS,
    **CELL_FACTS,
}

TWINS = {
    "RANK.EQ": "RANK",
    "STDEV.S": "STDEV",
    "STDEV.P": "STDEVP",
    "VAR.S": "VAR",
    "VAR.P": "VARP",
    "MODE.SNGL": "MODE",
    "PERCENTILE.INC": "PERCENTILE",
    "QUARTILE.INC": "QUARTILE",
    "CONCAT": "CONCATENATE",
    "FORECAST.LINEAR": "FORECAST",
    "PERCENTRANK.INC": "PERCENTRANK",
    "COVARIANCE.P": "COVAR",
    "NORM.DIST": "NORMDIST",
    "NORM.INV": "NORMINV",
    "NORM.S.INV": "NORMSINV",
    "DBCS": "WIDECHAR",
}


def one_name(name: str) -> str:
    """Return the name a function goes by among its twins."""
    bare = name.strip().upper().removesuffix("()")
    return TWINS.get(bare, bare)
