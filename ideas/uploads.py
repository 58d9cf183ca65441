"""Pictures and files that people add: known by their content, not by their name, and harmless when kept."""

import io
import re
import secrets
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from participation.contributions.text import clean_line
from participation.errors import ParticipationError

from .models import Attachment, Draft

LARGEST = 10 * 1024 * 1024
MOST = 5
# More than this is not even read: five full files and the text.
LARGEST_REQUEST = MOST * LARGEST + 4 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400

IMAGE_TYPES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
IMAGE_NAMES = (".jpg", ".jpeg", ".png", ".webp", ".gif")
FILE_NAMES = (".pdf", ".hwp", ".hwpx", ".docx", ".xlsx", ".pptx", ".odt", ".txt", ".csv")
ACCEPT = ",".join([*IMAGE_NAMES, *FILE_NAMES])
_OFFICE = "application/vnd.openxmlformats-officedocument."


class TooMuch(ParticipationError):
    code, status = "too_large", 413


class Refused(Exception):
    """A file that is not taken; the text says why, and names it."""


@dataclass(frozen=True)
class Upload:
    """A file that may be kept."""

    kind: str
    name: str
    content_type: str
    content: "ContentFile[bytes]"


class SizeLimit(FileUploadHandler):
    """Stops keeping a file as soon as it is too large: nothing large is stored, and the form's text goes on."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.too_large: list[str] = []
        self.read = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.read = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.read += len(raw_data)
        if self.read > LARGEST:
            self.too_large.append(self.file_name or "")
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def limit_uploads(request: HttpRequest) -> SizeLimit:
    """Watch over what a request brings. Call it before anything of its body is read. Raises TooMuch."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > LARGEST_REQUEST:
        raise TooMuch(_("All files together are too large. At most %(count)s files of %(size)s MB each.") % _limits())
    handler = SizeLimit(request)
    request.upload_handlers.insert(0, handler)
    return handler


def _limits() -> dict[str, int]:
    return {"count": MOST, "size": LARGEST // 1024 // 1024}


def too_large(name: str) -> str:
    return _("“%(name)s” is too large. A file may have at most %(size)s MB.") % {"name": name, **_limits()}


def attach(draft: Draft, files: "Iterable[UploadedFile[bytes]]", alts: list[str]) -> list[str]:
    """Keep the files with a draft; returns what is wrong with those that are not kept.

    ``alts`` are the descriptions of the pictures among them, in their order.
    """
    problems, described = [], iter(alts)
    for file in files:
        alt = next(described, "") if (file.content_type or "").startswith("image/") else ""
        if draft.attachments.count() >= MOST:
            problems.append(_("“%(name)s” was not added: at most %(count)s files.") % {"name": file.name, **_limits()})
            continue
        try:
            upload = inspect(file)
        except Refused as refusal:
            problems.append(str(refusal))
            continue
        Attachment.objects.create(
            draft=draft,
            kind=upload.kind,
            file=upload.content,
            name=upload.name,
            size=upload.content.size,
            content_type=upload.content_type,
            alt=clean_line(alt)[:200] if upload.kind == Attachment.Kind.IMAGE else "",
        )
    return problems


def inspect(file: "UploadedFile[bytes]") -> Upload:
    """What the file really is. Raises Refused."""
    name = clean_name(file.name or "")
    if (file.size or 0) > LARGEST:
        raise Refused(too_large(name))
    if not file.size:
        raise Refused(_("“%(name)s” is empty.") % {"name": name})
    suffix = PurePath(name).suffix.lower()
    if suffix in IMAGE_NAMES:
        return clean_image(file, name)
    head = file.read()
    recognised = _RECOGNISE.get(suffix)
    content_type = recognised(head) if recognised else None
    if content_type is None:
        raise Refused(_("“%(name)s” is not a file of an allowed kind: %(kinds)s.") % {"name": name, "kinds": _kinds()})
    return Upload(Attachment.Kind.FILE, name, content_type, ContentFile(head, name=f"{secrets.token_hex(16)}{suffix}"))


def _kinds() -> str:
    return ", ".join(suffix[1:] for suffix in (*IMAGE_NAMES, *FILE_NAMES))


def clean_name(name: str) -> str:
    """A file's name without folders, control characters and what no system wants."""
    base = re.split(r"[\\/]", name)[-1]
    kept = re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\"<>|:*?]", "", base).strip(". ")
    stem, suffix = PurePath(kept or "file").stem, PurePath(kept or "file").suffix[:10]
    return f"{stem[:150]}{suffix}"


def clean_image(file: "UploadedFile[bytes]", name: str) -> Upload:
    """The picture drawn anew: upright, as large as a page needs, without place, camera or anything hidden in it.

    Raises Refused.
    """
    try:
        with Image.open(file) as image:
            kind = image.format or ""
            if kind not in {*IMAGE_TYPES, "GIF"} or image.width * image.height > MOST_PIXELS:
                raise Refused(
                    _("“%(name)s” is not a picture that can be shown: jpg, png, webp or gif.") % {"name": name}
                )
            image.load()
            drawn = ImageOps.exif_transpose(image)
            drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            kind = "PNG" if kind == "GIF" else kind
            content = _drawn(drawn, kind)
    except Refused:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, MemoryError):
        raise Refused(_("“%(name)s” cannot be read as a picture. It may be damaged.") % {"name": name}) from None
    content_type, suffix = IMAGE_TYPES[kind]
    name = PurePath(name).stem + suffix
    return Upload(
        Attachment.Kind.IMAGE, name, content_type, ContentFile(content, name=f"{secrets.token_hex(16)}{suffix}")
    )


def _drawn(image: Image.Image, kind: str) -> bytes:
    """Only the pixels: the copy carries no metadata of the original."""
    mode = "RGB" if kind == "JPEG" or image.mode not in {"RGBA", "LA", "P", "PA"} else "RGBA"
    pixels = image.convert(mode)
    plain = Image.new(pixels.mode, pixels.size)
    plain.paste(pixels)
    buffer = io.BytesIO()
    options: dict[str, Any] = {"quality": 85} if kind in {"JPEG", "WEBP"} else {"optimize": False}
    plain.save(buffer, kind, **options)
    return buffer.getvalue()


def _starts(mark: bytes, content_type: str) -> Callable[[bytes], str | None]:
    return lambda content: content_type if content.startswith(mark) else None


def _hwp(content: bytes) -> str | None:
    is_compound = content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    return "application/x-hwp" if is_compound and "HwpSummaryInformation".encode("utf-16-le") in content else None


def _packed(content_type: str, folder: str = "", mimetype: bytes = b"") -> Callable[[bytes], str | None]:
    """An archive whose parts say which office program wrote it; one that carries macros is not taken."""

    def recognise(content: bytes) -> str | None:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                names = archive.namelist()
                if any("vbaproject" in name.lower() for name in names):
                    return None
                if folder:
                    return content_type if any(name.startswith(folder) for name in names) else None
                with archive.open("mimetype") as first:
                    return content_type if first.read(100).strip() == mimetype else None
        except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, EOFError, ValueError):
            return None

    return recognise


def _text(content_type: str) -> Callable[[bytes], str | None]:
    def recognise(content: bytes) -> str | None:
        if b"\0" in content:
            return None
        for encoding in ("utf-8", "cp949"):
            try:
                content.decode(encoding)
            except UnicodeDecodeError:
                continue
            return content_type
        return None

    return recognise


_RECOGNISE: dict[str, Callable[[bytes], str | None]] = {
    ".pdf": _starts(b"%PDF-", "application/pdf"),
    ".hwp": _hwp,
    ".hwpx": _packed("application/hwp+zip", mimetype=b"application/hwp+zip"),
    ".docx": _packed(_OFFICE + "wordprocessingml.document", folder="word/"),
    ".xlsx": _packed(_OFFICE + "spreadsheetml.sheet", folder="xl/"),
    ".pptx": _packed(_OFFICE + "presentationml.presentation", folder="ppt/"),
    ".odt": _packed("application/vnd.oasis.opendocument.text", mimetype=b"application/vnd.oasis.opendocument.text"),
    ".txt": _text("text/plain"),
    ".csv": _text("text/csv"),
}


def remove_attachments(attachments: Iterable[Attachment]) -> None:
    """Take files away, the bytes after the commit: a change that fails must not lose them."""
    for attachment in attachments:
        attachment.delete()
        transaction.on_commit(partial(attachment.file.storage.delete, str(attachment.file.name)))
