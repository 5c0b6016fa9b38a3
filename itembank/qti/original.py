"""Our own words beside an item of a package: found when it comes home, believed for that very XML only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from itembank.base.canonical import digest
from itembank.base.i18n import _
from itembank.model.codec import ModelError, Value, from_bytes
from itembank.qti.errors import Problem

FORMAT = "jikao item 1"
ITEM_FOLDER, MEDIA_FOLDER, ORIGINAL_FOLDER = "items", "media", "jikao"
FILE_FIELD = "media"


class OriginalFile(Value, frozen=True):
    """What lies in `jikao/<identifier>.json`; `content` is read by whoever owns items."""

    format: str
    item_sha256: str
    content: dict[str, Any]


@dataclass(frozen=True)
class Original:
    """An item in our own words, with the files that it names, by digest."""

    content: dict[str, Any]
    media: dict[str, bytes] = field(default_factory=dict)


def original_path(identifier: str) -> str:
    """Return where an item's original lies in a package."""
    return f"{ORIGINAL_FOLDER}/{identifier}.json"


def find_original(
    data: bytes | None, xml: bytes, media: Callable[[str], bytes | None], problems: list[Problem]
) -> Original | None:
    """Read an original that stands for `xml`; says why one that is there is left aside. `media` finds by digest."""
    if data is None:
        return None
    try:
        file = from_bytes(OriginalFile, data)
    except ModelError as error:
        problems.append(_left_aside(error.message))
        return None
    if file.format != FORMAT or file.item_sha256 != digest(xml):
        problems.append(_left_aside(_("它不是为现在的题目文件写的")))
        return None
    found: dict[str, bytes] = {}
    for name in dict.fromkeys(_files_named(file.content)):
        content = media(name)
        if content is None or digest(content) != name:
            problems.append(_left_aside(_("缺少素材 {name}").format(name=name[:12])))
            return None
        found[name] = content
    return Original(file.content, found)


def _left_aside(reason: str) -> Problem:
    sentence = _("题目旁的原始数据没有采用（{reason}），按 QTI 内容导入。").format(reason=reason)
    return Problem(sentence=sentence, blocking=False)


def _files_named(value: object) -> Iterator[str]:
    """Give the digests that stand anywhere in a content under the name `media`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == FILE_FIELD and isinstance(inner, str) and inner:
                yield inner
            else:
                yield from _files_named(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _files_named(inner)
