"""A small copy of an observation's photo for the board: drawn once, by the worker, never while a page waits."""

import io
import logging

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from ..models import Observation, ObservationQuerySet

# Twice what the board shows, for fine screens; one shape, so that a row knows its size before the picture comes.
SIZE = (240, 180)
QUALITY = 80

log = logging.getLogger(__name__)


def without_thumbnail() -> ObservationQuerySet:
    """Observations whose photo has no small copy yet."""
    rows: ObservationQuerySet = Observation.objects.exclude(photo="").filter(thumbnail="")
    return rows


def draw_thumbnail(observation: Observation) -> bool:
    """Draw the small copy and keep it; returns whether the board has one now. A damaged photo goes without."""
    with observation.photo.open("rb") as photo:
        content = photo.read()
    try:
        small = _small(content)
    except (Image.DecompressionBombError, OSError, SyntaxError, ValueError) as problem:
        log.warning("The photo of observation %s cannot be drawn small: %s", observation.pk, problem)
        return False
    file = Observation._meta.get_field("thumbnail")
    name = file.generate_filename(observation, f"{observation.pk}.jpg")
    stored = file.storage.save(name, ContentFile(small))
    if not Observation.objects.filter(pk=observation.pk, thumbnail="").update(thumbnail=stored):
        file.storage.delete(stored)  # somebody else was faster
    return True


def _small(content: bytes) -> bytes:
    """The middle of the picture in the board's shape; what was see-through lies on white."""
    with Image.open(io.BytesIO(content)) as image:
        image.draft("RGB", SIZE)  # of a large JPEG only as much is read as is needed
        fitted = ImageOps.fit(ImageOps.exif_transpose(image).convert("RGBA"), SIZE)
    plain = Image.new("RGB", SIZE, "white")
    plain.paste(fitted, mask=fitted)
    buffer = io.BytesIO()
    plain.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return buffer.getvalue()
