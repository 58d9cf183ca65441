"""What an action refused, shown in the form that asked for it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from participation.errors import ParticipationError


class RefusedForm(forms.Form):
    """A form that can show what an action refused."""

    def take_errors(self, error: ParticipationError) -> int:
        """Show a refusal at the fields that it names, or above the form; returns the status to answer with."""
        for field, text in error.errors.items():
            self.add_error(field if field in self.fields else None, str(text))
        if not error.errors:
            self.add_error(None, str(error))
        return error.status


def form_page(
    request: HttpRequest,
    form: RefusedForm,
    act: Callable[[], HttpResponse] | None,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """A page with one form: shown, carried out, or shown again with what was typed and why it was refused."""
    status = 200
    if act is not None and request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return act()
            except ParticipationError as error:
                status = form.take_errors(error)
    return render(request, template, {"form": form, **context}, status=status)
