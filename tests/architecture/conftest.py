"""Fixtures of the tests over the whole platform."""

from .world import world

__all__ = ["world"]
