"""Texts for people: Chinese is the source, other languages come from a gettext catalogue.

The chosen language is the one setting of a process that lives outside its
composition root: a text is made where it is needed, often deep in an error.

Chinese words do not change with a number, English ones do. So the number's two
words stand in the translation alone: "{count} {count:slide|slides}" is read by
`format` of the text that `_` returns (decision 0142).
"""

from __future__ import annotations

import gettext
import re
from pathlib import Path

DOMAIN = "jikao"
LOCALE_FOLDER = Path(__file__).with_name("locale")
SOURCE_LANGUAGE = "zh_CN"
LANGUAGES = (SOURCE_LANGUAGE, "en")

_COUNTED = re.compile(r"\{([a-z_]+):([^{}|]*)\|([^{}|]*)\}")

_chosen: list[gettext.NullTranslations] = [gettext.NullTranslations()]
_language: list[str] = [SOURCE_LANGUAGE]


class CountedText(str):
    """A text with words for one and for several of something: "{count} {count:slide|slides}"."""

    __slots__ = ()

    def format(self, *values: object, **named: object) -> str:
        """Choose the words by the numbers, then put everything in its place."""
        chosen = _COUNTED.sub(lambda found: found[2] if str(named.get(found[1])) == "1" else found[3], str(self))
        return chosen.format(*values, **named)


def _(message: str) -> str:
    """Return `message` in the language of this process."""
    text = _chosen[-1].gettext(message)
    return CountedText(text) if "|" in text and _COUNTED.search(text) else text


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
