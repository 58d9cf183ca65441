"""Forms of the names that editors keep: one field for each further language of the site."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from .words import other_languages


def field_for(code: str) -> str:
    """The form's name for the name in this language."""
    return f"name_{code}"


class NamedForm(WagtailAdminModelForm):
    """Writes ``translations`` from fields that stand beside the name, one a language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in other_languages():
            self.fields[field_for(code)].label = _("Name in %(language)s") % {"language": language}
            self.initial.setdefault(field_for(code), self.instance.translations.get(code, ""))

    def save(self, commit: bool = True) -> Any:
        names = {code: self.cleaned_data.get(field_for(code), "").strip() for code, _language in other_languages()}
        kept = {code: name for code, name in self.instance.translations.items() if code not in names}
        self.instance.translations = kept | {code: name for code, name in names.items() if name}
        return super().save(commit)


def named_form() -> type[NamedForm]:
    """The form with a field for each language that the settings name."""
    fields = {field_for(code): forms.CharField(max_length=100, required=False) for code, _language in other_languages()}
    return type("LocalNamedForm", (NamedForm,), fields)
