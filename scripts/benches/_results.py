"""A results database as large as a city's, without marking a city: a few candidates are marked, the others are copies.

Copies have numbers, names, schools and classes of their own. With `waiting` and `decided` some have a free text that
people mark: two markers have decided on the first `decided` of them, nobody on the next `waiting`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from itertools import islice
from pathlib import Path

import msgspec
from sqlalchemy import insert

from grading.commands.score import Reporter, mark_run
from grading.results.decision_chain import PURPOSE
from grading.results.decision_store import DecisionStore
from grading.results.decisions import Decision, DecisionRole
from grading.results.run import CandidateResult
from grading.results.schema import DecisionRow
from grading.results.store import ResultStore
from grading.runs.plan import Purpose
from grading.runs.sources import Sources
from grading.scale.engines import EngineKind, Scale
from grading.scorers.outcome import ItemScore, ItemStatus, PartOutcome
from itembank.base.canonical import digest
from itembank.model.codec import to_bytes
from itembank.sealing.keys import SigningKey

from ._city import City

SEED = 7
MARKED = 50
A_CLASS = 42
CLASSES = 15
PIECE = 1000
FAMILIES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余"
GIVEN = "子涵欣怡浩宇诗雨梓轩佳琪俊杰思远若曦嘉怡天佑雅婷明哲晓彤志强静怡博文语桐"
DECIDED_AT = datetime(2026, 6, 20, 9, 0, tzinfo=UTC).isoformat()
MARKERS = ("阅卷甲", "阅卷乙")


@dataclass(frozen=True)
class Made:
    """Where everything is; `signers` are the keys of the two markers."""

    city: City
    sources: Sources
    store: ResultStore
    database: Path
    run: str
    signers: tuple[SigningKey, ...]


def make_results(
    folder: Path, candidates: int, *, decided: int = 0, waiting: int = 0, only_first_item: bool = False
) -> Made:
    """Mark the first room, copy its results over the city, and add what people decided."""
    city = City(folder, SEED)
    sources = city.seal_keys()
    database = folder / "results.db"
    store = ResultStore.in_file(database)
    first = mark_run(
        sources,
        list(city.seal_rooms(MARKED)),
        store,
        purpose=Purpose(),
        scale=Scale(EngineKind.SERIAL),
        on_progress=_Silent(),
    )
    made_from = msgspec.structs.replace(store.run_input(first), reason="a city of copies")
    run = made_from.run_id()
    models = list(store.results(first))
    if only_first_item:
        models = [msgspec.structs.replace(one, items=one.items[:1]) for one in models]
    rows = _copies(models, candidates, decided + waiting)
    for piece in _pieces(rows):
        store.keep(run, piece)
    store.finish(made_from, datetime.now(UTC))
    signers = tuple(SigningKey.generate() for _name in MARKERS)
    _decide(store, signers, decided, city)
    return Made(city, sources, store, database, run, signers)


def _copies(models: list[CandidateResult], candidates: int, by_people: int) -> Iterator[tuple[str, bytes]]:
    draw = random.Random(f"{SEED} names")  # noqa: S311 - repeatable, nothing secret
    for n in range(candidates):
        number, room = f"{10_000_000 + n}", n // A_CLASS
        model = models[n % len(models)]
        copy = msgspec.structs.replace(
            model,
            candidate=number,
            name=draw.choice(FAMILIES) + "".join(draw.sample(GIVEN, draw.choice((1, 2)))),
            school=f"第{room // CLASSES + 1}中学",
            class_name=f"{room % CLASSES + 1}班",
            items=(_free_text(model.items[0], number), *model.items[1:]) if n < by_people else model.items,
        )
        yield number, to_bytes(copy)


def _free_text(item: ItemScore, number: str) -> ItemScore:
    part = PartOutcome("RESPONSE", None, observed=f"考生 {number} 的作答：信息是事物的运动状态。", by_people=True)
    return msgspec.structs.replace(
        item,
        status=ItemStatus.NEEDS_PERSON,
        points=Fraction(0),
        parts=(part,),
        evidence=digest(number.encode()),
    )


def _decide(store: ResultStore, signers: tuple[SigningKey, ...], decided: int, city: City) -> None:
    """Add two markings of each of the first candidates' free texts, signed and chained as the desk does it."""
    people = DecisionStore(store.engine)
    for name, signer in zip(MARKERS, signers, strict=True):
        people.add_marker(name, signer.public, by="bench", made=datetime.now(UTC))
    item = city.key.entries[0].marking.item
    previous, rows = "", []
    for n in range(2 * decided):
        who, place = divmod(n, decided)
        number = f"{10_000_000 + place}"
        decision = Decision(
            candidate=number,
            item=item,
            part=0,
            part_name="RESPONSE",
            evidence=digest(number.encode()),
            share=Fraction(place % 5, 4),
            marker=MARKERS[who],
            role=DecisionRole.MARKING,
            made=DECIDED_AT,
            previous=previous,
        )
        data = to_bytes(decision)
        previous = digest(data)
        rows.append({"number": n + 1, "decision": data, "signature": signers[who].sign(PURPOSE + data)})
    with store.engine.begin() as connection:
        for first in range(0, len(rows), PIECE):
            connection.execute(insert(DecisionRow), rows[first : first + PIECE])


def _pieces(rows: Iterator[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    while piece := list(islice(rows, PIECE)):
        yield piece


class _Silent(Reporter):
    """Says nothing."""

    def show(self, progress: object) -> None:
        """Say nothing."""
