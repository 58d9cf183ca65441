"""Static files under names that hold a hash of what is in them, so that browsers may keep them for ever."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Vite has put the hash into these names, and its modules ask for each other by them.
BUILT = "dist/assets/"


class BuiltOnceStorage(CompressedManifestStaticFilesStorage):
    """Leaves the front end's names alone: a module under two names is loaded twice, and does everything twice."""

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        if name.startswith(BUILT):
            return name
        hashed: str = super().hashed_name(name, content, filename)
        return hashed
