"""The API's clients, for what pages and programs do alike."""

from tests.api.conftest import token_for, visitor  # noqa: F401  # fixtures are found by their names here
