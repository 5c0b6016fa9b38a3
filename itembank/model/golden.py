"""Golden work on practical tasks: folders with known points, marked before anything real is. Never in a room.

A task's test makes them (`golden.zip`, see `golden_file`), the bank keeps them with
the item, the marking package carries them to the graders.
docs/formats/golden.md is the specification.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from itembank.base.i18n import _
from itembank.model.certificate import CaseKind, case_name
from itembank.model.checks import Rubric
from itembank.model.codec import ModelError, Value, content_id
from itembank.model.ids import check_digest
from itembank.model.items.practical import StarterFile
from itembank.model.marking import ItemMarking

FORMAT = "jikao-golden 1"
MAX_WORKS = 200
MAX_NAME_CHARACTERS = 80
ZERO = Fraction(0)


class GoldenWork(Value, frozen=True):
    """A folder as somebody might have left it, and what every check point of the rubric must earn on it.

    `points` names each check point by its identifier, in points of the rubric;
    None = the machine must not judge it but leave it to a person. `kind` says
    which case of the rubric's test it was, None = the centre made it by hand.
    `attributes` are those of files that have any, as in `FileEntry`.
    """

    name: str
    files: tuple[StarterFile, ...]
    points: dict[str, Fraction | None]
    kind: CaseKind | None = None
    attributes: dict[str, str] = {}

    def __post_init__(self) -> None:
        """Refuse a work without a name of its own, and doubled paths."""
        if len(self.name) > MAX_NAME_CHARACTERS or (self.kind is None and not self.name.strip()):
            raise ModelError(_("标准样卷“{name}”的名称不能使用。").format(name=self.name[:MAX_NAME_CHARACTERS]))
        if len({file.path for file in self.files}) != len(self.files):
            raise ModelError(_("标准样卷“{name}”中有同名文件。").format(name=self.shown_name()))

    def shown_name(self) -> str:
        """Return what the work is called before people."""
        return self.name if self.kind is None else case_name(self.kind, self.name)

    def media(self) -> set[str]:
        """Return the digests of its files."""
        return {file.media for file in self.files if not file.folder}


class GoldenTask(Value, frozen=True):
    """All golden work on one task; `marking` is `marking_id` of what it must be marked with."""

    item: str
    marking: str
    works: tuple[GoldenWork, ...]

    def __post_init__(self) -> None:
        """Refuse a digest that is none, and two works of one name."""
        check_digest(self.marking, _("评分规则"))
        check_works(self.works)


class GoldenPart(Value, frozen=True):
    """What a marking package holds of golden work; the files lie beside it by their digests."""

    format: str
    tasks: tuple[GoldenTask, ...]

    def __post_init__(self) -> None:
        """Refuse another format: what it asks for cannot be known."""
        if self.format != FORMAT:
            raise ModelError(
                _("不认识标准样卷的格式“{format}”。").format(format=self.format[:40]),
                hint=_("评分包由更新的版本制作，请先升级本程序。"),
            )

    def media(self) -> set[str]:
        """Return the digests of all files."""
        return {name for task in self.tasks for work in task.works for name in work.media()}


def marking_id(marking: ItemMarking) -> str:
    """Return the digest that ties golden work to the very rubric it was tried with."""
    return content_id(marking)


def check_works(works: Collection[GoldenWork]) -> None:
    """Refuse too many works, and two of one name."""
    names = {(work.kind, work.name) for work in works}
    if len(names) != len(works) or len(works) > MAX_WORKS:
        raise ModelError(_("标准样卷重名或太多（最多 {most} 份）。").format(most=MAX_WORKS))


def check_points(points: Mapping[str, Fraction | None], rubric: Rubric, name: str) -> None:
    """Refuse expectations that leave out a point, name a strange one, or ask for more than there is."""
    known = {point.identifier: point.points for point in rubric.points}
    if unlike := sorted(known.keys() ^ points.keys()):
        raise ModelError(
            _("标准样卷“{name}”的得分点与评分标准不符：{points}。").format(name=name, points="、".join(unlike))
        )
    for point, wanted in points.items():
        if wanted is not None and not ZERO <= wanted <= known[point]:
            raise ModelError(
                _("标准样卷“{name}”的得分点 {point} 应在 0 到 {most} 分之间。").format(
                    name=name, point=point, most=known[point]
                )
            )


def plain_works(rubric: Rubric, starter: Iterable[StarterFile], model: Iterable[StarterFile]) -> list[GoldenWork]:
    """Return the work that needs no test to be known: as handed out, an empty folder, the model answer."""
    nothing: dict[str, Fraction | None] = {point.identifier: ZERO for point in rubric.points}
    everything: dict[str, Fraction | None] = {point.identifier: point.points for point in rubric.points}
    given, answer = tuple(starter), tuple(model)
    works = [
        GoldenWork(name="", kind=CaseKind.STARTER, files=given, points=nothing, attributes=_letters(given)),
        GoldenWork(name="", kind=CaseKind.EMPTY_FOLDER, files=(), points=nothing),
    ]
    if not answer:
        return works
    whole = GoldenWork(name="", kind=CaseKind.MODEL, files=answer, points=everything, attributes=_letters(answer))
    return [*works, whole]


def _letters(files: Iterable[StarterFile]) -> dict[str, str]:
    return {file.path: file.attributes for file in files if file.attributes}
