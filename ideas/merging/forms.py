"""What is asked of whoever merges or divides ideas."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms import other_idea
from ..models import Idea
from ..refusals import RefusedForm
from ..wording import BODY_MAX
from .actions import PARTS, REASON_MAX, Part

TITLE_INPUT = 300


class ReasonForm(RefusedForm):
    """Why; everybody reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody sees it, and the supporters are told."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=REASON_MAX,
        required=False,
    )


class OtherIdeaForm(RefusedForm):
    """Another idea, named by what people have at hand of it."""

    into = forms.CharField(
        label=_("The other idea"), help_text=_("Its number, its reference code or its address."), max_length=300
    )

    def clean_into(self) -> Idea:
        return other_idea(self.cleaned_data["into"])


class ChooseForm(OtherIdeaForm):
    """Which idea it is to be merged into."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].label = _("The idea that stays")


class SameForm(OtherIdeaForm):
    """Which idea says the same, and what whoever decides should know."""

    reason = forms.CharField(
        label=_("Anything else?"),
        help_text=_("Whoever decides reads it. You need not write anything."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=REASON_MAX,
        required=False,
    )


class AnswerForm(RefusedForm):
    """Why two ideas stay two."""

    reason = forms.CharField(
        label=_("Why they are not the same"),
        help_text=_("Whoever said so reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=REASON_MAX,
        required=False,
    )


class MergeForm(ReasonForm):
    """The idea that was looked at, and why."""

    into = forms.ModelChoiceField(Idea.objects.published(), widget=forms.HiddenInput)


class SplitForm(ReasonForm):
    """Title and text of each part; two at least."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields.pop("reason")
        for number in range(1, PARTS[1] + 1):
            needed = number <= PARTS[0]
            title = _("Title of part %(number)s") if needed else _("Title of part %(number)s (if there is one)")
            self.fields[f"title_{number}"] = forms.CharField(
                label=title % {"number": number}, max_length=TITLE_INPUT, required=False
            )
            self.fields[f"body_{number}"] = forms.CharField(
                label=_("Text of part %(number)s") % {"number": number},
                widget=forms.Textarea(attrs={"rows": 6}),
                max_length=BODY_MAX,
                required=False,
            )
        self.fields["reason"] = reason

    def parts(self) -> list[Part]:
        """Those with a title or a text; the first two are asked for in any case."""
        least, most = PARTS
        said = [
            Part(self.cleaned_data.get(f"title_{number}", ""), self.cleaned_data.get(f"body_{number}", ""))
            for number in range(1, most + 1)
        ]
        return [part for number, part in enumerate(said, 1) if number <= least or part.title or part.body]
