"""How items are marked. Only the bank and the graders hold these values; the room does not even import them.

Two ways lead to a score: our own rules by response (`RuleScoring`), and QTI
response processing carried over as a tree (`ProcessingScoring`). Practical
tasks have a rubric, free text is marked by people.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from itembank.base.i18n import _
from itembank.model.checks import Rubric
from itembank.model.codec import ModelError, Value, content_id
from itembank.model.ids import check_identifier
from itembank.model.responses import BaseType, Cardinality, ItemResponse


class ChoiceMethod(Enum):
    """How a multiple response is worth something, see MARKING rules in docs.

    `ALL`: exactly the key. `CN_PART`: any wrong pick 0, fewer than the key a
    part. `PROP`: hits minus wrong picks over key, at least 0. `PLUS_MINUS`:
    every option rightly picked or rightly left counts +, else -, at least 0.
    `TRUE_FALSE`: every option counts for itself. `MAP`: by a table.
    """

    ALL = "all"
    CN_PART = "cn_part"
    PROP = "prop"
    PLUS_MINUS = "plus_minus"
    TRUE_FALSE = "true_false"
    MAP = "map"


class ChoiceRule(Value, frozen=True, tag="choice"):
    """Marks a single or multiple choice or a drop-down.

    `keys` are alternative correct answers, each a set of identifiers. For
    `CN_PART`, `part_shares[h]` is the share of the points for h hits ("0" ..
    "1"); empty means half for any proper part. `mapping` gives points by
    identifier for `MAP`, clamped to `lower` and `upper` when those are set.
    `options` lists every option; `PLUS_MINUS` and `TRUE_FALSE` need it.
    """

    response: str
    keys: tuple[tuple[str, ...], ...]
    method: ChoiceMethod = ChoiceMethod.ALL
    part_shares: tuple[Fraction, ...] = ()
    mapping: dict[str, Fraction] = {}
    lower: Fraction | None = None
    upper: Fraction | None = None
    options: tuple[str, ...] = ()
    weight: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        """Refuse a rule without a key or without what its method needs."""
        if not self.keys or (self.method is ChoiceMethod.MAP and not self.mapping):
            raise ModelError(_("选择题“{name}”没有答案。").format(name=self.response))
        if self.method in {ChoiceMethod.PLUS_MINUS, ChoiceMethod.TRUE_FALSE} and not self.options:
            raise ModelError(_("选择题“{name}”的计分方式需要列出全部选项。").format(name=self.response))


class AcceptedText(Value, frozen=True):
    """One accepted fill-in. Exactly one of `text`, `pattern` (full match) and `number` is set.

    `tolerance` is absolute, for `number` ("0.05"); `unit` must follow the
    number when set. `share` is the part of the points it earns.
    """

    text: str | None = None
    pattern: str | None = None
    number: str | None = None
    tolerance: str = "0"
    unit: str = ""
    share: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        """Refuse none or several ways at once."""
        if sum(way is not None for way in (self.text, self.pattern, self.number)) != 1:
            raise ModelError(_("一个可接受的填空答案应当是文字、模式、数值中的一种。"))


class TextNormal(Value, frozen=True):
    """How fill-ins are made comparable, beyond trimming and width folding."""

    ignore_case: bool = False
    ignore_inner_blanks: bool = True
    fold_width: bool = True
    fold_quotes: bool = True


class TextRule(Value, frozen=True, tag="text"):
    """Marks one blank."""

    response: str
    accepted: tuple[AcceptedText, ...]
    normal: TextNormal = TextNormal()
    weight: Fraction = Fraction(1)


class TextSetRule(Value, frozen=True, tag="text_set"):
    """Marks several blanks whose answers may stand in any order (best assignment, each answer once)."""

    responses: tuple[str, ...]
    accepted: tuple[tuple[AcceptedText, ...], ...]
    normal: TextNormal = TextNormal()
    weight: Fraction = Fraction(1)


class OrderMethod(Enum):
    """How an order is worth something: all right, by position, by adjacent pairs, by longest increasing run."""

    ALL = "all"
    POSITION = "position"
    ADJACENT = "adjacent"
    LONGEST = "longest"


class OrderRule(Value, frozen=True, tag="order"):
    """Marks an order."""

    response: str
    keys: tuple[tuple[str, ...], ...]
    method: OrderMethod = OrderMethod.ALL
    weight: Fraction = Fraction(1)


class MatchMethod(Enum):
    """How matches are worth something: all right, by right pair, by right minus wrong pairs."""

    ALL = "all"
    PAIR = "pair"
    PAIR_MINUS = "pair_minus"


class MatchRule(Value, frozen=True, tag="match"):
    """Marks a match; pairs are "source target"."""

    response: str
    key: tuple[str, ...]
    method: MatchMethod = MatchMethod.PAIR
    weight: Fraction = Fraction(1)


ResponseRule = ChoiceRule | TextRule | TextSetRule | OrderRule | MatchRule


class RuleScoring(Value, frozen=True, tag="rules"):
    """Marks by our own rules; the item's share is the weighted mean of its rules' shares."""

    rules: tuple[ResponseRule, ...]


class MapEntry(Value, frozen=True):
    """A line of a QTI mapping."""

    key: str
    value: Fraction
    case_sensitive: bool = True


class Mapping(Value, frozen=True):
    """A QTI mapping of response values to points."""

    entries: tuple[MapEntry, ...]
    default: Fraction = Fraction(0)
    lower: Fraction | None = None
    upper: Fraction | None = None


class AreaEntry(Value, frozen=True):
    """A line of a QTI area mapping: shape, integer coordinates, points."""

    shape: str
    coords: tuple[int, ...]
    value: Fraction


class Declaration(Value, frozen=True):
    """A QTI response, outcome or template declaration.

    `table` starts with its kind ("", "matchTable" or "interpolationTable", True); its rows
    are source, target, and whether the source itself is included.
    """

    identifier: str
    cardinality: Cardinality
    base_type: BaseType | None = None
    default: tuple[str, ...] | None = None
    correct: tuple[str, ...] | None = None
    mapping: Mapping | None = None
    areas: tuple[AreaEntry, ...] = ()
    area_default: Fraction = Fraction(0)
    area_lower: Fraction | None = None
    area_upper: Fraction | None = None
    table: tuple[tuple[str, str, bool], ...] = ()
    table_default: str | None = None
    normal_maximum: Fraction | None = None


class RuleNode(Value, frozen=True):
    """A node of QTI processing: QTI 2 element name, attributes, children in order, and text."""

    name: str
    attributes: dict[str, str] = {}
    children: tuple[RuleNode, ...] = ()
    text: str = ""


class ProcessingScoring(Value, frozen=True, tag="qti"):
    """Marks by QTI response processing; SCORE over MAXSCORE (or the largest reachable) is the item's share."""

    responses: tuple[Declaration, ...]
    outcomes: tuple[Declaration, ...]
    processing: tuple[RuleNode, ...] = ()
    templates: tuple[Declaration, ...] = ()
    template_processing: tuple[RuleNode, ...] = ()
    max_score: Fraction = Fraction(1)


class RubricScoring(Value, frozen=True, tag="rubric"):
    """Marks a practical task; `starter` lists path -> SHA-256 of the starter files ("" = an empty folder)."""

    rubric: Rubric
    response: str = "RESPONSE"
    folder: str = ""
    starter: dict[str, str] = {}


class HumanScoring(Value, frozen=True, tag="human"):
    """Marked by people, with a reference answer and criteria."""

    response: str
    reference: str = ""
    criteria: tuple[str, ...] = ()


Scoring = RuleScoring | ProcessingScoring | RubricScoring | HumanScoring


class ItemMarking(Value, frozen=True):
    """How one item version is marked; `item_version` is `Item.version()`."""

    item: str
    item_version: str
    scoring: Scoring
    knowledge_points: tuple[str, ...] = ()


class KeyStatus(Enum):
    """Normal; everybody gets the points; nobody does and the item counts for nothing."""

    NORMAL = "normal"
    EVERYONE = "everyone"
    VOID = "void"


class KeyEntry(Value, frozen=True):
    """An item of the key at its place in one form.

    `seed` is for inputs that are drawn when the item is marked; it is the same in all forms of an exam. 0: none was
    drawn, and the seed in the item's rubric counts, as in keys of before there were such seeds.
    """

    number: int
    marking: ItemMarking
    points: Fraction
    section: str
    title: str = ""
    status: KeyStatus = KeyStatus.NORMAL
    seed: int = 0


class GoldenCandidate(Value, frozen=True):
    """Sealed responses with known points, marked before anything real is."""

    name: str
    responses: dict[str, ItemResponse]
    points: dict[str, Fraction]


class MarkingKey(Value, frozen=True):
    """All of one form that a grader needs; `key_version` counts corrections from 1."""

    form: str
    exam: str
    title: str
    entries: tuple[KeyEntry, ...]
    key_version: int = 1
    sections: dict[str, str] = {}
    golden: tuple[GoldenCandidate, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an unusable form name."""
        check_identifier(self.form, _("试卷"))

    def version(self) -> str:
        """Return the content hash of this key."""
        return content_id(self)
