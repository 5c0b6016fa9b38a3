"""What every office file has: the format it was saved in and its properties; for all three families."""

from __future__ import annotations

from grading.checks.finding import CannotJudgeError, Finding
from grading.checks.similar import plain
from grading.checks.tally import compared
from grading.checks.types import Parameters
from grading.office.model import Properties
from itembank.base.i18n import N_, _

PROPERTIES = {
    "title": N_("标题"),
    "subject": N_("主题"),
    "author": N_("作者"),
    "keywords": N_("关键词"),
    "category": N_("类别"),
    "description": N_("备注"),
    "company": N_("单位"),
    "manager": N_("经理"),
}


OPEN_FORMATS = frozenset({"odt", "ott", "ods", "ots", "odp", "otp"})


class PropertyOf(Parameters, frozen=True):
    """A property ("title", "subject", "author", "keywords", "category", "description", "company", "manager")."""

    name: str
    value: str


def require_read(format_name: str, what: str) -> None:
    """Raise `CannotJudgeError` for what our readers do not find in the open formats: missing there, it says nothing."""
    if format_name in OPEN_FORMATS:
        raise CannotJudgeError(
            _("{format} 文件中的{what}无法自动读取，请人工查看。").format(format=format_name, what=what)
        )


def file_format(seen: str, wanted: str, file: str) -> Finding:
    """Compare formats; a template or a show of the same format is another one."""
    return compared(is_met=seen == wanted.lower(), what=_("保存格式"), seen=seen, wanted=wanted, place=file)


def property_of(properties: Properties, wanted: PropertyOf, file: str) -> Finding:
    """Look at one property; a custom one by its own name."""
    custom = next((one.value for one in properties.custom if one.name == wanted.name), None)
    if wanted.name not in PROPERTIES and custom is None and not wanted.name:
        raise CannotJudgeError(_("评分标准没有写明文档属性。"))
    seen = getattr(properties, wanted.name, "") if wanted.name in PROPERTIES else custom or ""
    name = _(PROPERTIES[wanted.name]) if wanted.name in PROPERTIES else wanted.name
    return compared(
        is_met=plain(seen) == plain(wanted.value),
        what=_("文档属性“{name}”").format(name=name),
        seen=seen,
        wanted=wanted.value,
        place=file,
    )
