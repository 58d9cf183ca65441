"""Asking for evaluations, giving one, and what is weighed."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.models import Idea
from ideas.office.forms import SeveralField
from ideas.refusals import RefusedForm
from participation.accounts.models import User

from ..models import Evaluation
from ..models.evaluation import HIGHEST, LOWEST, UNKNOWN
from .actions import LONGEST_QUESTION, LONGEST_WORDS
from .people import possible_evaluators


class PeopleField(SeveralField):
    def label_from_instance(self, obj: User) -> str:
        return " · ".join(part for part in (obj.public_name, obj.badge, str(obj.department or "")) if part)


class AskForm(RefusedForm):
    """Who is asked, what about, and by when."""

    people = PeopleField(
        User.objects.none(),
        label=gettext_lazy("Who is asked?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one person.")},
    )
    question = forms.CharField(
        label=gettext_lazy("What should they look at?"),
        required=False,
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = forms.DateField(
        label=gettext_lazy("Evaluate by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    goes_public = forms.BooleanField(
        label=gettext_lazy("Publish the means with the answer"),
        help_text=gettext_lazy("Never who said what."),
        required=False,
    )

    def __init__(self, data: Any = None, *, idea: Idea) -> None:
        super().__init__(data, prefix="evaluation")
        self.fields["people"].queryset = possible_evaluators(idea)  # type: ignore[attr-defined]  # a choice of people


class EvaluationForm(RefusedForm):
    """A score for each criterion, and words."""

    def __init__(self, data: Any = None, *, evaluation: Evaluation) -> None:
        super().__init__(data)
        scale = [(str(score), str(score)) for score in range(LOWEST, HIGHEST + 1)]
        for place, name in enumerate(evaluation.request.names):
            given = str(evaluation.scores[place]) if evaluation.scores else None
            self.fields[f"score_{place}"] = forms.ChoiceField(
                label=name,
                choices=[*scale, (str(UNKNOWN), _("cannot say"))],
                widget=forms.RadioSelect,
                initial=given,
                error_messages={"required": _("Choose a score, or that you cannot say.")},
            )
        self.fields["words"] = forms.CharField(
            label=_("In your words"),
            required=False,
            max_length=LONGEST_WORDS,
            widget=forms.Textarea(attrs={"rows": 6}),
            initial=evaluation.words,
        )
        self.criteria = len(evaluation.request.criteria)

    @property
    def scores(self) -> list[int]:
        return [int(self.cleaned_data[f"score_{place}"]) for place in range(self.criteria)]


class CriteriaForm(RefusedForm):
    """One criterion a line, its names in the languages of the site parted by a bar."""

    criteria = forms.CharField(
        label=gettext_lazy("Criteria"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, data: Any = None, *, criteria: list[dict[str, Any]]) -> None:
        self.codes = [code for code, _language in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        lines = [
            " | ".join([each["name"], *(each["translations"].get(code, "") for code in self.codes)]).rstrip(" |")
            for each in criteria
        ]
        super().__init__(data, initial={"criteria": "\n".join(lines)})
        languages = " | ".join(str(language) for _code, language in settings.LANGUAGES)
        self.fields["criteria"].help_text = _("One a line: %(languages)s. With none, the usual four are weighed.") % {
            "languages": languages
        }

    @property
    def rows(self) -> list[tuple[str, dict[str, str]]]:
        rows = []
        for line in self.cleaned_data["criteria"].splitlines():
            name, *others = [part.strip() for part in line.split("|")]
            if name or any(others):
                rows.append((name, {code: text for code, text in zip(self.codes, others, strict=False) if text}))
        return rows
