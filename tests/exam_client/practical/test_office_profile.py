"""A new profile of LibreOffice asks nothing and suggests nothing; an old one is left alone."""

from __future__ import annotations

from lxml import etree

from exam_client.practical.office_profile import REGISTRY, seed_profile


def test_a_new_profile_does_not_ask_about_the_file_format_at_every_save(tmp_path) -> None:
    seed_profile(tmp_path)
    root = etree.parse(str(tmp_path / REGISTRY)).getroot()
    values = {
        prop.get("{http://openoffice.org/2001/registry}name"): prop.findtext("value") for prop in root.iter("prop")
    }
    assert values["WarnAlienFormat"] == "false"
    assert values["ooLocale"] == "zh-CN"


def test_a_profile_that_is_there_keeps_what_it_has(tmp_path) -> None:
    path = tmp_path / REGISTRY
    path.parent.mkdir(parents=True)
    path.write_text("mine", "utf-8")
    seed_profile(tmp_path)
    assert path.read_text("utf-8") == "mine"
