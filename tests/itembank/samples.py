"""Small real values for the tests of itembank: one line makes an item, a few fields make it particular."""

from __future__ import annotations

from fractions import Fraction

from itembank.bank.record import BankItem, CognitiveLevel, ItemFacts
from itembank.base.canonical import digest
from itembank.model.certificate import FORMAT, LOSING, CaseKind, CaseResult, Certificate, subject_of
from itembank.model.checks import CheckCall, CheckPoint, Rubric
from itembank.model.golden import GoldenWork
from itembank.model.item import Interaction, Item, ItemKind
from itembank.model.items.choice import ChoiceInteraction, SimpleChoice
from itembank.model.items.practical import Deliverable, PracticalInteraction, Software, StarterFile
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.model.marking import (
    AcceptedText,
    ChoiceMethod,
    ChoiceRule,
    ItemMarking,
    RubricScoring,
    RuleScoring,
    Scoring,
    TextRule,
)
from itembank.model.richtext import Block, Image, Paragraph, Slot, Text, text_paragraph

PICTURE = b"\x89PNG not really a picture"
STARTER = b"starter bytes"
MODEL = b"model bytes"


def choices(*texts: str, fixed: bool = False) -> tuple[SimpleChoice, ...]:
    letters = "ABCDEFGH"
    return tuple(
        SimpleChoice(identifier=letter, content=(Text(text=text),), fixed=fixed)
        for letter, text in zip(letters, texts, strict=False)
    )


def join(item: Item, scoring: Scoring, facts: ItemFacts | None = None, knowledge: tuple[str, ...] = ()) -> BankItem:
    marking = ItemMarking(
        item=item.identifier, item_version=item.version(), scoring=scoring, knowledge_points=knowledge
    )
    return BankItem(item=item, marking=marking, facts=facts or ItemFacts())


def single(
    identifier: str = "Q1",
    stem: str = "以下属于输入设备的是",
    key: str = "A",
    *,
    facts: ItemFacts | None = None,
    knowledge: tuple[str, ...] = (),
    options: tuple[str, ...] = ("键盘", "显示器", "打印机", "音箱"),
) -> BankItem:
    interaction = ChoiceInteraction(response="RESPONSE", choices=choices(*options), shuffle=True)
    rule = ChoiceRule(response="RESPONSE", keys=((key,),))
    return join(_item(identifier, ItemKind.SINGLE_CHOICE, stem, interaction), _rules(rule), facts, knowledge)


def multiple(identifier: str = "M1", keys: str = "AC", *, facts: ItemFacts | None = None) -> BankItem:
    interaction = ChoiceInteraction(
        response="RESPONSE", choices=choices("键盘", "显示器", "鼠标", "音箱"), max_choices=0, shuffle=True
    )
    rule = ChoiceRule(response="RESPONSE", keys=(tuple(keys),), method=ChoiceMethod.CN_PART)
    return join(_item(identifier, ItemKind.MULTIPLE_CHOICE, "输入设备有", interaction), _rules(rule), facts)


def fill(identifier: str = "F1", answer: str = "二进制", *, facts: ItemFacts | None = None) -> BankItem:
    body: tuple[Block, ...] = (Paragraph(inlines=(Text(text="计算机内部采用"), Slot(response="B1"))),)
    item = Item(
        identifier=identifier,
        kind=ItemKind.TEXT_ENTRY,
        body=body,
        interactions=(TextEntryInteraction(response="B1"),),
    )
    return join(item, _rules(TextRule(response="B1", accepted=(AcceptedText(text=answer),))), facts)


def picture_item(identifier: str = "PIC1") -> BankItem:
    body: tuple[Block, ...] = (Paragraph(inlines=(Image(media=digest(PICTURE), alt="界面截图"),)),)
    interaction = ChoiceInteraction(response="RESPONSE", choices=choices("甲", "乙"))
    item = Item(identifier=identifier, kind=ItemKind.SINGLE_CHOICE, body=body, interactions=(interaction,))
    return join(item, _rules(ChoiceRule(response="RESPONSE", keys=(("B",),))))


def practical(identifier: str = "P1", *, facts: ItemFacts | None = None, title: str = "排版通知") -> BankItem:
    starter = StarterFile(path="通知.docx", media=digest(STARTER), size_bytes=len(STARTER))
    interaction = PracticalInteraction(
        response="RESPONSE",
        folder=f"{identifier}-通知",
        software=Software.WORD_PROCESSING,
        starter_files=(starter,),
        deliverables=(Deliverable(path="通知.docx", software=Software.WORD_PROCESSING, suffixes=(".docx",)),),
    )
    item = _item(identifier, ItemKind.PRACTICAL, "打开通知.docx，完成排版。", interaction, title)
    call = CheckCall(type="W.font_size", file="通知.docx", parameters={"size": "22pt", "secret": "隐藏测试"})
    point = CheckPoint(identifier="p1", title="标题设为二号字", points=Fraction(2), checks=(call,))
    scoring = RubricScoring(
        rubric=Rubric(identifier=identifier, points=(point,)),
        folder=f"{identifier}-通知",
        starter={starter.path: starter.media},
    )
    model = StarterFile(path="通知.docx", media=digest(MODEL), size_bytes=len(MODEL))
    joined = join(item, scoring, facts)
    return BankItem(
        item=joined.item,
        marking=joined.marking,
        facts=joined.facts,
        model_files=(model,),
        certificate=certificate(scoring.rubric, scoring.starter, {model.path: model.media}),
        golden=(GoldenWork(name="p1", kind=CaseKind.MUTANT, files=(starter,), points={"p1": Fraction(0)}),),
    )


def certificate(rubric: Rubric, starter: dict[str, str], model: dict[str, str]) -> Certificate:
    """What the grader writes when every case of a rubric's test comes out as it must."""
    names = tuple(point.identifier for point in rubric.points)
    nothing, everything = (Fraction(0),) * len(names), (Fraction(1),) * len(names)
    mutants = [
        CaseResult(kind=kind, name=name, shares=tuple(Fraction(int(name != other)) for other in names))
        for kind in LOSING
        for name in names
    ]
    full = {CaseKind.MODEL, CaseKind.NOISE, CaseKind.RESAVED}
    cases = [
        CaseResult(kind=kind, name="", shares=everything if kind in full else nothing)
        for kind in CaseKind
        if kind not in LOSING
    ]
    return Certificate(
        format=FORMAT,
        rubric=rubric.identifier,
        subject=subject_of(rubric, starter, model, {}, "0.1.0"),
        grader="0.1.0",
        points=names,
        cases=(*cases, *mutants),
        resaved_with="LibreOffice",
    )


def facts(
    points: int | str = 2,
    *,
    domain: str = "",
    level: CognitiveLevel | None = None,
    difficulty: str | None = None,
    enemies: tuple[str, ...] = (),
    stimulus: str = "",
) -> ItemFacts:
    return ItemFacts(
        points=Fraction(points),
        domain=domain,
        level=level,
        difficulty=None if difficulty is None else Fraction(difficulty),
        enemies=enemies,
        stimulus=stimulus,
    )


def _item(identifier: str, kind: ItemKind, stem: str, interaction: Interaction, title: str = "") -> Item:
    return Item(
        identifier=identifier, kind=kind, body=(text_paragraph(stem),), interactions=(interaction,), title=title
    )


def _rules(rule: ChoiceRule | TextRule) -> RuleScoring:
    return RuleScoring(rules=(rule,))
