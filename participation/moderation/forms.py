"""What is asked of people who report, and of moderators who decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .kinds import kinds
from .models import Report


class ReportForm(forms.Form):
    """Why something should not stay."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    text = forms.CharField(
        label=_("Explanation"),
        help_text=_("Not needed. Only moderators read it."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReasonForm(forms.Form):
    """A moderator's reason; the author is told it."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The author reads this. Name the rule, and what could be written instead."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please give a reason.")},
    )


class BlockForm(ReasonForm):
    """Why somebody may not write, and for how long."""

    days = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        choices=[(7, _("a week")), (30, _("30 days")), (365, _("a year")), (0, _("until it is lifted"))],
        initial=7,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as it came
        self.fields["reason"].help_text = _("The person reads this.")


class LogFilter(forms.Form):
    """Which part of the record is wanted."""

    show = forms.ChoiceField(
        label=_("Show"),
        choices=[("moderation", _("only moderation")), ("all", _("every change"))],
        required=False,
    )
    kind = forms.ChoiceField(label=_("About"), required=False)
    actor = forms.IntegerField(label=_("By"), required=False, min_value=1, widget=forms.HiddenInput)
    after = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as it came
        names = [(name, model._meta.verbose_name) for name, model in kinds().items()]
        self.fields["kind"].choices = [("", _("everything")), *names]  # type: ignore[attr-defined]  # a choice field
