"""The golden work of a package, marked by the very workers that will mark candidates, before they do."""

from __future__ import annotations

from dataclasses import dataclass

from grading.intake.keys import MarkingPackage
from grading.runs.build import build_of_this
from grading.runs.carrying import carried_out
from grading.runs.golden import (
    WORKS_A_JOB,
    GoldenCount,
    GoldenError,
    GoldenOutcome,
    WorkPlace,
    require_agreement,
    work_places,
)
from grading.runs.sources import Sources
from grading.runs.worker import GoldenJob, golden_job
from grading.scale.engines import Engine
from itembank.base.i18n import _

Places = tuple[WorkPlace, ...]


@dataclass(frozen=True)
class GoldenCheck:
    """Has an engine mark all golden work; the two flags are those of `Marking`."""

    engine: Engine
    sources: Sources
    package: MarkingPackage
    language: str
    is_judge_tested: bool = False
    can_judge: bool = True

    def run(self) -> GoldenCount:
        """Return how much agreed; raises `GoldenError` when a point differs or a work kills its worker."""
        places = work_places(self.package)
        outcomes: list[GoldenOutcome] = []
        suspects: Places = ()
        groups = [tuple(places[at : at + WORKS_A_JOB]) for at in range(0, len(places), WORKS_A_JOB)]
        for group, outcome in carried_out(self.engine, golden_job, groups, self._job):
            if outcome is None:
                suspects += group
            else:
                outcomes.append(outcome)
        outcomes += [self._alone(place) for place in suspects]
        return require_agreement(outcomes)

    def _alone(self, place: WorkPlace) -> GoldenOutcome:
        """Mark a work whose group was lost, in a worker that marks nothing else meanwhile."""
        ((_place, outcome),) = carried_out(self.engine, golden_job, [(place,)], self._job)
        if outcome is None:
            task = self.package.golden[place.task]
            raise GoldenError(
                _("评分进程在操作题 {item} 的标准样卷“{work}”上中断，没有评分。").format(
                    item=task.item, work=task.works[place.work].shown_name()
                )
            )
        return outcome

    def _job(self, places: Places) -> GoldenJob:
        return GoldenJob(
            sources=self.sources,
            places=places,
            language=self.language,
            package_digest=self.package.manifest_digest,
            is_judge_tested=self.is_judge_tested,
            can_judge=self.can_judge,
            build="" if self.is_judge_tested else build_of_this(),
        )
