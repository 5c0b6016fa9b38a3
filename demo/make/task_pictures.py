"""Draws the pictures that candidates work with in practical tasks: an eye, four bins, snapshots of a sports day."""

from __future__ import annotations

import io
from pathlib import Path

from canvas import GREY, INK, PAPER, Canvas
from PIL import Image

BINS = (("可回收物", "#2f6fb7"), ("厨余垃圾", "#4f9d69"), ("有害垃圾", "#c0392b"), ("其他垃圾", "#6b7580"))
SNAPSHOTS = (
    ("开幕式", "#c0504d"),
    ("接力赛", "#3f7fbf"),
    ("跳远", "#b8863b"),
    ("合唱", "#7a5fb4"),
    ("植树", "#4f9d69"),
)


def eye() -> Canvas:
    """Draw an eye over an open book."""
    canvas = Canvas(300, 180)
    canvas.oval((60, 20, 240, 110), fill="#eaf4fb")
    canvas.oval((118, 32, 182, 98), fill="#2f7fb8")
    canvas.oval((136, 50, 164, 78), fill=INK)
    canvas.oval((152, 52, 162, 62), fill=PAPER, colour=PAPER)
    canvas.polygon((150, 130), (40, 118), (40, 160), (150, 172), fill="#fdf6e3")
    canvas.polygon((150, 130), (260, 118), (260, 160), (150, 172), fill="#fdf6e3")
    for y in (136, 146, 156):
        canvas.line((56, y - 8), (140, y), colour=GREY, width=1.2)
        canvas.line((244, y - 8), (160, y), colour=GREY, width=1.2)
    return canvas


def bins() -> Canvas:
    """Draw four bins with their names."""
    canvas = Canvas(480, 200)
    for number, (name, colour) in enumerate(BINS):
        x = 20 + number * 115
        canvas.polygon((x + 6, 52), (x + 90, 52), (x + 80, 160), (x + 16, 160), fill=colour, colour=colour)
        canvas.box((x, 36, x + 96, 52), fill=INK, colour=INK, radius=4)
        canvas.text((x + 48, 106), name, size=16, colour=PAPER, bold=True)
    return canvas


def snapshot(title: str, colour: str) -> bytes:
    """Draw a small picture of an event as JPEG."""
    canvas = Canvas(320, 213)
    canvas.box((0, 0, 320, 120), fill="#dcecf8", colour="#dcecf8")
    canvas.box((0, 120, 320, 213), fill="#e9e2cf", colour="#e9e2cf")
    canvas.oval((252, 18, 292, 58), fill="#f4c95d", colour="#f4c95d")
    for number in range(5):
        x = 50 + number * 55
        canvas.oval((x - 11, 108, x + 11, 130), fill="#f1c9a5")
        canvas.box((x - 14, 130, x + 14, 172), fill=colour, radius=6)
    canvas.box((60, 30, 240, 76), fill=colour, colour=colour, radius=4)
    canvas.text((150, 53), title, size=24, colour=PAPER, bold=True)
    out = io.BytesIO()
    Image.open(io.BytesIO(canvas.png())).convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def draw_for_office(folder: Path) -> None:
    """Write the pictures that the office files and their tasks need."""
    eye().save(folder / "护眼.png")
    bins().save(folder / "分类标志.png")
