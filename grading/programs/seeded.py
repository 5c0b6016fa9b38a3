"""Draw hidden inputs with the paper's seed, and let the model program say what must come out.

A program that prints the outputs of the paper's examples gets nothing from inputs
it has not seen. The same seed draws the same inputs on every machine and with
every Python: the numbers come from SHA-256 and not from `random`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from grading.programs.checkers import Checker
from grading.programs.errors import ProgramError
from grading.programs.tests import Program, ProgramTest, Runner, observe
from itembank.base.i18n import _

PLACE = re.compile(r"\{(\w+)\}")
MOST_TESTS = 50
MOST_VALUES = 1000
DIGEST_BITS = 256


class DrawKind(Enum):
    """What can be drawn."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    CHOICE = "choice"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Draw:
    """A named place of an input and what is drawn for it.

    Numbers lie between `low` and `high`, both included, a decimal has `places` places; `choices` are the texts of
    a choice, or in one text the letters of a word, which has `least` to `most` of them. Of all other kinds that
    many are drawn and joined by `between`.
    """

    name: str
    kind: DrawKind = DrawKind.INTEGER
    low: int = 0
    high: int = 100
    places: int = 1
    choices: tuple[str, ...] = ()
    least: int = 1
    most: int = 1
    between: str = " "

    def __post_init__(self) -> None:
        """Refuse a draw that cannot be made."""
        needs_choices = self.kind in {DrawKind.CHOICE, DrawKind.WORD}
        is_sound = (
            self.low <= self.high
            and 0 <= self.places <= 9
            and 0 <= self.least <= self.most <= MOST_VALUES
            and (not needs_choices or bool(self.choices and all(self.choices)))
        )
        if not is_sound:
            raise ProgramError(_("随机输入“{name}”的范围无效。").format(name=self.name))


@dataclass(frozen=True, slots=True)
class SeededPlan:
    """How many tests are drawn, and from what: `{name}` stands in the texts for what is drawn for it."""

    name: str
    draws: tuple[Draw, ...]
    count: int
    stdin: str = ""
    call: str = ""
    checker: Checker = field(default_factory=Checker)
    weight: int = 1

    def __post_init__(self) -> None:
        """Refuse a plan whose texts and draws do not fit together."""
        used = set(PLACE.findall(self.stdin + self.call))
        known = {draw.name for draw in self.draws}
        if not 1 <= self.count <= MOST_TESTS or used != known or len(known) != len(self.draws):
            raise ProgramError(
                _("随机测试“{name}”无效：次数应为 1 到 {most}，输入中的名称应与随机项一一对应。").format(
                    name=self.name, most=MOST_TESTS
                )
            )


class Numbers:
    """A row of numbers that a seed and a name determine."""

    def __init__(self, seed: int, name: str) -> None:
        """Start the row."""
        self._start = f"{seed}\0{name}\0".encode()
        self._index = 0

    def below(self, count: int) -> int:
        """Return the next number from 0 up to, but not, `count`, each equally likely."""
        reach = (1 << DIGEST_BITS) // count * count
        while True:
            digest = hashlib.sha256(self._start + str(self._index).encode()).digest()
            self._index += 1
            number = int.from_bytes(digest)
            if number < reach:
                return number % count


def draw_values(draws: Sequence[Draw], seed: int, number: int) -> Mapping[str, str]:
    """Draw one text for each place of the test with this number."""
    return {draw.name: _draw(draw, Numbers(seed, f"{number}\0{draw.name}")) for draw in draws}


def make_tests(judge: Runner, plan: SeededPlan, model: Program, seed: int) -> tuple[ProgramTest, ...]:
    """Draw the tests of a plan; raises `ProgramError` when the model program itself does not answer one of them."""
    asked = [_ask(plan, draw_values(plan.draws, seed, number), number) for number in range(1, plan.count + 1)]
    answers = observe(judge, model, asked)
    return tuple(_answered(test, answer) for test, answer in zip(asked, answers, strict=True))


def _ask(plan: SeededPlan, values: Mapping[str, str], number: int) -> ProgramTest:
    return ProgramTest(
        name=f"{plan.name} {number}",
        expected="",
        stdin=_put_in(plan.stdin, values),
        checker=plan.checker,
        weight=plan.weight,
        hidden=True,
        call=_put_in(plan.call, values),
    )


def _answered(asked: ProgramTest, answer: bytes | None) -> ProgramTest:
    if answer is None:
        raise ProgramError(_("参考程序没有通过随机测试“{name}”，无法得到正确输出。").format(name=asked.name))
    return replace(asked, expected=answer.decode())


def _put_in(text: str, values: Mapping[str, str]) -> str:
    return PLACE.sub(lambda found: values[found[1]], text)


def _draw(draw: Draw, numbers: Numbers) -> str:
    count = draw.least + numbers.below(draw.most - draw.least + 1)
    if draw.kind is DrawKind.WORD:
        letters = "".join(draw.choices)
        return "".join(letters[numbers.below(len(letters))] for _ in range(count))
    return draw.between.join(_draw_one(draw, numbers) for _ in range(count))


def _draw_one(draw: Draw, numbers: Numbers) -> str:
    if draw.kind is DrawKind.CHOICE:
        return draw.choices[numbers.below(len(draw.choices))]
    if draw.kind is DrawKind.INTEGER:
        return str(draw.low + numbers.below(draw.high - draw.low + 1))
    unit = 10**draw.places
    value = draw.low * unit + numbers.below((draw.high - draw.low) * unit + 1)
    whole, part = divmod(abs(value), unit)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{part:0{draw.places}}" if draw.places else f"{sign}{whole}"
