"""What officials fill in about a result."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.accounts.models import Department
from participation.consultations.models import Place, Topic

from ..models import Idea
from ..office.forms import SeveralField
from ..refusals import RefusedForm
from .actions import MOST_MILESTONES, Plan, Step
from .models import Milestone, Result

EMPTY_STEPS = 3
_PERCENT = gettext_lazy("Give a number from 0 to 100.")


def day_field(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, **options)


class StepForm(forms.Form):
    """One step of the work."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("What is done"), max_length=120, required=False)
    due_on = day_field(gettext_lazy("Promised by"))
    reached_on = day_field(gettext_lazy("Reached on"))

    def step(self) -> Step:
        said = self.cleaned_data
        return Step(said["title"], said["due_on"], said["reached_on"], said["pk"])


StepForms = forms.formset_factory(StepForm, extra=EMPTY_STEPS, max_num=MOST_MILESTONES, validate_max=True)


class PlanForm(RefusedForm):
    """What is done, where, for how much, and until when."""

    title = forms.CharField(label=gettext_lazy("What is done"), max_length=160)
    text = forms.CharField(
        label=gettext_lazy("What it is about"),
        help_text=gettext_lazy("What is done, and for whom. **bold**, - lists and [links](https://…) work."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    department = forms.ModelChoiceField(Department.objects.all(), label=gettext_lazy("Department"), required=False)
    topic = forms.ModelChoiceField(Topic.objects.all(), label=gettext_lazy("Topic"), required=False)
    place = forms.ModelChoiceField(Place.objects.all(), label=gettext_lazy("Place"), required=False)
    cost = forms.IntegerField(
        label=gettext_lazy("Cost"),
        help_text=gettext_lazy("A whole number, without letters. Empty where it is not known yet."),
        min_value=0,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    starts_on = day_field(gettext_lazy("Begins on"))
    ends_on = day_field(gettext_lazy("Ends on"))
    note = forms.CharField(
        label=gettext_lazy("What you changed, in a few words"),
        help_text=gettext_lazy("Everybody sees what stood there before."),
        max_length=200,
        required=False,
    )

    def __init__(self, data: Any = None, *, result: Result | None = None, department: Department | None = None) -> None:
        names = ("title", "text", "department", "topic", "place", "cost", "starts_on", "ends_on")
        initial = {name: getattr(result, name) for name in names} if result else {"department": department}
        super().__init__(data, initial=initial)
        if result is None:
            del self.fields["note"]
        rows = [
            {"pk": step.pk, "title": step.title, "due_on": step.due_on, "reached_on": step.reached_on}
            for step in (result.milestones.all() if result else ())
        ]
        self.steps = StepForms(data, initial=rows, prefix="steps")

    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        if self.steps.is_valid():
            return bool(is_valid)
        self.add_error(None, _("Please look at the steps again."))
        return False

    def plan(self) -> Plan:
        said = {name: value for name, value in self.cleaned_data.items() if name != "note"}
        steps = [form.step() for form in self.steps if form.cleaned_data.get("title")]
        return Plan.cleaned(**said, milestones=steps)


class ReportForm(RefusedForm):
    """How far the work has come, told once for all its ideas."""

    percent = forms.IntegerField(
        label=gettext_lazy("Per cent done"),
        help_text=gettext_lazy("It stands on every linked idea. 100 means done: then the supporters are asked."),
        min_value=0,
        max_value=100,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _PERCENT),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reached = SeveralField(
        Milestone.objects.none(),
        label=gettext_lazy("Steps reached"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say what was done.")},
    )

    def __init__(self, data: Any = None, *, result: Result) -> None:
        super().__init__(data, initial={"percent": result.percent}, prefix="report")
        waiting = result.milestones.filter(reached_on=None)
        if waiting:
            self.fields["reached"].queryset = waiting  # type: ignore[attr-defined]  # a choice of things
        else:
            del self.fields["reached"]


class StopForm(RefusedForm):
    """Why the work does not go on."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is stopped"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please give a reason.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="stop")


class IdeaField(forms.CharField):
    """An idea, by its number, its reference code or its address."""

    def clean(self, value: Any) -> Any:
        words = str(super().clean(value)).strip().rstrip("/")
        numbers = [part for part in words.replace("/", "-").split("-") if part.isascii() and part.isdigit()]
        candidates = [int(each) for each in reversed(numbers) if len(each) < 19]
        found = {idea.pk: idea for idea in Idea.objects.filter(pk__in=candidates)}
        for number in candidates:
            if number in found:
                return found[number]
        raise ValidationError(_("No idea has this number. Copy its reference code, such as MD-2026-0412."))


class LinkForm(RefusedForm):
    """Which idea the result answers."""

    idea = IdeaField(
        label=gettext_lazy("Idea"),
        help_text=gettext_lazy("Its reference code or its address."),
        max_length=300,
        error_messages={"required": gettext_lazy("Name an idea.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="link")


class UnlinkForm(RefusedForm):
    """Which idea the result does not answer after all, and why."""

    idea = forms.ModelChoiceField(
        Idea.objects.none(),
        label=gettext_lazy("Idea"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Name an idea.")),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why the link was wrong"),
        max_length=1_000,
        error_messages={"required": gettext_lazy("Please give a reason.")},
    )

    def __init__(self, data: Any = None, *, result: Result) -> None:
        super().__init__(data, prefix="unlink")
        self.fields["idea"].queryset = result.ideas.order_by("pk")  # type: ignore[attr-defined]  # a choice of things
