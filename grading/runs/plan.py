"""What a run will do, before it does it: who is marked from which bundle, and the input that names the run."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from grading.intake.bundle import BundleFace
from grading.intake.keys import MarkingPackage
from grading.results.run import RunInput
from grading.runs.corrections import Correction, correction_id
from grading.version import VERSION
from itembank.base.errors import JikaoError
from itembank.base.i18n import _

BATCH = 60
NO_JUDGE = "no-judge"


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why and for whom a run is made. `base` and `candidates` make it a review of those candidates only."""

    reason: str = "first"
    base: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Candidates of one bundle that are marked together."""

    bundle: Path
    candidates: tuple[str, ...]


def make_input(
    faces: Sequence[BundleFace],
    package: MarkingPackage,
    *,
    corrections: Sequence[Correction],
    purpose: Purpose,
    can_judge: bool,
    language: str,
) -> RunInput:
    """Return what goes into a run; equal inputs have equal names on every machine."""
    return RunInput(
        exam=faces[0].summary.exam,
        bundles=tuple(sorted(face.manifest_digest for face in faces)),
        marking_package=package.manifest_digest,
        keys={form: key.version() for form, key in package.keys.items()},
        grader_version=VERSION,
        reason=purpose.reason,
        corrections=tuple(correction_id(correction) for correction in corrections),
        base=purpose.base,
        candidates=tuple(sorted(purpose.candidates)),
        machine=() if can_judge else (NO_JUDGE,),
        language=language,
    )


def make_batches(faces: Sequence[BundleFace], wanted: Collection[str], done: Collection[str]) -> tuple[Batch, ...]:
    """Return the batches of all candidates (or the `wanted` ones) that are not done; raises for an unknown number."""
    on_rosters = {candidate.number for face in faces for candidate in face.sitting.candidates}
    if missing := sorted(set(wanted) - on_rosters):
        raise JikaoError(
            _("这些准考证号不在所给答卷包的名单上：{numbers}。").format(numbers="、".join(missing[:10])),
            hint=_("请给出这些考生所在考场的答卷包。"),
        )
    batches: list[Batch] = []
    for face in faces:
        numbers = sorted(candidate.number for candidate in face.sitting.candidates)
        due = [number for number in numbers if number not in done and (not wanted or number in wanted)]
        batches += [Batch(face.path, tuple(due[at : at + BATCH])) for at in range(0, len(due), BATCH)]
    return tuple(batches)
