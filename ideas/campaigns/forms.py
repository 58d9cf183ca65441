"""What is written of a campaign, and which idea takes part."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from participation.consultations.models import ConsultationPage

from ..forms import ConsultationField
from ..models import Idea, IdeaQuerySet
from ..refusals import RefusedForm
from .actions import Theme
from .models import Campaign


class IdeaField(forms.ModelChoiceField):  # type: ignore[type-arg]  # ideas
    def label_from_instance(self, obj: Idea) -> str:
        return obj.title


def _day_field(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class EntryForm(RefusedForm):
    """Which idea of one's own takes part, besides those that do by themselves."""

    idea = IdeaField(
        Idea.objects.none(),
        label=gettext_lazy("Idea"),
        empty_label=None,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose an idea of the campaign's consultation.")
        ),
    )

    def __init__(self, data: Any = None, *, ideas: IdeaQuerySet) -> None:
        super().__init__(data)
        self.fields["idea"].queryset = ideas  # type: ignore[attr-defined]  # a choice of things


class CampaignForm(RefusedForm):
    """Theme, period, reward."""

    title = forms.CharField(label=gettext_lazy("Theme"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("What it is about"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    reward = forms.CharField(
        label=gettext_lazy("Reward for adopted ideas"),
        help_text=gettext_lazy("Everybody sees it beside the ideas that get it."),
        max_length=200,
    )
    consultation = ConsultationField(
        ConsultationPage.objects.none(),
        label=gettext_lazy("Consultation"),
        help_text=gettext_lazy("Ideas posted to it in this time take part by themselves."),
    )
    starts_at = _day_field(gettext_lazy("First day"))
    ends_at = _day_field(pgettext_lazy("of a campaign", "Last day"))

    def __init__(self, data: Any = None, *, campaign: Campaign | None = None) -> None:
        initial = None
        if campaign is not None:
            names = ("title", "text", "reward", "consultation")
            initial = {name: getattr(campaign, name) for name in names}
            initial["starts_at"] = timezone.localdate(campaign.starts_at)
            initial["ends_at"] = timezone.localdate(campaign.ends_at - timedelta(seconds=1))
        super().__init__(data, initial=initial)
        pages = ConsultationPage.objects.live().prefetch_related("words").order_by("title")
        self.fields["consultation"].queryset = pages  # type: ignore[attr-defined]  # a choice of things

    def theme(self) -> Theme:
        said = dict(self.cleaned_data)
        said["starts_at"] = timezone.make_aware(datetime.combine(said["starts_at"], time()))
        said["ends_at"] = timezone.make_aware(datetime.combine(said["ends_at"] + timedelta(days=1), time()))
        return Theme.cleaned(**said)
