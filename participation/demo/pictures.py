"""Small drawn pictures for observations: flat shapes in the colours of the site, made when the demo is loaded."""

import io
from collections.abc import Callable

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

SIZE = (960, 640)
Colour = str
PAPER, GROUND, INK, LINE = "#ffffff", "#e9ece6", "#17211e", "#b9c2bc"
PINE, SKY, PERSIMMON, OCHRE, PLUM = "#0b6353", "#14579b", "#b93a0c", "#d9a441", "#6d2f73"
Draw = ImageDraw.ImageDraw


def picture(name: str) -> "ContentFile[bytes]":
    """The drawing of this name as a file that can be uploaded."""
    image = Image.new("RGB", SIZE, GROUND)
    DRAWINGS[name](ImageDraw.Draw(image))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), name=f"{name}.png")


def _street_lamp(draw: Draw) -> None:
    """A path at night, one lamp lit, the next one dark."""
    draw.rectangle((0, 0, 960, 640), fill="#22343a")
    draw.polygon([(300, 640), (660, 640), (520, 330), (440, 330)], fill="#4d5b5c")
    for x, lit in ((210, True), (750, False)):
        draw.rectangle((x - 8, 170, x + 8, 560), fill=LINE)
        draw.rectangle((x - 8, 160, x + 70, 174), fill=LINE)
        draw.ellipse((x + 40, 166, x + 96, 222), fill=OCHRE if lit else "#38474b")
    draw.polygon([(238, 222), (306, 222), (420, 560), (120, 560)], fill="#5c5a3e")


def _puddle(draw: Draw) -> None:
    """A crossing half under water."""
    draw.rectangle((0, 0, 960, 250), fill="#cfd9d3")
    draw.rectangle((0, 250, 960, 640), fill="#6b7572")
    for x in range(90, 900, 130):
        draw.polygon([(x, 300), (x + 70, 300), (x + 50, 600), (x - 30, 600)], fill=PAPER)
    draw.ellipse((120, 400, 720, 620), fill="#5f8fb9")
    draw.ellipse((220, 450, 560, 560), fill="#86adcd")


def _bench(draw: Draw) -> None:
    """A bench with one plank missing, under a tree."""
    draw.rectangle((0, 460, 960, 640), fill="#c9d6c4")
    draw.rectangle((690, 200, 720, 470), fill="#7b5b3f")
    draw.ellipse((570, 40, 850, 310), fill=PINE)
    for y in (330, 390):
        draw.rectangle((150, y, 560, y + 26), fill="#a9743f")
    draw.rectangle((150, 360, 290, 386), fill="#a9743f")
    for x in (180, 510):
        draw.rectangle((x, 330, x + 22, 520), fill=INK)


def _bins(draw: Draw) -> None:
    """Three bins, one of them overflowing with paper cups."""
    draw.rectangle((0, 480, 960, 640), fill="#b8bfba")
    for x, colour in ((160, PINE), (400, SKY), (640, OCHRE)):
        draw.rectangle((x, 240, x + 170, 520), fill=colour)
        draw.rectangle((x - 12, 216, x + 182, 246), fill=INK)
    for x, y in ((410, 160), (470, 120), (520, 165), (590, 500), (350, 520), (460, 540)):
        draw.polygon([(x, y), (x + 56, y), (x + 46, y + 66), (x + 10, y + 66)], fill=PAPER, outline=LINE)


def _kerb(draw: Draw) -> None:
    """A high kerb at the end of a crossing: no ramp for wheels."""
    draw.rectangle((0, 0, 960, 300), fill="#d8cfc0")
    draw.rectangle((0, 300, 960, 360), fill="#8c8478")
    draw.rectangle((0, 360, 960, 640), fill="#6b7572")
    for x in range(40, 960, 150):
        draw.rectangle((x, 420, x + 80, 640), fill=PAPER)
    draw.ellipse((430, 180, 600, 350), outline=INK, width=14)
    draw.line([(515, 265), (515, 110), (620, 110)], fill=INK, width=14)


def _stream(draw: Draw) -> None:
    """A stream with stepping stones, one of them gone."""
    draw.rectangle((0, 0, 960, 220), fill="#a9c7a2")
    draw.rectangle((0, 220, 960, 470), fill="#6fa3c7")
    draw.rectangle((0, 470, 960, 640), fill="#a9c7a2")
    for x in (60, 210, 360, 690, 840):
        draw.rounded_rectangle((x, 310, x + 100, 380), 24, fill="#8d8f8a")
    draw.rounded_rectangle((510, 340, 610, 410), 24, outline="#dbe8ef", width=5)
    for x in (120, 700):
        draw.ellipse((x, 60, x + 150, 210), fill=PINE)


def _crossing(draw: Draw) -> None:
    """A crossing at night between two lit posts."""
    draw.rectangle((0, 0, 960, 640), fill="#22343a")
    draw.rectangle((0, 330, 960, 640), fill="#3b484b")
    draw.polygon([(140, 330), (820, 330), (940, 640), (20, 640)], fill="#5c5a3e")
    for left in range(200, 760, 120):
        draw.polygon([(left, 350), (left + 60, 350), (left + 40, 620), (left - 50, 620)], fill=PAPER)
    for x in (120, 830):
        draw.rectangle((x - 7, 120, x + 7, 420), fill=LINE)
        draw.ellipse((x - 34, 90, x + 34, 158), fill=OCHRE)


def _library(draw: Draw) -> None:
    """A library with its windows lit in the evening."""
    draw.rectangle((0, 0, 960, 640), fill="#2c3450")
    draw.rectangle((0, 520, 960, 640), fill="#46505f")
    draw.rectangle((180, 190, 780, 540), fill="#8a6f57")
    draw.polygon([(150, 190), (810, 190), (480, 70)], fill="#6d5543")
    for x in (230, 350, 560, 680):
        draw.rectangle((x, 250, x + 70, 370), fill=OCHRE)
    draw.rectangle((440, 390, 520, 540), fill=PINE)
    for x, colour in ((260, PERSIMMON), (290, SKY), (320, PINE), (600, PLUM), (630, PERSIMMON)):
        draw.rectangle((x, 420, x + 20, 500), fill=colour)


DRAWINGS: dict[str, Callable[[Draw], None]] = {
    "street_lamp": _street_lamp,
    "puddle": _puddle,
    "bench": _bench,
    "bins": _bins,
    "kerb": _kerb,
    "stream": _stream,
    "crossing": _crossing,
    "library": _library,
}
