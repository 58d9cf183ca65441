"""What somebody wrote and has not sent yet: it waits in the session, its photo in the store, until they sign in."""

import uuid
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils import timezone

KEY = "observation"
FOLDER = "observations/waiting"
KEPT_FOR = timedelta(days=2)
_WORDS = ("text", "photo_alt", "spot", "topic", "place", "consultation")


def waiting_words(session: SessionBase) -> dict[str, Any]:
    """What was typed, by field; empty where nothing waits."""
    return dict(session.get(KEY, {}).get("words", {}))


def waiting_photo(session: SessionBase) -> str:
    """The stored name of the photo that waits, or nothing."""
    name = str(session.get(KEY, {}).get("photo", ""))
    return name if name and default_storage.exists(name) else ""


def keep_words(session: SessionBase, typed: Any) -> None:
    """Keep what was typed, as it was typed."""
    words = {name: str(typed.get(name, ""))[:1000] for name in _WORDS}
    session[KEY] = {**session.get(KEY, {}), "words": words}


def keep_photo(session: SessionBase, photo: File) -> None:  # type: ignore[type-arg]  # bytes
    """Keep a photo that was drawn anew, instead of one that waits already."""
    drop_photo(session)
    suffix = PurePath(photo.name or "").suffix
    name = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}{suffix}", photo)
    session[KEY] = {**session.get(KEY, {}), "photo": name}


def take_photo(session: SessionBase) -> "ContentFile[bytes] | None":
    """The photo that waits, to be kept with an observation."""
    if not (name := waiting_photo(session)):
        return None
    with default_storage.open(name) as file:
        return ContentFile(file.read(), name=f"photo{PurePath(name).suffix}")


def drop_photo(session: SessionBase) -> None:
    kept = dict(session.get(KEY, {}))
    if name := kept.pop("photo", ""):
        default_storage.delete(name)
        session[KEY] = kept


def forget(session: SessionBase) -> None:
    """It was sent."""
    drop_photo(session)
    session.pop(KEY, None)


def sweep_photos() -> int:
    """Remove photos that nobody came back for; returns how many."""
    if not default_storage.exists(FOLDER):
        return 0
    old = timezone.now() - KEPT_FOR
    names = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    forgotten = [name for name in names if default_storage.get_modified_time(name) < old]
    for name in forgotten:
        default_storage.delete(name)
    return len(forgotten)
