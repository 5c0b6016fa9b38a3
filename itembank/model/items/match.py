"""matchInteraction: join each entry on the left with one or more on the right."""

from __future__ import annotations

from itembank.base.i18n import _
from itembank.model.codec import ModelError, Value
from itembank.model.ids import check_identifier
from itembank.model.items.choice import SimpleChoice, check_choices


class MatchInteraction(Value, frozen=True, tag="match"):
    """Two sets; a response is a set of pairs "source target".

    `source_max` and `target_max` say how often one entry may be used, 0 = any number.
    """

    response: str
    sources: tuple[SimpleChoice, ...]
    targets: tuple[SimpleChoice, ...]
    source_max: int = 1
    target_max: int = 0
    shuffle: bool = False

    def __post_init__(self) -> None:
        """Refuse empty sides and an identifier that stands on both."""
        check_identifier(self.response, _("作答变量"))
        check_choices(self.sources, at_least=1)
        check_choices(self.targets, at_least=1)
        both = {c.identifier for c in self.sources} & {c.identifier for c in self.targets}
        if both:
            raise ModelError(_("连线题两侧不能用同一个标识符：{names}。").format(names="、".join(sorted(both))))
