"""Presentations drawn from a seed: master, layout, shape and run each say something about size, switches and fonts."""

from __future__ import annotations

import random

from tests.grading.office.builders import pptx, theme
from tests.grading.office.differential.made_documents import CHINESE_FONTS, FONTS, TEXTS

SLIDES, LEVELS = 4, 3
KINDS = (("title", 0), ("body", 1), ("body", 2), ("subTitle", 3))


class PresentationDraw:
    """Draws one file; equal seeds give equal bytes."""

    def __init__(self, seed: int) -> None:
        """`seed` is all that makes two files differ."""
        self._chance = random.Random(seed)

    def file(self) -> bytes:
        """Return the bytes of a pptx file."""
        slides = [self._slide() for _ in range(SLIDES)]
        masters = (("title", 0), ("body", 1))
        return pptx(
            slides[0],
            layout="".join(self._placeholder(kind, index, number) for number, (kind, index) in enumerate(KINDS)),
            master="".join(self._placeholder(kind, index, number) for number, (kind, index) in enumerate(masters)),
            master_styles="".join(
                f"<p:{name}>{self._levels(1.0)}</p:{name}>" for name in ("titleStyle", "bodyStyle", "otherStyle")
            ),
            default_text=self._levels(1.0),
            more_slides=tuple(slides[1:]),
            # LibreOffice takes no East Asian font from a theme's list of scripts, so the theme names one outright.
            parts={"ppt/theme/theme1.xml": theme().replace('<a:ea typeface=""/>', '<a:ea typeface="隶书"/>')},
        )

    def _maybe(self, share: float) -> bool:
        return self._chance.random() < share

    def _look(self, share: float, tag: str) -> str:
        pick = self._chance.choice
        attributes = []
        if self._maybe(share):
            attributes.append(f'sz="{self._chance.randint(10, 60) * 100}"')
        attributes.extend(f'{switch}="{self._chance.randint(0, 1)}"' for switch in ("b", "i") if self._maybe(share / 2))
        if self._maybe(share / 3):
            attributes.append(f'u="{pick(("sng", "none", "dbl"))}"')
        inner = ""
        if self._maybe(share / 2):
            colour = pick(('<a:srgbClr val="FF0000"/>', '<a:srgbClr val="0000FF"/>', '<a:schemeClr val="accent1"/>'))
            inner += f"<a:solidFill>{colour}</a:solidFill>"
        if self._maybe(share / 2):
            inner += f'<a:latin typeface="{pick((*FONTS, "+mn-lt"))}"/>'
        if self._maybe(share / 2):
            inner += f'<a:ea typeface="{pick(CHINESE_FONTS)}"/>'
        return f"<a:{tag} {' '.join(attributes)}>{inner}</a:{tag}>"

    def _levels(self, share: float) -> str:
        pick, found = self._chance.choice, ""
        for level in range(1, LEVELS + 1):
            align = f' algn="{pick(("l", "ctr", "r", "just"))}"' if share == 1.0 or self._maybe(share / 2) else ""
            base = ""
            if share == 1.0:
                base = (
                    f'<a:defRPr sz="{self._chance.randint(10, 60) * 100}"><a:solidFill><a:schemeClr val="tx1"/>'
                    '</a:solidFill><a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/></a:defRPr>'
                )
            look = base or self._look(0.6 * share, "defRPr")
            found += f'<a:lvl{level}pPr marL="0" indent="0"{align}><a:buNone/>{look}</a:lvl{level}pPr>'
        return found

    def _placeholder(self, kind: str, index: int, number: int) -> str:
        styles = self._levels(0.5) if self._maybe(0.6) else ""
        return self._shape(kind, index, number, styles, "<a:p><a:r><a:t>x</a:t></a:r></a:p>")

    def _slide(self) -> str:
        shapes = [
            self._shape(kind, index, number, self._levels(0.4) if self._maybe(0.3) else "", self._paragraphs())
            for number, (kind, index) in enumerate(KINDS)
        ]
        return "".join((*shapes, self._shape("", 0, len(KINDS), "", self._paragraphs())))

    def _shape(self, kind: str, index: int, number: int, styles: str, paragraphs: str) -> str:
        place = f'<p:ph type="{kind}" idx="{index}"/>' if kind else ""
        frame = (
            f'<a:xfrm><a:off x="500000" y="{500000 + 1200000 * number}"/><a:ext cx="8000000" cy="1000000"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        )
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number + 2}" name="{kind or "box"} {number}"/>'
            f"<p:cNvSpPr{'' if kind else ' txBox=`1`'.replace('`', chr(34))}/><p:nvPr>{place}</p:nvPr></p:nvSpPr>"
            f"<p:spPr>{frame}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle>{styles}</a:lstStyle>{paragraphs}</p:txBody></p:sp>"
        )

    def _paragraphs(self) -> str:
        found = ""
        for _ in range(self._chance.randint(1, 3)):
            level = f'lvl="{self._chance.randint(0, LEVELS - 1)}"' if self._maybe(0.5) else ""
            align = f'algn="{self._chance.choice(("l", "ctr", "r"))}"' if self._maybe(0.3) else ""
            runs = "".join(
                f"<a:r>{self._look(0.3, 'rPr')}<a:t>{self._chance.choice(TEXTS)}</a:t></a:r>"
                for _ in range(self._chance.randint(1, 3))
            )
            found += f"<a:p><a:pPr {level} {align}/>{runs}</a:p>"
        return found
