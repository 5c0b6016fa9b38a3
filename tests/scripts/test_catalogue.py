"""The catalogue of texts: what counts as a fault of a translation."""

from __future__ import annotations

import catalogue
from babel.messages.catalog import Catalog


def with_text(source: str, target: str = "", *, flags: tuple[str, ...] = ()) -> Catalog:
    result = Catalog(locale="en", fuzzy=False)
    result.add(source, target, flags=flags)
    return result


def test_a_complete_translation_has_no_fault() -> None:
    assert catalogue.faults_of(with_text("共 {count} 题"), with_text("共 {count} 题", "{count} items")) == []


def test_an_untranslated_text_is_a_fault() -> None:
    assert catalogue.faults_of(with_text("交卷"), with_text("交卷")) == ["not translated: '交卷'"]


def test_a_text_that_was_never_collected_is_a_fault() -> None:
    (fault,) = catalogue.faults_of(with_text("交卷"), Catalog(locale="en"))
    assert "not in the catalogue" in fault


def test_a_text_that_no_program_says_any_more_is_a_fault() -> None:
    (fault,) = catalogue.faults_of(Catalog(), with_text("交卷", "Hand in"))
    assert "no program says this" in fault


def test_a_lost_placeholder_is_a_fault() -> None:
    (fault,) = catalogue.faults_of(with_text("共 {count} 题"), with_text("共 {count} 题", "some items"))
    assert "placeholders differ" in fault


def test_a_translation_marked_as_uncertain_is_a_fault() -> None:
    (fault,) = catalogue.faults_of(with_text("交卷"), with_text("交卷", "Hand in", flags=("fuzzy",)))
    assert "uncertain" in fault


def test_placeholders_may_change_their_order() -> None:
    template = with_text("{name}在{seat}")
    assert catalogue.faults_of(template, with_text("{name}在{seat}", "Seat {seat}: {name}")) == []


def test_compiling_the_same_catalogue_twice_gives_the_same_bytes() -> None:
    first, second = with_text("交卷", "Hand in"), with_text("交卷", "Hand in")
    assert catalogue.mo_bytes(first) == catalogue.mo_bytes(second)


def test_the_programs_have_texts_to_collect() -> None:
    assert "成功" in {str(message.id) for message in catalogue.extracted()}
