"""One broken record makes a problem of one attempt: fifty others are marked as if nothing were wrong with it."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest

from grading.commands.verify import describe, problem_lines
from grading.desk.evidence import gather_evidence
from grading.intake.bundle import open_bundle, stray_lines
from grading.intake.keys import open_keys
from grading.marking.candidates import Marker
from grading.scorers.outcome import ItemStatus, PartOutcome
from itembank.model.checks import CheckCall, CheckPoint, Rubric
from itembank.model.marking import RubricScoring
from itembank.model.record import AttemptOpened, EventStored, HandInStored
from itembank.sealing.attempt import AttemptKey, DeskSigner
from itembank.sealing.keys import BoxKey, SigningKey
from tests.builders import (
    ExamBuilder,
    RoomBuilder,
    answered,
    choice_item,
    choice_scoring,
    folder_saved,
    practical_item,
    seal_marking,
)

BROKEN, FINE = "0031001", "0031002"
RUBRIC = Rubric(
    identifier="R",
    points=(
        CheckPoint(
            identifier="p1",
            title="建立文件",
            points=Fraction(5),
            checks=(CheckCall(type="F.exists", file="a.txt"),),
        ),
    ),
)


class ReadsAll:
    """Gives full marks to a folder whose files can all be read."""

    def mark(self, scoring, folder, seed=0):
        for entry in folder.manifest.entries:
            folder.read(entry)
        return (PartOutcome(name="p1", share=Fraction(1), weight=Fraction(5)),)


def room_of_two() -> RoomBuilder:
    room = RoomBuilder()
    for number in (BROKEN, FINE):
        file = room.file(number, "a.txt", number.encode())
        room.attempt(number, answered("Q1", "A"), folder_saved("P1", file))
    return room


def change(room: RoomBuilder, kind, number: str, **changes) -> None:
    """Change the first entry of a kind of a candidate's attempt before the room chains and signs it."""
    place = next(i for i, b in enumerate(room.bodies) if isinstance(b, kind) and b.attempt.endswith(number))
    room.bodies[place] = msgspec.structs.replace(room.bodies[place], **changes)


def opened_again(room: RoomBuilder, **changes) -> None:
    """Let the broken candidate's attempt be opened a second time."""
    first = next(b for b in room.bodies if isinstance(b, AttemptOpened) and b.candidate == BROKEN)
    room.bodies.append(msgspec.structs.replace(first, **changes))


def locked(room: RoomBuilder) -> None:
    other = AttemptKey.generate().wrap_to(BoxKey.generate().public, "x")
    change(room, AttemptOpened, BROKEN, wrapped_key=other)


def too_short_a_key(room: RoomBuilder) -> None:
    change(room, AttemptOpened, BROKEN, wrapped_key=b"short")


def broken_chain(room: RoomBuilder) -> None:
    change(room, EventStored, BROKEN, ciphertext=b"\0" * 40)


def short_head(room: RoomBuilder) -> None:
    change(room, EventStored, BROKEN, head=b"\0")


def impossible_epoch(room: RoomBuilder) -> None:
    change(room, EventStored, BROKEN, epoch=-1)


def another_hand_in(room: RoomBuilder) -> None:
    signature = DeskSigner.generate(f"S1-{BROKEN}", 1).sign(3, b"\0" * 32)
    change(room, HandInStored, BROKEN, signature=signature)


def two_attempts(room: RoomBuilder) -> None:
    first = next(b for b in room.bodies if isinstance(b, AttemptOpened) and b.candidate == BROKEN)
    wrapped = room.key(BROKEN).wrap_to(room.centre.public, "S1-second")
    room.bodies.append(msgspec.structs.replace(first, attempt="S1-second", wrapped_key=wrapped))


def unknown_form(room: RoomBuilder) -> None:
    change(room, AttemptOpened, BROKEN, form="Z")


DOUBTFUL = [
    locked,
    too_short_a_key,
    broken_chain,
    short_head,
    impossible_epoch,
    another_hand_in,
    two_attempts,
    unknown_form,
]


def opened(room: RoomBuilder, tmp_path):
    return open_bundle(room.seal(tmp_path / "b.jikao"), [room.signer.public], room.centre)


def package_of(tmp_path):
    exam = ExamBuilder().add(choice_item("Q1"), choice_scoring("A"), 2)
    exam.add(practical_item("P1"), RubricScoring(rubric=RUBRIC), 5)
    grader, centre = BoxKey.generate(), SigningKey.generate()
    return open_keys(seal_marking(tmp_path / "m.jikao", exam, centre, grader), [centre.public], grader)


def marked(bundle, package):
    return {result.candidate: result for result in Marker(bundle, package, ReadsAll()).mark_all()}


@pytest.mark.parametrize("harm", DOUBTFUL, ids=lambda harm: harm.__name__)
def test_a_doubtful_attempt_goes_to_people_whole_and_nobody_else_does(tmp_path, harm):
    room = room_of_two()
    harm(room)
    bundle, package = opened(room, tmp_path), package_of(tmp_path)
    results = marked(bundle, package)
    assert [item.status for item in results[BROKEN].items] == [ItemStatus.NEEDS_PERSON] * 2
    assert all(item.parts[0].sentence and item.evidence for item in results[BROKEN].items)
    assert results[BROKEN].problems
    assert not results[BROKEN].is_complete
    assert (results[FINE].points, results[FINE].problems, results[FINE].is_complete) == (7, (), True)
    lines = describe(bundle, problem_lines(bundle))
    assert lines[1].startswith(f"  ! {BROKEN} ")
    attempt = bundle.find_attempt(BROKEN)
    assert attempt is not None
    assert gather_evidence(bundle, attempt, package, "P1", "建立文件").title == ""


def test_a_later_desks_damaged_copy_of_the_key_costs_nothing(tmp_path):
    room = room_of_two()
    opened_again(room, epoch=2, wrapped_key=b"damaged")
    bundle = opened(room, tmp_path)
    assert bundle.strays == ()
    attempt = bundle.find_attempt(BROKEN)
    assert attempt is not None
    assert (attempt.problems, attempt.is_whole, attempt.events) == ((), True, 3)


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_missing_or_damaged_file_costs_its_item_alone(tmp_path, harm):
    room = room_of_two()
    blob = room.file(BROKEN, "a.txt", BROKEN.encode()).blob
    if harm == "missing":
        del room.blobs[blob]
    else:
        room.blobs[blob] = b"\0" * len(room.blobs[blob])
    bundle, package = opened(room, tmp_path), package_of(tmp_path)
    results = marked(bundle, package)
    assert [item.status for item in results[BROKEN].items] == [ItemStatus.SCORED, ItemStatus.NEEDS_PERSON]
    assert results[FINE].points == 7
    assert len(problem_lines(bundle)) == 1
    assert "a.txt" in problem_lines(bundle)[0]
    attempt = bundle.find_attempt(BROKEN)
    assert attempt is not None
    (view,) = gather_evidence(bundle, attempt, package, "P1", "建立文件").files
    assert view.data == b""
    assert view.lines


def test_an_attempt_of_nobody_on_the_roster_is_listed_and_waits_for_nobody(tmp_path):
    room = room_of_two().attempt("0039999", answered("Q1", "A"))
    bundle = opened(room, tmp_path)
    results = marked(bundle, package_of(tmp_path))
    assert "0039999" not in results
    assert results[FINE].points == 7
    assert ["0039999" in line and "不在名单上" in line for line in stray_lines(bundle)] == [True]
    assert stray_lines(bundle)[0] in problem_lines(bundle)


def test_saves_of_an_attempt_that_was_never_opened_are_not_dropped_in_silence(tmp_path):
    room = room_of_two()
    room.bodies = [b for b in room.bodies if not (isinstance(b, AttemptOpened) and b.candidate == BROKEN)]
    path = room.seal(tmp_path / "b.jikao", attempts=2)
    bundle = open_bundle(path, [room.signer.public], room.centre)
    assert [stray.attempt for stray in bundle.strays] == [f"S1-{BROKEN}"]
    assert bundle.find_attempt(FINE) is not None
    assert f"S1-{BROKEN}" in problem_lines(bundle)[0]
