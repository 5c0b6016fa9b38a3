"""Texts for people: Chinese is the source, other languages come from a gettext catalogue.

The chosen language is the one setting of a process that lives outside its
composition root: a text is made where it is needed, often deep in an error.
"""

from __future__ import annotations

import gettext
from pathlib import Path

DOMAIN = "jikao"
LOCALE_FOLDER = Path(__file__).with_name("locale")
SOURCE_LANGUAGE = "zh_CN"
LANGUAGES = (SOURCE_LANGUAGE, "en")

_chosen: list[gettext.NullTranslations] = [gettext.NullTranslations()]
_language: list[str] = [SOURCE_LANGUAGE]


def _(message: str) -> str:
    """Return `message` in the language of this process."""
    return _chosen[-1].gettext(message)


def N_(message: str) -> str:
    """Mark a constant for translation and return it unchanged."""
    return message


def install_language(wanted: str) -> None:
    """Choose the language of this process: `zh_CN` or `en`; an unknown one stays Chinese."""
    _language[:] = [wanted if wanted in LANGUAGES else SOURCE_LANGUAGE]
    if wanted == SOURCE_LANGUAGE:
        _chosen[:] = [gettext.NullTranslations()]
    else:
        _chosen[:] = [gettext.translation(DOMAIN, LOCALE_FOLDER, [wanted], fallback=True)]


def language_from(environment: dict[str, str]) -> str:
    """Return the language a user's environment asks for: JIKAO_LANG, else Chinese."""
    wanted = environment.get("JIKAO_LANG", "")
    return "en" if wanted.lower().startswith("en") else SOURCE_LANGUAGE


def language() -> str:
    """Return the language that was chosen: one of `LANGUAGES`."""
    return _language[-1]
