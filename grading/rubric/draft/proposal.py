"""One proposed check, before it is tried on starter and model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from itembank.model.checks import CheckCall, ParameterValue

TEXT_SHOWN = 16


@dataclass(frozen=True, slots=True)
class Proposal:
    """A check and the sentence for its point; proposals of one `group` become one point, one check each.

    `group_title` is the sentence then, with {n} for their number. `points` is a suggestion.
    `guards` must be met too, so that an empty or a stranger's folder earns nothing. What `needs` a thing (a new
    table) falls with the point that `gives` it. `earned_by_others` and `not_resaved` are the declarations of its point.
    """

    type: str
    file: str
    parameters: Mapping[str, ParameterValue]
    title: str
    group: str = ""
    group_title: str = ""
    points: int = 1
    remark: str = field(default="", compare=False)
    guards: tuple[CheckCall, ...] = ()
    gives: str = field(default="", compare=False)
    needs: str = field(default="", compare=False)
    earned_by_others: str = field(default="", compare=False)
    not_resaved: str = field(default="", compare=False)

    def call(self) -> CheckCall:
        """Return the check."""
        return CheckCall(type=self.type, file=self.file, parameters=dict(self.parameters))


def bound(proposals: Iterable[Proposal], thing: str, *givers: str) -> Iterator[Proposal]:
    """Yield proposals about one new thing: those of the check types `givers` give it, the others need it."""
    for one in proposals:
        is_giver = one.type.partition(".")[2] in givers
        yield replace(one, gives=one.gives or thing) if is_giver else replace(one, needs=one.needs or thing)


def quoted(text: str) -> str:
    """Return the beginning of a text, for a title."""
    words = " ".join(text.split())
    return words if len(words) <= TEXT_SHOWN else f"{words[:TEXT_SHOWN]}…"
