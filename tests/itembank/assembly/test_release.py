"""The checks before sealing: all pass on a sound exam, and each one catches its own fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import msgspec
import pytest

from itembank.assembly.assemble import assemble
from itembank.assembly.blueprint import Filter, Overlap, SectionPlan
from itembank.assembly.release import Check, Release, Verdict, check_release, has_failed
from itembank.bank.forms import StoredForm
from itembank.bank.items import StoredItem
from itembank.bank.record import BankItem
from itembank.bank.states import State
from itembank.base.canonical import digest
from itembank.model.certificate import CaseKind
from itembank.model.codec import to_bytes
from itembank.model.item import ItemKind
from itembank.model.items.practical import StarterFile
from itembank.model.marking import HumanScoring, MarkingKey
from itembank.model.paper import Paper
from itembank.model.sitting import Candidate, Seat, Sitting
from tests.itembank import samples
from tests.itembank.assembly.pools import blueprint, pool, section

PHOTO = b"portrait"


def stored(item: BankItem, state: State = State.USABLE) -> StoredItem:
    return StoredItem(item, item.version(), 1, state, "甲", "x", "now")


def sitting(**changes: Any) -> Sitting:
    fields: dict[str, Any] = {
        "exam": "X2026",
        "sitting": "S01",
        "title": "样卷",
        "site": "一中",
        "room": "机房",
        "planned_start": "2026-06-13T09:00",
        "duration_minutes": 45,
        "seats": (Seat(label="01", row=1, column=1), Seat(label="02", row=1, column=2)),
        "candidates": (
            Candidate(number="0001", name="甲", seat="01", form="A", photo=digest(PHOTO)),
            Candidate(number="0002", name="乙", seat="02", form="B"),
        ),
        "forms": ("A", "B"),
        "backup_form": "C",
    }
    return Sitting(**(fields | changes))


@dataclass
class Exam:
    """A sound exam whose parts a test may spoil."""

    release: Release

    def spoil_paper(self, change: Callable[[Paper], Paper]) -> None:
        first, *others = self.release.forms
        paper = change(first.paper())
        self.release = replace(self.release, forms=(replace(first, paper_bytes=to_bytes(paper)), *others))

    def spoil_key(self, change: Callable[[MarkingKey], MarkingKey]) -> None:
        first, *others = self.release.forms
        key = change(first.key())
        self.release = replace(self.release, forms=(replace(first, key_bytes=to_bytes(key)), *others))

    def verdicts(self) -> dict[str, Check]:
        return {check.name: check for check in check_release(self.release)}

    def failed(self) -> set[str]:
        return {name for name, check in self.verdicts().items() if check.verdict is Verdict.FAILED}


@pytest.fixture
def exam() -> Exam:
    tasks = [samples.practical(f"P{number}", facts=samples.facts(2)) for number in range(3)]
    practical = SectionPlan(
        identifier="S2",
        title="二、操作题",
        count=1,
        filter=Filter(kinds=(ItemKind.PRACTICAL,)),
        overlap=Overlap.DISJOINT,
    )
    made = assemble(blueprint(section(6), practical, backup="C"), [*pool(), *tasks])
    forms = tuple(
        StoredForm(
            "X2026",
            form.paper.form,
            form.paper.backup,
            to_bytes(form.paper),
            to_bytes(form.key),
            tuple(item.version() for item in form.items),
        )
        for form in made.forms
    )
    items = {item.version(): stored(item) for form in made.forms for item in form.items}
    media = {digest(data): data for data in (samples.STARTER, samples.MODEL)}
    return Exam(
        Release(
            exam="X2026",
            forms=forms,
            items=items,
            find_media=media.get,
            sittings=(sitting(),),
            find_photo={digest(PHOTO): PHOTO}.get,
        )
    )


def test_a_sound_exam_passes_every_check(exam: Exam) -> None:
    checks = check_release(exam.release)
    assert {check.verdict for check in checks} == {Verdict.PASSED}
    assert not has_failed(checks)
    assert len(checks) == 19


def test_bytes_that_are_no_paper_stop_everything(exam: Exam) -> None:
    first, *others = exam.release.forms
    data = first.paper_bytes.replace(b'"exam"', b'"keys":[],"exam"', 1)
    exam.release = replace(exam.release, forms=(replace(first, paper_bytes=data), *others))
    assert exam.failed() == {"forms.readable"}


def test_a_paper_that_hides_blanks_between_its_words_is_caught(exam: Exam) -> None:
    first, *others = exam.release.forms
    exam.release = replace(exam.release, forms=(replace(first, paper_bytes=first.paper_bytes + b" "), *others))
    assert exam.failed() == {"forms.canonical"}


def test_a_key_of_other_points_is_caught(exam: Exam) -> None:
    def other_points(key: MarkingKey) -> MarkingKey:
        first, *others = key.entries
        return msgspec.structs.replace(key, entries=(msgspec.structs.replace(first, points=Fraction(9)), *others))

    exam.spoil_key(other_points)
    assert exam.failed() == {"forms.keys"}


def test_an_item_that_is_no_longer_usable_is_caught(exam: Exam) -> None:
    version, item = next(iter(exam.release.items.items()))
    items = dict(exam.release.items) | {version: replace(item, state=State.LEAKED)}
    exam.release = replace(exam.release, items=items)
    assert exam.failed() == {"items.usable"}
    assert "泄露" in exam.verdicts()["items.usable"].sentence


def spoil_task(exam: Exam, change: Callable[[BankItem], BankItem]) -> None:
    """Put a changed practical task in the place of the tested one."""
    version, item = next((v, i) for v, i in exam.release.items.items() if i.content.model_files)
    exam.release = replace(
        exam.release, items=dict(exam.release.items) | {version: replace(item, content=change(item.content))}
    )


def test_a_practical_task_without_a_certificate_is_refused(exam: Exam) -> None:
    spoil_task(exam, lambda item: msgspec.structs.replace(item, certificate=None))
    assert exam.failed() == {"practical.tested"}
    assert "没有评分标准的自测证书" in exam.verdicts()["practical.tested"].sentence


def test_a_certificate_vouches_for_one_model_answer_only(exam: Exam) -> None:
    other = StarterFile(path="通知.docx", media="0" * 64, size_bytes=1)
    spoil_task(exam, lambda item: msgspec.structs.replace(item, model_files=(other,)))
    assert exam.failed() == {"practical.tested"}
    assert "自测以后" in exam.verdicts()["practical.tested"].sentence


def test_a_certificate_with_a_bad_result_is_refused_and_says_which(exam: Exam) -> None:
    def starter_scores(item: BankItem) -> BankItem:
        assert item.certificate is not None
        first, *others = item.certificate.cases
        gift = msgspec.structs.replace(first, shares=(Fraction(1),))
        return msgspec.structs.replace(
            item, certificate=msgspec.structs.replace(item.certificate, cases=(gift, *others))
        )

    spoil_task(exam, starter_scores)
    assert exam.failed() == {"practical.tested"}
    assert "发放的文件：得分点 p1 不应得分" in exam.verdicts()["practical.tested"].sentence


def test_a_rubric_that_was_not_tried_after_a_resave_is_noted_only(exam: Exam) -> None:
    def not_resaved(item: BankItem) -> BankItem:
        assert item.certificate is not None
        cases = tuple(case for case in item.certificate.cases if case.kind is not CaseKind.RESAVED)
        return msgspec.structs.replace(
            item, certificate=msgspec.structs.replace(item.certificate, cases=cases, resaved_with="")
        )

    spoil_task(exam, not_resaved)
    assert exam.failed() == set()
    assert exam.verdicts()["practical.resaved"].verdict is Verdict.NOTE


def test_an_item_that_left_the_bank_is_caught(exam: Exam) -> None:
    items = dict(list(exam.release.items.items())[1:])
    exam.release = replace(exam.release, items=items)
    assert exam.failed() == {"items.usable"}


def test_a_blank_without_a_rule_is_caught(exam: Exam) -> None:
    version, item = next(iter(exam.release.items.items()))
    broken = samples.join(item.content.item, HumanScoring(response="OTHER"))
    exam.release = replace(exam.release, items=dict(exam.release.items) | {version: stored(broken)})
    assert "items.markable" in exam.failed()


def test_an_order_that_lost_an_option_is_caught(exam: Exam) -> None:
    def lose(paper: Paper) -> Paper:
        one, *sections = paper.sections
        first, *others = one.items
        spoilt = msgspec.structs.replace(first, choice_order={"RESPONSE": ("A", "B")})
        changed = msgspec.structs.replace(one, items=(spoilt, *others))
        return msgspec.structs.replace(paper, sections=(changed, *sections))

    exam.spoil_paper(lose)
    assert exam.failed() == {"items.orders"}


def test_missing_and_changed_files_are_caught(exam: Exam) -> None:
    for find in (lambda _name: None, lambda _name: b"other"):
        exam.release = replace(exam.release, find_media=find)
        assert exam.failed() == {"media.complete"}


def test_forms_of_different_worth_are_caught(exam: Exam) -> None:
    def more(paper: Paper) -> Paper:
        one, *sections = paper.sections
        first, *others = one.items
        changed = msgspec.structs.replace(one, items=(msgspec.structs.replace(first, points=Fraction(5)), *others))
        return msgspec.structs.replace(paper, sections=(changed, *sections))

    exam.spoil_paper(more)
    assert exam.failed() == {"points.equal", "forms.keys"}


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"duration_minutes": 60}, "sitting.exam"),
        ({"exam": "OTHER"}, "sitting.exam"),
        ({"forms": ("A", "B", "Z")}, "sitting.forms"),
        ({"backup_form": "Z"}, "sitting.forms"),
    ],
)
def test_a_sitting_that_does_not_fit_the_exam_is_caught(exam: Exam, changes: dict[str, Any], name: str) -> None:
    exam.release = replace(exam.release, sittings=(sitting(**changes),))
    assert exam.failed() == {name}


def test_two_sittings_or_one_room_twice_are_not_sealed_together(exam: Exam) -> None:
    exam.release = replace(exam.release, sittings=(sitting(), sitting(sitting="S02", room="机房二")))
    assert exam.failed() == {"sitting.exam"}
    exam.release = replace(exam.release, sittings=(sitting(), sitting()))
    assert exam.failed() == {"sitting.exam"}


def test_a_missing_portrait_is_caught(exam: Exam) -> None:
    exam.release = replace(exam.release, find_photo=lambda _name: None)
    assert exam.failed() == {"sitting.photos"}


def test_neighbours_with_one_form_are_noted_but_do_not_stop_the_exam(exam: Exam) -> None:
    same = tuple(msgspec.structs.replace(c, form="A") for c in sitting().candidates)
    exam.release = replace(exam.release, sittings=(sitting(candidates=same),))
    assert exam.failed() == set()
    assert exam.verdicts()["sitting.neighbours"].verdict is Verdict.NOTE
