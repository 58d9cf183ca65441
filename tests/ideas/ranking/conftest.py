"""The callers of the API, for what pages and programs see alike."""

from tests.api.conftest import token_for, visitor

__all__ = ["token_for", "visitor"]
