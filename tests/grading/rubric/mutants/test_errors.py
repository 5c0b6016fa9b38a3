"""Programs and projects with one error each: every error stands alone and is said in words."""

from __future__ import annotations

import ast

from grading.rubric.mutants.program_errors import MOST_ERRORS, program_errors
from grading.rubric.mutants.project import OpenedProject
from grading.rubric.mutants.scratch_errors import project_errors
from tests.grading.scratch.project import FLAG, chosen, project, sprite, typed

PROGRAM = '''"""门票"""
n = int(input('张数 9：'))  # 不超过 50
if n >= 10 and n != 99:
    price = 24
else:
    price = 30
for i in range(n):
    price += 1
print(max(price, 5), f'{price:.1f} 元', '谢谢')
'''


def said(source: str) -> dict[str, str]:
    return {error.sentence: error.source.decode() for error in program_errors(source.encode())}


def test_every_kind_of_error_is_made_and_said_in_the_words_of_the_line():
    errors = said(PROGRAM)
    for sentence in (
        "第 3 行“if n >= 10 and n != 99:”错成“if n > 10 and n != 99:”",
        "第 3 行“if n >= 10 and n != 99:”错成“if n >= 10 or n != 99:”",
        "第 3 行“if n >= 10 and n != 99:”错成“if n >= 11 and n != 99:”",
        "第 3 行“if n >= 10 and n != 99:”错成“if n >= 10 and n == 99:”",
        "第 3 行“if n >= 10 and n != 99:”错成“if False:”",
        "第 3 行“if n >= 10 and n != 99:”少了后面的分支",
        "第 4 行“price = 24”错成“price = 25”",
        "第 7 行“for i in range(n):”错成“for i in range(n - 1):”",
        "第 8 行“price += 1”错成“price -= 1”",
    ):
        assert sentence in errors
    last = [source.splitlines()[-1] for sentence, source in errors.items() if sentence.startswith("第 9 行")]
    assert sorted(last) == [
        "print(max(price, 5), f'{price:.1f} 元', '谢')",
        "print(max(price, 5), f'{price:.1f} 元？', '谢谢')",
        "print(max(price, 5), f'{price:.2f} 元', '谢谢')",
        "print(max(price, 6), f'{price:.1f} 元', '谢谢')",
        "print(min(price, 5), f'{price:.1f} 元', '谢谢')",
    ]


def test_every_program_with_an_error_is_a_program_that_differs_in_one_statement():
    model = PROGRAM.splitlines()
    for source in said(PROGRAM).values():
        changed = [line for line in source.splitlines() if line not in model]
        assert len(changed) <= 1
        assert ast.parse(source).body


def test_prompts_and_docstrings_are_left_alone():
    assert not any("张数" in sentence or "门票" in sentence for sentence in said(PROGRAM))


def test_of_a_long_program_errors_are_taken_from_everywhere():
    errors = program_errors("\n".join(f"print({number})" for number in range(200)).encode())
    assert len(errors) == MOST_ERRORS
    assert errors[0].sentence.startswith("第 1 行")
    assert "第 196 行" in errors[-1].sentence


def test_what_is_no_program_has_no_errors():
    assert program_errors(b"for") == []
    assert program_errors(b"\xff\xfe") == []


WALK = (FLAG, ("motion_movesteps", typed(STEPS="10")), ("data_setvariableto", chosen(VARIABLE="分数")))
OLD = (("event_whenkeypressed", chosen(KEY_OPTION="space")), ("looks_hide",))
MODEL = project(sprite("小猫", OLD, WALK))
STARTER = project(sprite("小猫", OLD))


def test_a_project_has_another_number_another_block_or_one_block_less():
    found = {error.sentence: error.data for error in project_errors(MODEL, STARTER)}
    assert sorted(found) == [
        "“小猫”少了“data_setvariableto”", "“小猫”少了“event_whenflagclicked”", "“小猫”少了“motion_movesteps”",
        "“小猫”的“data_setvariableto”中的“分数”错成“分”", "“小猫”的“data_setvariableto”错成“data_changevariableby”",
        "“小猫”的“motion_movesteps”中的“10”错成“11”",
    ]  # fmt: skip
    changed = OpenedProject(found["“小猫”的“motion_movesteps”中的“10”错成“11”"])
    (number,) = changed.meant("小猫")
    assert [one["inputs"] for one in changed.blocks(number).values() if one["opcode"] == "motion_movesteps"] == [
        {"STEPS": [1, [10, "11"]]}
    ]


def test_what_was_handed_out_is_not_changed():
    assert not any(
        "looks_hide" in error.sentence or "space" in error.sentence for error in project_errors(MODEL, STARTER)
    )
    assert any("looks_hide" in error.sentence for error in project_errors(MODEL, b""))


def test_what_is_no_project_has_no_errors():
    assert list(project_errors(b"text", b"")) == []
