"""Where the verbs of a consultation lead. Names only: the packages that answer there lie above this one."""

from django.urls import reverse
from django.utils.http import urlencode


def with_query(url: str, **query: str | int | None) -> str:
    """The address with these parameters; empty ones are left out."""
    chosen = {name: value for name, value in query.items() if value is not None and value != ""}
    return f"{url}?{urlencode(chosen)}" if chosen else url


def ideas_of(consultation_id: int, **query: str | int) -> str:
    return with_query(reverse("ideas:list"), consultation=consultation_id, **query)


def new_idea_in(consultation_id: int) -> str:
    return with_query(reverse("ideas:new"), consultation=consultation_id)


def observations_of(consultation_id: int) -> str:
    return with_query(reverse("observations:list"), consultation=consultation_id)


def new_observation_in(consultation_id: int) -> str:
    return with_query(reverse("observations:new"), consultation=consultation_id)
