"""Checks of programs, in a real judge: what a rubric says, and what the report says of it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from grading.checks.catalogue import find_check_type
from grading.checks.context import context_of
from grading.checks.finding import Finding, Verdict
from grading.checks.marker import RubricMarker, run_call
from grading.programs.judge import JudgeConfig
from grading.programs.seeded import Draw, draw_values
from itembank.model.checks import CheckCall, CheckPoint, Rubric
from itembank.model.marking import RubricScoring
from tests.grading.checks.workbench import DirectReader, subject, working_folder
from tests.grading.programs.conftest import start_judge

MET, PARTLY, NOT_MET, CANNOT = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE
SUM = b"print(int(input()) + int(input()))\n"
SUMS: dict[str, Any] = {
    "model": SUM.decode(),
    "draws": [{"name": "a", "low": 1, "high": 99}, {"name": "b", "low": 1, "high": 99}],
    "stdin": "{a}\n{b}\n",
    "seed": 5,
}
STAR = b"import turtle\nfor i in range(5):\n    turtle.fd(100)\n    turtle.rt(144)\n"
TEMPLATE = "n = int(input())\ns = 0\nfor i in range(【1】):\n    【2】\nprint(s)\n"
BLANKS = {
    "template": TEMPLATE,
    "blanks": [{"number": 1, "accepted": ["n + 1"]}, {"number": 2, "accepted": ["s += i"]}],
    "tests": [{"name": "1", "stdin": "3", "expected": "6"}],
}
BUG = b"n = int(input())\nprint('Y' if n > 60 else 'N')\n"
GRADES = [{"name": text, "stdin": text, "expected": "Y" if int(text) >= 60 else "N"} for text in ("59", "60", "61")]


@pytest.fixture(scope="module")
def judge():
    with start_judge(JudgeConfig(self_test=False)) as ready:
        yield ready


@pytest.fixture
def check(judge):
    def run(name: str, source: bytes | None, starter: bytes = b"", /, **parameters) -> Finding:
        kind = find_check_type(name)
        assert kind is not None
        files = {} if source is None else {"work.py": source}
        call = CheckCall(type=name, file="work.py", parameters=parameters)
        return kind.run(call, subject(files, {"work.py": starter}, judge))

    return run


def test_seeded_inputs_tell_a_program_from_its_examples(check):
    assert check("Y.seeded", SUM, **SUMS).verdict is MET
    wrong = check("Y.seeded", b"input(); input(); print(3)", **SUMS)
    assert wrong.verdict is NOT_MET
    assert "应为" not in wrong.sentence
    assert check("Y.seeded", None, **SUMS).verdict is NOT_MET


@pytest.mark.parametrize(
    "change",
    [
        {"model": "print(1 / 0)"},
        {"count": 0},
        {"draws": [{"name": "a", "kind": "dice"}]},
        {"checker": "magic"},
        {"source": "x"},
        {"texts": "x"},
    ],
)
def test_a_rubric_that_makes_no_sense_is_never_the_candidates_fault(check, change):
    assert check("Y.seeded", SUM, **{**SUMS, **change}).verdict is CANNOT


def test_a_drawing_is_compared_with_the_model_programs(check):
    model = {"model": STAR.decode()}
    other_way = (
        b"from turtle import *\npenup(); goto(0, 0); pd()\nfor i in range(10):\n    fd(50)\n    if i % 2: rt(144)\n"
    )
    assert check("Y.drawing", other_way, **model).verdict is MET
    four = check("Y.drawing", STAR.replace(b"5", b"4"), **model)
    assert (four.verdict, bool(four.sentence)) == (NOT_MET, True)
    part = check("Y.drawing", STAR.replace(b"range(5)", b"range(4)"), partial=True, **model)
    assert part.verdict is PARTLY
    assert Fraction(7, 10) < part.share < Fraction(9, 10)
    assert "NameError" in check("Y.drawing", b"turtle.fd(1)", **model).sentence
    assert check("Y.drawing", b"", **model).verdict is NOT_MET
    assert check("Y.drawing", STAR, model="print(1)").verdict is CANNOT


def test_blanks_are_found_and_marked(check):
    def filled(first: str, second: str) -> bytes:
        return TEMPLATE.replace("【1】", first).replace("【2】", second).encode()

    assert check("Y.blanks", filled("0, n + 1", "s = s + i"), **BLANKS).verdict is MET
    half = check("Y.blanks", filled("n+1", "s = i"), **BLANKS)
    assert (half.verdict, half.share) == (PARTLY, Fraction(1, 2))
    assert "2: s = i" in half.observed
    assert check("Y.blanks", TEMPLATE.encode(), **BLANKS).verdict is NOT_MET
    assert check("Y.blanks", b"print(6)", **BLANKS).verdict is CANNOT


def test_a_repair_is_measured_against_the_starter_file(check):
    assert check("Y.repair", BUG, BUG, tests=GRADES).verdict is NOT_MET
    assert check("Y.repair", BUG.replace(b">", b">="), BUG, tests=GRADES).verdict is MET
    broken = check("Y.repair", BUG.replace(b"> 60", b"> 0"), BUG, tests=GRADES)
    assert broken.verdict is NOT_MET
    assert "改错了 1 个" in broken.sentence
    anew = check("Y.repair", b"x = int(input())\nprint('YN'[x < 60])\n", BUG, tests=GRADES, lines=1)
    assert (anew.verdict, "2 行" in anew.sentence) == (NOT_MET, True)
    assert check("Y.repair", BUG, BUG.replace(b">", b">="), tests=GRADES).verdict is CANNOT


def test_the_report_of_a_hidden_test_holds_neither_input_nor_output(check):
    tests = [{"name": "隐藏", "stdin": "secret-in", "expected": "secret-out", "hidden": True}]
    told = check("Y.tests", b"print(1)", tests=tests)
    assert told.verdict is NOT_MET
    assert "secret" not in repr(told)


def test_files_of_a_test_are_there_only_in_that_test(check):
    source = b"import os\nopen('out.txt', 'w').write(str(os.listdir('.')))"
    tests = [
        {"name": name, "expected": f"['{name}']", "files": {name: "x"}, "output": "out.txt"} for name in ("a", "b")
    ]
    assert check("Y.tests", source, tests=tests).verdict is NOT_MET  # out.txt itself is there when listed
    source = b"import os\nfound = os.listdir('.')\nopen('out.txt', 'w').write(str(found))"
    assert check("Y.tests", source, tests=tests).verdict is MET


def test_a_rubric_may_forgive_encodings_and_count_prompts(check):
    tests = [{"name": "1", "stdin": "张三", "expected": "你好张三"}]
    gbk = "print('你好' + input('姓名：'))".encode("gbk")
    assert check("Y.tests", gbk, tests=tests).verdict is NOT_MET
    assert check("Y.tests", gbk, tests=tests, source="forgiving").verdict is MET
    assert check("Y.tests", gbk, tests=tests, source="forgiving", prompts=True).verdict is NOT_MET


def test_constructs_are_found_in_a_file_of_a_windows_editor(check):
    source = "for 行 in range(3):\n    print('中文', 行)".encode("gbk")
    assert check("Y.uses", source, construct="for").verdict is MET
    assert check("Y.uses", source, construct="while").verdict is NOT_MET


def test_inputs_are_drawn_with_the_papers_seed_and_with_the_rubrics_where_there_is_none(judge):
    """Two programs that know what one seed draws: only on the paper with this seed do they pass."""

    def draws_of(seed: int) -> bytes:
        plan = [draw_values([Draw("a", low=1, high=99), Draw("b", low=1, high=99)], seed, n) for n in range(1, 6)]
        known = {(values["a"], values["b"]): int(values["a"]) + int(values["b"]) for values in plan}
        return f"print({known!r}.get((input(), input()), 0))".encode()

    point = CheckPoint(
        identifier="p1",
        title="随机输入",
        points=Fraction(1),
        checks=(CheckCall(type="Y.seeded", file="work.py", parameters=SUMS),),
    )
    scoring = RubricScoring(rubric=Rubric(identifier="R", points=(point,)))
    marker = RubricMarker(DirectReader(), judge)

    def share(source: bytes, seed: int) -> Fraction | None:
        (part,) = marker.mark(scoring, working_folder({"work.py": source}, {"work.py": b""}), seed)
        return part.share

    assert [share(SUM, seed) for seed in (0, 5, 6)] == [1, 1, 1]
    assert [share(draws_of(5), seed) for seed in (0, 5, 6)] == [1, 1, 0]
    assert [share(draws_of(6), seed) for seed in (0, 6)] == [0, 1]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"if False:\n    for i in x: print(i)\nprint(1)", "执行不到"),
        (b"def f():\n    for i in x: print(i)\nprint(1)", "执行不到"),
        (b"print(1)", "没有使用"),
    ],
)
def test_a_construct_that_cannot_run_is_not_used_unless_the_rubric_says_so(judge, source, reason):
    strict = looked_at(judge, source, CheckCall(type="Y.uses", file="work.py", parameters={"construct": "for"}))
    assert strict.verdict is NOT_MET
    assert reason in strict.sentence
    call = CheckCall(type="Y.uses", file="work.py", parameters={"construct": "for", "reachable": False})
    assert looked_at(judge, source, call).verdict is (MET if b"for" in source else NOT_MET)


def test_a_function_that_the_tests_of_the_rubric_call_is_reached(judge):
    source = (
        b"def area(r):\n    for i in range(r): pass\n    return r\ndef other(r):\n    while r: r -= 1\nprint('ready')"
    )
    uses, waits = (CheckCall(type="Y.uses", file="work.py", parameters={"construct": one}) for one in ("for", "while"))
    tests = [{"name": "1", "call": "print(area(3))", "expected": "3"}]
    calls = CheckCall(type="Y.tests", file="work.py", parameters={"tests": tests})
    asks = CheckCall(type="Y.function", file="work.py", parameters={"name": "other", "parameters": 1})
    assert looked_at(judge, source, uses).verdict is NOT_MET
    assert looked_at(judge, source, uses, calls).verdict is MET
    assert looked_at(judge, source, waits, calls).verdict is NOT_MET
    assert looked_at(judge, source, waits, calls, asks).verdict is MET


def test_what_is_forbidden_may_not_even_stand_where_it_cannot_run(judge):
    avoids = CheckCall(type="Y.avoids", file="work.py", parameters={"construct": "for"})
    assert looked_at(judge, b"print(1)", avoids).verdict is MET
    assert looked_at(judge, b"if False:\n    for i in x: pass\nprint(1)", avoids).verdict is NOT_MET
    assert looked_at(judge, b"if False:\n    print(1)", avoids).verdict is NOT_MET


def test_a_function_is_asked_for_where_the_program_gets_to_its_definition(judge):
    asks = CheckCall(type="Y.function", file="work.py", parameters={"name": "f", "parameters": 1})
    assert looked_at(judge, b"def f(a): return a\nprint(1)", asks).verdict is MET
    assert looked_at(judge, b"if 0:\n    def f(a): return a\nprint(1)", asks).verdict is NOT_MET


def looked_at(judge, source: bytes, call: CheckCall, *others: CheckCall) -> Finding:
    """Carry out the first check of a rubric that has all of them."""
    points = tuple(
        CheckPoint(identifier=f"p{number}", title="点", points=Fraction(1), checks=(one,))
        for number, one in enumerate((call, *others))
    )
    work = subject({"work.py": source}, {"work.py": b""}, judge)
    work.context = context_of(Rubric(identifier="R", points=points))
    return run_call(call, work)


ASKED = [{"name": "一", "expected": "和：3"}]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("print（'和：3'）", "测试“一”运行出错：第 1 行有语法错误（SyntaxError），程序不能开始运行。"),
        ("if 1:\n\tprint(1)\n        print(2)", "第 3 行有缩进错误（空格和制表符混用）（TabError）"),
        ("x = 1\nprint(____)", "NameError（第 2 行）。"),
        ("print('和： 3')", "第 1 行输出应为“和：3”，实际为“和： 3”（只差空格）。"),
        ("print('和:3')", "实际为“和:3”（只差全角和半角）。"),
        ("print('和：4')", "实际为“和：4”。"),
        ("print('请输入：')\nprint('和：3')", "第 1 行输出应为“和：3”，实际为“请输入：”。"),
        ("print('和：3')\nprint('完')", "第 2 行多输出了“完”。"),
        ("a = 3", "测试“一”没有任何输出。"),
        ("while True: print(1)", "测试“一”：输出过多。"),
    ],
)
def test_the_sentence_tells_a_teacher_what_happened(check, source, sentence):
    finding = check("Y.tests", source.encode(), tests=ASKED)
    assert finding.verdict is NOT_MET
    assert sentence in finding.sentence


def test_a_program_for_another_machine_goes_to_a_person_with_the_reason(check):
    finding = check("Y.tests", b"import msvcrt\nprint(3)", tests=ASKED)
    assert finding.verdict is CANNOT
    assert "ModuleNotFoundError: msvcrt" in finding.sentence
