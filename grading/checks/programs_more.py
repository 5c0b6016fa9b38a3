"""Y: programs by limits, exceptions, files and drawings; blanks that were filled, mistakes that were mended."""

from __future__ import annotations

import json
import re
from collections import Counter
from difflib import SequenceMatcher
from fractions import Fraction
from importlib import resources
from typing import TYPE_CHECKING, Any

import msgspec
import regex

from grading.checks.finding import CannotJudgeError, Finding, NotThereError, found, shared, unjudged
from grading.checks.names import named
from grading.checks.program_work import VERDICT_NAMES, Tests, judge_of, report_of
from grading.checks.tally import compared
from grading.checks.types import AnyCheckType, CheckType, Parameters
from grading.checks.values import Count, Milliseconds, Ordinal, PathText
from grading.programs.errors import ProgramError
from grading.programs.records import MIB, Limits, ProgramRun, RunResult, Verdict
from itembank.base.i18n import N_, _

if TYPE_CHECKING:
    from grading.checks.subject import Subject

BOARD = "turtle_board.txt"
DRAWING = "turtle-drawing.json"
MARK = r"_{2,}[（(]\s*[0-9]{1,2}\s*[）)]_{2,}|[（(]\s*[0-9]{1,2}\s*[）)]_{2,}|_{3,}"
BLANKS_MAX = 30
LINES_MAX = 3_000
PATTERN_SECONDS = 1.0
Stroke = tuple[Any, ...]


class Limit(Parameters, frozen=True):
    """Input, and what the program may use while it deals with it."""

    stdin: str = ""
    program: PathText = ""


class TimeOf(Limit, frozen=True, kw_only=True):
    """The program must end by itself within so much CPU time."""

    cpu: Milliseconds


class MemoryOf(Limit, frozen=True, kw_only=True):
    """The program must end by itself within so many megabytes, the interpreter among them (at least 96)."""

    megabytes: Count


class RaisesOf(Limit, frozen=True, kw_only=True):
    """The exception that the program must end with (a class name such as "ValueError"); "" for none at all."""

    exception: str = ""


class WritesOf(Limit, frozen=True, kw_only=True):
    """A file that the program must write, and its text, blanks at line ends aside; `files` lie beside it."""

    path: str
    text: str
    files: dict[str, str] = {}


class DrawsOf(Parameters, frozen=True, kw_only=True):
    """A turtle program whose drawing must be drawn, whatever its order, direction or pen; the share of strokes counts.

    With `anywhere` the drawing may stand elsewhere; with `colours` strokes must have the model's colours too.
    """

    model: str
    program: PathText = ""
    stdin: str = ""
    anywhere: bool = False
    colours: bool = False


class BlanksOf(Parameters, frozen=True, kw_only=True):
    """The starter program with its blanks ("____", "___(1)___") filled and nothing else changed.

    `answers` are for each blank the texts that are right, blanks inside aside; () accepts anything (tests judge it).
    """

    answers: tuple[tuple[str, ...], ...] = ()
    program: PathText = ""


class FixedOf(Parameters, frozen=True, kw_only=True):
    """A mistake mended: at most so many lines of the starter changed, and the tests pass; their share counts."""

    tests: Tests
    most_lines: Ordinal = 5
    program: PathText = ""


def in_time(subject: Subject, file: str, wanted: TimeOf) -> Finding:
    """Run the program within a time limit; near the limit the judge runs it again, alone."""
    limits = Limits(cpu_ms=max(wanted.cpu, 50))
    result = _run(subject, file, wanted, limits=limits)
    if isinstance(result, Finding):
        return result
    return _ended(result, _("运行时间"), _("{n} 毫秒以内").format(n=wanted.cpu), file)


def in_memory(subject: Subject, file: str, wanted: MemoryOf) -> Finding:
    """Run the program within a memory limit."""
    try:
        limits = Limits(memory_bytes=wanted.megabytes * MIB)
    except ProgramError as error:
        raise CannotJudgeError(error.message) from error
    result = _run(subject, file, wanted, limits=limits)
    if isinstance(result, Finding):
        return result
    return _ended(result, _("占用内存"), _("{n} MB 以内").format(n=wanted.megabytes), file)


def raises(subject: Subject, file: str, wanted: RaisesOf) -> Finding:
    """Look with which exception the program ends."""
    result = _run(subject, file, wanted)
    if isinstance(result, Finding):
        return result
    is_clean = result.verdict is Verdict.OK
    is_met = is_clean if not wanted.exception else result.exception == wanted.exception
    seen = _("没有异常") if is_clean else result.exception or named(VERDICT_NAMES_TEXT, result.verdict.value)
    goal = wanted.exception or _("没有异常")
    return compared(is_met=is_met, what=_("异常"), seen=seen, wanted=goal, place=file)


def writes(subject: Subject, file: str, wanted: WritesOf) -> Finding:
    """Look at a file that the program writes."""
    files = {name: text.encode() for name, text in wanted.files.items()}
    result = _run(subject, file, wanted, files=files, keep_files=True)
    if isinstance(result, Finding):
        return result
    data = result.files.get(wanted.path)
    if data is None:
        seen = result.exception or _("没有写出文件")
        return compared(is_met=False, what=wanted.path, seen=seen, wanted=wanted.text[:60], place=file)
    text = data.decode("utf-8", "replace")
    is_met = _lines(text) == _lines(wanted.text)
    return compared(is_met=is_met, what=wanted.path, seen=text[:60], wanted=wanted.text[:60], place=file)


def draws(subject: Subject, file: str, wanted: DrawsOf) -> Finding:
    """Compare what two programs draw: each runs by itself, the model's drawing is never beside the candidate's."""
    model = _drawing(judge_of(subject).run(_turtle_run(wanted.model.encode(), wanted.stdin)))
    if not model:
        raise CannotJudgeError(_("评分标准中的绘图程序没有画出线条。"))
    source = subject.read_bytes(wanted.program or file)
    try:
        result = judge_of(subject).run(_turtle_run(source, wanted.stdin))
    except ProgramError as error:
        raise CannotJudgeError(error.message) from error
    if result.verdict.needs_a_person:
        return unjudged(_("程序无法自动运行，请人工查看。"), place=file)
    goal, seen = (_strokes(one, wanted) for one in (model, _drawing(result)))
    common = sum((Counter(goal) & Counter(seen)).values())
    share = Fraction(common, max(len(goal), len(seen)))
    sentence = _("要求 {goal} 条线段，画出 {seen} 条，其中 {common} 条相符。")
    if result.verdict is not Verdict.OK and not seen:
        sentence = _("程序运行出错：{what}。").format(what=result.exception or result.verdict.value)
    return shared(
        share,
        sentence=sentence.format(goal=len(goal), seen=len(seen), common=common),
        observed=f"{common}/{len(seen)}",
        expected=f"{len(goal)}/{len(goal)}",
        place=wanted.program or file,
    )


def blanks(subject: Subject, file: str, wanted: BlanksOf) -> Finding:
    """Look that the blanks are filled and the rest is as it was handed out."""
    path = wanted.program or file
    template, source = _text(subject.starter_bytes(path)), _text(subject.read_bytes(path))
    pieces = re.split(MARK, template)
    count = len(pieces) - 1
    if not count or count > BLANKS_MAX or (wanted.answers and len(wanted.answers) != count):
        raise CannotJudgeError(_("素材程序中的空有 {count} 个，与评分标准不符。").format(count=count))
    pattern = "(.*?)".join(regex.escape(piece) for piece in pieces)
    try:
        matched = regex.fullmatch(pattern, source, timeout=PATTERN_SECONDS)
    except TimeoutError as error:
        raise CannotJudgeError(_("程序无法分析，请人工查看。")) from error
    if matched is None:
        raise NotThereError(_("空以外的程序被改动。"))
    given = [str(text).strip() for text in matched.groups()]
    right = [
        bool(text) and not re.fullmatch(MARK, text) and _is_answer(text, number, wanted)
        for number, text in enumerate(given)
    ]
    sentence = _("{count} 个空填对 {right} 个。").format(count=count, right=sum(right))
    goal = "；".join(answers[0] if answers else "*" for answers in wanted.answers)
    return shared(
        Fraction(sum(right), count), sentence=sentence, observed="；".join(given)[:120], expected=goal, place=path
    )


def fixed(subject: Subject, file: str, wanted: FixedOf) -> Finding:
    """Look that the program passes and that it is still the starter's program."""
    path = wanted.program or file
    before, now = _lines(_text(subject.starter_bytes(path))), _lines(_text(subject.read_bytes(path)))
    if before == now:
        return found(is_met=False, sentence=_("程序没有改动。"), place=path)
    if max(len(before), len(now)) > LINES_MAX:
        raise CannotJudgeError(_("程序无法分析，请人工查看。"))
    changed = _changed_lines(before, now)
    if changed > wanted.most_lines:
        sentence = _("改动了 {count} 行，最多可改 {most} 行。").format(count=changed, most=wanted.most_lines)
        return found(is_met=False, sentence=sentence, observed=changed, expected=wanted.most_lines, place=path)
    tests = msgspec.structs.replace(wanted.tests, program=path)
    return report_of(subject, path, tests)


def _run(
    subject: Subject,
    file: str,
    wanted: Limit,
    *,
    limits: Limits | None = None,
    files: dict[str, bytes] | None = None,
    keep_files: bool = False,
) -> RunResult | Finding:
    source = subject.read_bytes(wanted.program or file)
    try:
        run = ProgramRun(
            source, stdin=wanted.stdin.encode(), limits=limits or Limits(), files=files or {}, keep_files=keep_files
        )
        result = judge_of(subject).run(run)
    except ProgramError as error:
        raise CannotJudgeError(error.message) from error
    if result.verdict.needs_a_person:
        return unjudged(_("程序无法自动运行，请人工查看。"), place=file)
    return result


def _ended(result: RunResult, what: str, goal: str, file: str) -> Finding:
    is_met = result.verdict is Verdict.OK
    seen = goal if is_met else result.exception or named(VERDICT_NAMES_TEXT, result.verdict.value)
    return compared(is_met=is_met, what=what, seen=seen, wanted=goal, place=file)


def _turtle_run(source: bytes, stdin: str) -> ProgramRun:
    board = resources.files("grading.checks").joinpath(BOARD).read_bytes()
    return ProgramRun(source, stdin=stdin.encode(), files={"turtle.py": board}, keep_files=True)


def _drawing(result: RunResult) -> list[Stroke]:
    """Return the strokes a run noted; whatever else is in the file the candidate's program may have written."""
    try:
        noted = json.loads(result.files.get(DRAWING, b"{}"))
        strokes = noted.get("strokes", [])
        return [(*(round(float(value), 1) for value in one[:4]), str(one[4])) for one in strokes if len(one) >= 5]
    except (ValueError, TypeError, AttributeError, RecursionError):
        return []


def _strokes(drawn: list[Stroke], wanted: DrawsOf) -> list[Stroke]:
    """Return strokes without direction and length zero, joined where one goes on straight from another."""
    left = min((min(one[0], one[2]) for one in drawn), default=0.0) if wanted.anywhere else 0.0
    low = min((min(one[1], one[3]) for one in drawn), default=0.0) if wanted.anywhere else 0.0
    made: set[Stroke] = set()
    for x1, y1, x2, y2, colour in _joined(drawn):
        ends = sorted([(round(x1 - left), round(y1 - low)), (round(x2 - left), round(y2 - low))])
        if ends[0] != ends[1]:
            made.add((*ends[0], *ends[1], colour if wanted.colours else ""))
    return sorted(made)


def _joined(drawn: list[Stroke]) -> list[Stroke]:
    joined: list[Stroke] = []
    for one in drawn:
        last = joined[-1] if joined else None
        if last is not None and last[2:4] == one[:2] and last[4] == one[4] and _is_straight(last, one):
            joined[-1] = (*last[:2], *one[2:])
        else:
            joined.append(one)
    return joined


def _is_straight(one: Stroke, other: Stroke) -> bool:
    first, second = (one[2] - one[0], one[3] - one[1]), (other[2] - other[0], other[3] - other[1])
    cross = first[0] * second[1] - first[1] * second[0]
    return bool(abs(cross) < 1 and first[0] * second[0] + first[1] * second[1] > 0)


def _is_answer(text: str, number: int, wanted: BlanksOf) -> bool:
    answers = wanted.answers[number] if wanted.answers else ()
    return not answers or "".join(text.split()) in {"".join(answer.split()) for answer in answers}


def _changed_lines(before: list[str], now: list[str]) -> int:
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal")


def _text(data: bytes) -> str:
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines() if line.strip()]


VERDICT_NAMES_TEXT = {verdict.value: text for verdict, text in VERDICT_NAMES.items()}

MORE: tuple[AnyCheckType, ...] = (
    CheckType("Y.time", N_("运行时间"), TimeOf, in_time),
    CheckType("Y.memory", N_("占用内存"), MemoryOf, in_memory),
    CheckType("Y.exception", N_("异常"), RaisesOf, raises),
    CheckType("Y.writes", N_("写出文件"), WritesOf, writes),
    CheckType("Y.draws", N_("海龟绘图"), DrawsOf, draws),
    CheckType("Y.blanks", N_("程序填空"), BlanksOf, blanks),
    CheckType("Y.fixed", N_("改正程序错误"), FixedOf, fixed),
)
