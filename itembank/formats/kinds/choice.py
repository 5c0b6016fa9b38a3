"""Single choice, multiple choice, true/false."""

from __future__ import annotations

import re
from dataclasses import dataclass

from itembank.base.i18n import _
from itembank.formats.answers import narrow, read_judgement, read_letters
from itembank.formats.columns import Column
from itembank.formats.findings import Notes, RowError
from itembank.formats.methods import read_multiple
from itembank.formats.source import RESPONSE, Built, RowSource
from itembank.model.codec import to_bytes
from itembank.model.items.choice import ChoiceInteraction, SimpleChoice
from itembank.model.marking import ChoiceMethod, ChoiceRule, RuleScoring
from itembank.model.richtext import Text, plain_inlines

TRUE, FALSE = "T", "F"
OR = re.compile(r"\s*(?:[|｜]|或)\s*")
REFERS_TO_ALL = re.compile(r"^(?:以上|上述|前述|前面|全部|都(?:不)?[对是]|均(?:不)?[对是正])")
REFERS_TO_LETTERS = re.compile(r"(?<![A-Za-z])[A-H]\s*[、,，和与及]\s*[A-H](?![A-Za-z])|选项\s*[A-H]")
YES_WORDS = ("是", "乱", "乱序", "打乱", "√", "Y", "YES", "TRUE", "1")
NO_WORDS = ("否", "不", "不乱", "固定", "不打乱", "×", "X", "N", "NO", "FALSE", "0")


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a row, and whether their order may be drawn."""

    choices: tuple[SimpleChoice, ...]
    shuffle: bool

    @property
    def letters(self) -> tuple[str, ...]:
        """Their identifiers."""
        return tuple(choice.identifier for choice in self.choices)


def build_single(source: RowSource, notes: Notes) -> Built:
    """Read a single choice; "A或C" accepts either."""
    options = _read_options(source, notes)
    text = source.need(Column.ANSWER)
    keys = tuple(_one_letter(piece, options.letters) for piece in OR.split(text))
    if len(set(keys)) != len(keys):
        raise RowError(_("答案“{text}”中有重复的字母。").format(text=text[:40]))
    if len(keys) > 1:
        notes.warn(_("单选题有 {count} 个可接受的答案，选其中任何一个都得分。").format(count=len(keys)))
    interaction = ChoiceInteraction(response=RESPONSE, choices=options.choices, shuffle=options.shuffle)
    scoring = RuleScoring(rules=(ChoiceRule(response=RESPONSE, keys=tuple((key,) for key in keys)),))
    return Built(source.body(), (interaction,), scoring, _("或").join(keys))


def build_multiple(source: RowSource, notes: Notes) -> Built:
    """Read a multiple choice; how many are right is not told to the candidate."""
    options = _read_options(source, notes)
    key = tuple(sorted(read_letters(source.need(Column.ANSWER), options.letters)))
    if len(key) == 1:
        notes.warn(_("多选题只有一个正确选项。"))
    method = read_multiple(source.text(Column.METHOD), len(key))
    interaction = ChoiceInteraction(
        response=RESPONSE, choices=options.choices, max_choices=0, min_choices=1, shuffle=options.shuffle
    )
    rule = ChoiceRule(
        response=RESPONSE,
        keys=(key,),
        method=method.method,
        part_shares=method.part_shares,
        options=options.letters,
    )
    return Built(source.body(), (interaction,), RuleScoring(rules=(rule,)), "".join(key))


def build_true_false(source: RowSource, notes: Notes) -> Built:
    """Read a judgement; options, where the sheet has any, must say 正确 and 错误."""
    is_true = _read_judgement(source, notes)
    choices = (
        SimpleChoice(identifier=TRUE, content=(Text(text="正确"),), fixed=True),
        SimpleChoice(identifier=FALSE, content=(Text(text="错误"),), fixed=True),
    )
    interaction = ChoiceInteraction(response=RESPONSE, choices=choices, horizontal=True)
    rule = ChoiceRule(response=RESPONSE, keys=((TRUE if is_true else FALSE,),), method=ChoiceMethod.ALL)
    return Built(source.body(), (interaction,), RuleScoring(rules=(rule,)), _("对") if is_true else _("错"))


def read_flag(text: str, *, default: bool) -> bool:
    """Read 是/否; raises `RowError`."""
    word = narrow(text)
    if not word:
        return default
    if word in YES_WORDS:
        return True
    if word in NO_WORDS:
        return False
    raise RowError(_("“{text}”应写“是”或“否”。").format(text=text[:20]))


def _read_options(source: RowSource, notes: Notes) -> Options:
    choices = source.options()
    if len(choices) < 2:
        raise RowError(_("至少要有两个选项。"))
    contents = [to_bytes(choice.content) for choice in choices]
    if len(set(contents)) != len(contents):
        raise RowError(_("有两个选项的内容相同。"))
    texts = [plain_inlines(choice.content).strip() for choice in choices]
    shuffle = read_flag(source.text(Column.SHUFFLE), default=True)
    if shuffle and any(REFERS_TO_LETTERS.search(text) for text in texts):
        notes.warn(_("选项中提到了其他选项的字母，这道题的选项不打乱顺序。"))
        shuffle = False
    fixed = tuple(
        SimpleChoice(identifier=choice.identifier, content=choice.content, fixed=True)
        if REFERS_TO_ALL.match(text)
        else choice
        for choice, text in zip(choices, texts, strict=True)
    )
    return Options(fixed, shuffle)


def _one_letter(text: str, letters: tuple[str, ...]) -> str:
    found = read_letters(text, letters)
    if len(found) != 1:
        raise RowError(_("单选题的答案“{text}”只能有一个字母；多个正确选项请用“多选题”。").format(text=text[:20]))
    return found[0]


def _read_judgement(source: RowSource, notes: Notes) -> bool:
    text, options = source.need(Column.ANSWER), source.option_texts()
    if not options:
        return read_judgement(text)
    if len(options) != 2:
        raise RowError(_("判断题不需要选项；如果要写，只能是“正确”和“错误”两项。"))
    meanings = dict(zip("AB", (read_judgement(option) for option in options), strict=True))
    if len(set(meanings.values())) != 2:
        raise RowError(_("判断题的两个选项意思相同。"))
    letter = narrow(text)
    if letter in meanings:
        notes.warn(
            _("判断题的答案 {letter} 按选项理解为“{meaning}”。").format(
                letter=letter, meaning=_("对") if meanings[letter] else _("错")
            )
        )
        return meanings[letter]
    return read_judgement(text)
