"""The forms of the admin: names in every language of the site, stages that follow each other, a page to begin with."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from .dates import short_day
from .ladder import check_ladder
from .words import other_languages

if TYPE_CHECKING:
    from .models import Stage, Topic


def field_for(code: str, name: str = "name") -> str:
    """The form's name for the name in this language."""
    return f"{name}_{code}"


class TranslatedForm(WagtailAdminModelForm):
    """Writes ``translations`` from fields that stand beside the original, one a language."""

    original: ClassVar[str]
    label: ClassVar[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in other_languages():
            field = field_for(code, self.original)
            self.fields[field].label = self.label % {"language": language}
            self.initial.setdefault(field, self.instance.translations.get(code, ""))

    def save(self, commit: bool = True) -> Any:
        said = {code: self.cleaned_data.get(field_for(code, self.original), "") for code, _name in other_languages()}
        kept = {code: words for code, words in self.instance.translations.items() if code not in said}
        self.instance.translations = kept | {code: words.strip() for code, words in said.items() if words.strip()}
        return super().save(commit)


class NamedForm(TranslatedForm):
    original = "name"
    label = gettext_lazy("Name in %(language)s")


class StageForm(TranslatedForm):
    original = "title"
    label = gettext_lazy("Title in %(language)s")


class RungForm(TranslatedForm):
    original = "title"
    label = gettext_lazy("In words: %(language)s")


def with_languages(form: type[TranslatedForm], max_length: int) -> type[TranslatedForm]:
    """The form with a field for each further language that the settings name."""
    fields = {
        field_for(code, form.original): forms.CharField(max_length=max_length, required=False)
        for code, _language in other_languages()
    }
    return type(f"Local{form.__name__}", (form,), fields)


class StageFormSet(BaseChildFormSet):
    """Stages follow each other: while two are open, nobody could tell which of them holds."""

    def clean(self) -> None:
        super().clean()
        dated = [form for form in self.forms if self._is_dated(form)]
        dated.sort(key=lambda form: form.cleaned_data["starts_at"])
        for earlier, later in pairwise(dated):
            ends_at = earlier.cleaned_data.get("ends_at")
            stage: Stage = earlier.instance
            if ends_at is None:
                message = _("“%(stage)s” has no end, so that no other stage can follow. Say when it ends.")
                earlier.add_error("ends_at", message % {"stage": stage.local_title})
            elif later.cleaned_data["starts_at"] < ends_at:
                message = _("This begins before “%(stage)s” has ended (%(day)s). Let it begin then, or later.")
                later.add_error("starts_at", message % {"stage": stage.local_title, "day": short_day(ends_at)})

    def _is_dated(self, form: Any) -> bool:
        data = getattr(form, "cleaned_data", None) or {}
        return bool(data.get("starts_at")) and not data.get("DELETE") and not form.errors


class RungFormSet(BaseChildFormSet):
    """Rungs make a ladder: what contradicts itself is said at its field."""

    def clean(self) -> None:
        super().clean()
        said = [form for form in self.forms if (getattr(form, "cleaned_data", None) or {}).get("supporters")]
        forms = [form for form in said if not form.cleaned_data.get("DELETE")]
        forms.sort(key=lambda form: form.cleaned_data.get("ORDER") or 0)
        if any(form.errors for form in forms):
            return
        for position, errors in check_ladder([form.instance for form in forms]).items():
            for field, message in errors.items():
                forms[position].add_error(field, message)


class WordsFormSet(BaseChildFormSet):
    """The words of a page once in each language."""

    def clean(self) -> None:
        """Said at the field of the second one, before Django finds the doubles and names no field."""
        seen = set()
        for form in self.forms:
            said = getattr(form, "cleaned_data", None) or {}
            language = said.get("language")
            if language and not said.get("DELETE"):
                if language in seen:
                    form.add_error("language", _("The words in this language are there already, further up."))
                seen.add(language)
        super().clean()


class ConsultationForm(WagtailAdminPageForm):
    """The page's form: an official begins with the own department, and topics stand in their tree."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department = getattr(self.for_user, "department_id", None)
        if self.instance.pk is None and department and "department" in self.fields:
            self.initial.setdefault("department", department)
            self.initial["department"] = self.initial["department"] or department
        if "topic" in self.fields:
            topics: Any = self.fields["topic"]
            topics.choices = [("", topics.empty_label), *_in_tree(topics.queryset.offered(keep=self.instance.topic_id))]


def _in_tree(topics: Any) -> list[tuple[int, str]]:
    """Each topic of the first level, followed by those that are part of it."""
    rows: list[Topic] = list(topics)
    choices = []
    for topic in rows:
        if topic.parent_id is None:
            choices.append((topic.pk, topic.local_name))
            parts = [part for part in rows if part.parent_id == topic.pk]
            choices += [(part.pk, f"{topic.local_name} › {part.local_name}") for part in parts]
    return choices
