"""What officials keep among themselves while they work on an idea."""

from .note import InternalNote

__all__ = ["InternalNote"]
