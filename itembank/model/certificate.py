"""The certificate of a rubric's test: what every case gave, for exactly these files, and whether that is as it must be.

The grader writes it (`grading rubric test`), the bank verifies it before a
paper is sealed; both use the rules here, so a verdict is never taken on trust.
docs/formats/certificate.md is the specification.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from fractions import Fraction
from pathlib import PurePosixPath

from itembank.base.canonical import canonical_bytes, digest, parse_canonical
from itembank.base.errors import JikaoError
from itembank.base.i18n import N_, _
from itembank.model.checks import CheckPoint, Rubric
from itembank.model.codec import ModelError, Value, from_builtins, to_builtins, to_bytes

FORMAT = "jikao-rubric-test 1"
MAX_BYTES = 1 << 20
RESAVED_SUFFIXES = frozenset({".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"})
ZERO, ONE = Fraction(0), Fraction(1)


class CaseKind(Enum):
    """What was tried.

    Must earn nothing: the starter files, an empty folder, the model without its
    files or with empty ones, somebody else's files. Must earn everything: the
    model, as it is, with harmless noise, re-saved by another program. A mutant
    is the model with one point undone, nearly right the model with one check's
    value a little off; both must lose that point alone.
    """

    STARTER = "starter"
    MODEL = "model"
    EMPTY_FOLDER = "empty_folder"
    MISSING_FILES = "missing_files"
    EMPTY_FILES = "empty_files"
    FOREIGN = "foreign"
    MUTANT = "mutant"
    NEAR = "near"
    NOISE = "noise"
    RESAVED = "resaved"


CASE_NAMES = {
    CaseKind.STARTER: N_("发放的文件"),
    CaseKind.MODEL: N_("参考答案"),
    CaseKind.EMPTY_FOLDER: N_("空文件夹"),
    CaseKind.MISSING_FILES: N_("缺少文件"),
    CaseKind.EMPTY_FILES: N_("空文件"),
    CaseKind.FOREIGN: N_("别人的文件"),
    CaseKind.MUTANT: N_("少做一处"),
    CaseKind.NEAR: N_("差一点"),
    CaseKind.NOISE: N_("无关的变动"),
    CaseKind.RESAVED: N_("另存一遍"),
}
WORTHLESS = frozenset(
    {
        CaseKind.STARTER,
        CaseKind.EMPTY_FOLDER,
        CaseKind.MISSING_FILES,
        CaseKind.EMPTY_FILES,
        CaseKind.FOREIGN,
    }
)
LOSING = frozenset({CaseKind.MUTANT, CaseKind.NEAR})
"""Cases that must lose the point they are named by: "p1", and "p1#2" for the second check of p1."""

ALWAYS = (CaseKind.STARTER, CaseKind.MODEL, CaseKind.EMPTY_FOLDER, CaseKind.FOREIGN, CaseKind.NOISE)
WITH_FILES = (CaseKind.MISSING_FILES, CaseKind.EMPTY_FILES)


class CaseResult(Value, frozen=True):
    """What one case gave; `shares` in the order of the points, None = cannot judge."""

    kind: CaseKind
    name: str
    shares: tuple[Fraction | None, ...]


class Certificate(Value, frozen=True):
    """The result of one test.

    `subject` is `subject_of` the tested files and the grader's version; `extra`
    are files besides starter and model that took part (hand-made mutants), path
    to SHA-256; `resaved_with` is "" where no program for re-saving was at hand.
    """

    format: str
    rubric: str
    subject: str
    grader: str
    points: tuple[str, ...]
    cases: tuple[CaseResult, ...]
    resaved_with: str = ""
    extra: dict[str, str] = {}

    def __post_init__(self) -> None:
        """Refuse another format, and results that do not fit the points."""
        if self.format != FORMAT:
            raise ModelError(_("不认识自测证书的格式“{format}”。").format(format=self.format[:40]))
        if any(len(case.shares) != len(self.points) for case in self.cases):
            raise ModelError(_("自测证书的结果与得分点数目不符。"))
        if any(share is not None and not 0 <= share <= 1 for case in self.cases for share in case.shares):
            raise ModelError(_("自测证书中有不可能的得分。"))
        names = [(case.kind, case.name) for case in self.cases]
        if len(set(names)) != len(names):
            raise ModelError(_("自测证书中有重复的项目。"))

    def shares(self, case: CaseResult) -> dict[str, Fraction | None]:
        """Return a case's shares by point."""
        return dict(zip(self.points, case.shares, strict=True))


class Surprise(Value, frozen=True):
    """A point that came out otherwise than it must; `share` None = cannot judge."""

    kind: CaseKind
    case: str
    point: str
    share: Fraction | None
    wanted: Fraction

    def sentence(self) -> str:
        """Say it to a person."""
        if self.share is None:
            text = _("{case}：得分点 {point} 无法判断。")
        elif self.wanted == 0:
            text = _("{case}：得分点 {point} 不应得分，却得到 {share}。")
        else:
            text = _("{case}：得分点 {point} 应得满分，只得到 {share}。")
        return text.format(case=case_name(self.kind, self.case), point=self.point, share=self.share)


def case_name(kind: CaseKind, name: str) -> str:
    """Return what a case is called before people."""
    return f"{_(CASE_NAMES[kind])} {name}".rstrip()


def subject_of(
    rubric: Rubric, starter: Mapping[str, str], model: Mapping[str, str], extra: Mapping[str, str], grader: str
) -> str:
    """Return the digest of all that was tested; files are path to SHA-256, "" for an empty folder."""
    value = {
        "extra": dict(extra),
        "format": FORMAT,
        "grader": grader,
        "model": dict(model),
        "rubric": to_builtins(rubric),
        "starter": dict(starter),
    }
    return digest(canonical_bytes(value))


def write_certificate(certificate: Certificate) -> bytes:
    """Return the canonical bytes, with one line end."""
    return to_bytes(certificate) + b"\n"


def read_certificate(data: bytes) -> Certificate:
    """Read a certificate; any other spelling than its own is refused. Raises `ModelError`."""
    if len(data) > MAX_BYTES:
        raise ModelError(_("自测证书太大。"))
    try:
        certificate = from_builtins(Certificate, parse_canonical(data.removesuffix(b"\n")))
    except JikaoError as error:
        raise ModelError(_("自测证书无法读取：{error}").format(error=error.message)) from error
    if write_certificate(certificate) != data:
        raise ModelError(_("自测证书不是规范写法，可能被改动过。"))
    return certificate


def surprises(certificate: Certificate, rubric: Rubric) -> list[Surprise]:
    """Return every point that came out otherwise than it must."""
    found = []
    for case in certificate.cases:
        shares = certificate.shares(case)
        for point in rubric.points:
            share = shares.get(point.identifier)
            wanted = wanted_in(case, point)
            if wanted is not None and not is_as_wanted(case, point, share):
                found.append(
                    Surprise(kind=case.kind, case=case.name, point=point.identifier, share=share, wanted=wanted)
                )
    return found


def missing_cases(certificate: Certificate, rubric: Rubric) -> list[str]:
    """Return a sentence for everything that has not been tried."""
    tried = {case.kind for case in certificate.cases}
    wanted = [*ALWAYS, *(WITH_FILES if any(call.file for point in rubric.points for call in point.checks) else ())]
    found = [_("没有试过“{case}”。").format(case=_(CASE_NAMES[kind])) for kind in wanted if kind not in tried]
    if certificate.resaved_with and CaseKind.RESAVED not in tried:
        found.append(_("没有试过“{case}”。").format(case=_(CASE_NAMES[CaseKind.RESAVED])))
    undone = {case.name for case in certificate.cases if case.kind is CaseKind.MUTANT}
    found += [
        _("没有试过少做得分点 {point}。").format(point=point.identifier)
        for point in rubric.points
        if point.identifier not in undone
    ]
    return found


def refusals(
    certificate: Certificate, rubric: Rubric, starter: Mapping[str, str], model: Mapping[str, str]
) -> Iterator[str]:
    """Yield why a certificate does not vouch for a rubric and its files; nothing when it does."""
    if certificate.subject != subject_of(rubric, starter, model, certificate.extra, certificate.grader):
        yield _("自测以后，评分标准、素材或参考答案有改动")
        return
    if certificate.points != tuple(point.identifier for point in rubric.points):
        yield _("自测证书的得分点与评分标准不同")
        return
    yield from (sentence.rstrip("。.") for sentence in missing_cases(certificate, rubric))
    for surprise in surprises(certificate, rubric):
        yield surprise.sentence().rstrip("。.")


def lacks_resave(certificate: Certificate, model: Mapping[str, str]) -> bool:
    """Tell whether the model has office files that nobody re-saved."""
    has_office = any(PurePosixPath(path).suffix.lower() in RESAVED_SUFFIXES for path in model)
    return has_office and not certificate.resaved_with


def point_lost(case: CaseResult) -> str:
    """Return the point a case must lose, "" where it is no mutant."""
    return case.name.partition("#")[0] if case.kind in LOSING else ""


def wanted_in(case: CaseResult, point: CheckPoint) -> Fraction | None:
    """Return what a point must earn in a case; None where the rubric declares that it may be anything."""
    if case.kind in WORTHLESS:
        return None if case.kind is CaseKind.FOREIGN and point.earned_by_others else ZERO
    if case.kind in LOSING:
        if point_lost(case) == point.identifier:
            return ZERO
        return None if point_lost(case) in point.falls_with else ONE
    if case.kind is CaseKind.RESAVED and point.not_resaved:
        return None
    return ONE


def is_as_wanted(case: CaseResult, point: CheckPoint, share: Fraction | None) -> bool:
    """Tell whether a point came out as it must; the point a mutant lacks may keep a part."""
    wanted = wanted_in(case, point)
    if point_lost(case) == point.identifier:
        return share is not None and share < 1
    return wanted is None or share == wanted
