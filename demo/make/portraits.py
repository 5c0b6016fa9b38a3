"""Draws portraits for the sample pupils: friendly, simple, each one different, in the size of a registration photo.

Nobody is portrayed; every trait is drawn from the candidate number.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 295, 413
FINER = 3
BACKGROUNDS = ("#6fa8dc", "#7fb2e5", "#8fbbe8")
SKINS = ("#f6d3b3", "#f2c9a4", "#eabf98", "#dcae86")
HAIRS = ("#1d1a1a", "#2b2320", "#3a2c25")
BOYS = ("short", "crew", "parted")
GIRLS = ("bob", "tail", "bun", "pigtails")


@dataclass(frozen=True, slots=True)
class Looks:
    """What one face is drawn from."""

    background: str
    skin: str
    hair: str
    style: str
    uniform: str
    glasses: bool
    wide: int
    eyes: int
    brow: int
    smile: int
    cheeks: bool


def looks_of(number: str, *, girl: bool, uniform: str) -> Looks:
    """Draw the traits of a candidate from the number."""
    dice = random.Random(number)
    return Looks(
        background=dice.choice(BACKGROUNDS),
        skin=dice.choice(SKINS),
        hair=dice.choice(HAIRS),
        style=dice.choice(GIRLS if girl else BOYS),
        uniform=uniform,
        glasses=dice.random() < 0.35,
        wide=dice.randint(70, 82),
        eyes=dice.randint(28, 35),
        brow=dice.randint(22, 30),
        smile=dice.randint(16, 30),
        cheeks=girl or dice.random() < 0.3,
    )


def portrait(looks: Looks) -> bytes:
    """Return the portrait as a small JPEG."""
    image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), looks.background)
    _Face(ImageDraw.Draw(image), looks).draw()
    out = io.BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


class _Face:
    """Draws one face around its middle, in points of the finished picture."""

    def __init__(self, draw: ImageDraw.ImageDraw, looks: Looks) -> None:
        self._draw = draw
        self._looks = looks
        self._x, self._y = WIDTH / 2, 190.0

    def draw(self) -> None:
        self._hair_behind()
        self._body()
        self._head()
        self._hair_before()
        self._features()

    def _oval(self, x: float, y: float, wide: float, high: float, fill: str) -> None:
        box = [(self._x + x - wide) * FINER, (self._y + y - high) * FINER]
        box += [(self._x + x + wide) * FINER, (self._y + y + high) * FINER]
        self._draw.ellipse(box, fill=fill)

    def _body(self) -> None:
        looks = self._looks
        box = [(self._x - 128) * FINER, 318 * FINER, (self._x + 128) * FINER, (HEIGHT + 90) * FINER]
        self._draw.rounded_rectangle(box, 70 * FINER, fill=looks.uniform)
        neck = [(self._x - 27) * FINER, 262 * FINER, (self._x + 27) * FINER, 338 * FINER]
        self._draw.rounded_rectangle(neck, 20 * FINER, fill=_darker(looks.skin))
        for side in (-1, 1):
            collar = [(0, 352), (side * 56, 318), (side * 30, 372)]
            self._draw.polygon([((self._x + x) * FINER, y * FINER) for x, y in collar], fill="#ffffff")

    def _head(self) -> None:
        looks = self._looks
        for side in (-1, 1):
            self._oval(side * (looks.wide - 1), 12, 13, 19, _darker(looks.skin))
        self._oval(0, 0, looks.wide, 98, looks.skin)

    def _hair_behind(self) -> None:
        looks = self._looks
        if looks.style == "bob":
            self._oval(0, 6, looks.wide + 22, 112, looks.hair)
        elif looks.style == "tail":
            self._oval(looks.wide - 4, 34, 26, 92, looks.hair)
        elif looks.style == "pigtails":
            for side in (-1, 1):
                self._oval(side * (looks.wide + 14), 52, 22, 62, looks.hair)
        elif looks.style == "bun":
            self._oval(0, -112, 36, 32, looks.hair)
        high = 100 if looks.style == "crew" else 108
        self._oval(0, -12, looks.wide + 9, high, looks.hair)

    def _hair_before(self) -> None:
        looks = self._looks
        low = {"crew": 292, "short": 318, "parted": 330}.get(looks.style, 326)
        box = [(self._x - looks.wide - 6) * FINER, (self._y - 108) * FINER]
        box += [(self._x + looks.wide + 6) * FINER, (low - 160) * FINER + 60 * FINER]
        self._draw.chord(box, 196, 344, fill=looks.hair)
        if looks.style in {"parted", "tail"}:
            self._oval(-34, -68, 44, 26, looks.hair)
            self._oval(36, -70, 38, 22, looks.hair)
        elif looks.style in {"bob", "pigtails"}:
            for x in (-48, -16, 16, 48):
                self._oval(x, -58, 20, 20, looks.hair)

    def _features(self) -> None:
        looks = self._looks
        for side in (-1, 1):
            x = side * looks.eyes
            self._oval(x, 4, 8.5, 9.5, "#ffffff")
            self._oval(x, 5, 6.2, 7.4, "#2a1d18")
            self._oval(x + 2, 2, 2, 2.2, "#ffffff")
            self._arc(x, -looks.brow + 8, 13, 8, 205, 335, looks.hair, 4)
            if looks.cheeks:
                self._oval(side * (looks.wide - 26), 36, 13, 8, "#f0ab98")
            if looks.glasses:
                self._ring(x, 5, 21, 18)
        if looks.glasses:
            self._arc(0, 6, looks.eyes - 20, 8, 200, 340, "#3c4650", 3)
        self._arc(0, 26, 8, 7, 30, 150, _darker(_darker(looks.skin)), 3)
        self._arc(0, 46, looks.smile, 17, 15, 165, "#b04a3f", 5)

    def _arc(self, x: float, y: float, wide: float, high: float, start: int, end: int, fill: str, line: int) -> None:
        box = [(self._x + x - wide) * FINER, (self._y + y - high) * FINER]
        box += [(self._x + x + wide) * FINER, (self._y + y + high) * FINER]
        self._draw.arc(box, start, end, fill=fill, width=line * FINER)

    def _ring(self, x: float, y: float, wide: float, high: float) -> None:
        box = [(self._x + x - wide) * FINER, (self._y + y - high) * FINER]
        box += [(self._x + x + wide) * FINER, (self._y + y + high) * FINER]
        self._draw.rounded_rectangle(box, 13 * FINER, outline="#3c4650", width=3 * FINER)


def _darker(colour: str) -> str:
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(channel * 0.9):02x}" for channel in channels)
