"""What officials fill in: who answers, the answer, the progress; and what supporters are asked afterwards."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.accounts.models import Capacity, Department, User

from ..actions.approving import LONGEST_WORDS
from ..life import ANSWERS, Status
from ..models import Answer, AnswerReason, Idea
from ..promises import LONGEST_TERM, Promise
from ..refusals import RefusedForm

INTERIM = "interim"
# More than a key can have.
_DIGITS = 19


class SeveralField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # things to tick
    """Several rows out of a choice. A number that no row can have is refused like any other that is not offered."""

    def clean(self, value: Any) -> Any:
        for said in value or ():
            if not (str(said).isascii() and str(said).isdigit() and len(str(said)) < _DIGITS):
                raise ValidationError(self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": said})
        return super().clean(value)


class OfficialField(forms.ModelChoiceField):  # type: ignore[type-arg]  # officials
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.public_name} ({obj.department})"


class AssignForm(RefusedForm):
    """Who answers, and by when."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label=gettext_lazy("Department in charge"), required=False
    )
    owner = OfficialField(User.objects.none(), label=gettext_lazy("Person in charge"), required=False)
    due = forms.DateField(
        label=gettext_lazy("Answer by"),
        help_text=gettext_lazy("Everybody sees this day, and that it was changed."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, idea: Idea) -> None:
        due = timezone.localdate(idea.answer_due_at) if idea.answer_due_at else None
        initial = {"department": idea.department_id, "owner": idea.owner_id, "due": due}
        super().__init__(data, initial=initial, prefix="assign")
        self.due_before = due
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]  # a choice of things
        officials = User.objects.filter(capacity=Capacity.OFFICIAL, is_active=True, department__isnull=False)
        named = officials.select_related("department")
        self.fields["owner"].queryset = named.order_by("department__name", "public_name")  # type: ignore[attr-defined]  # as above
        for name in ("department", "owner"):
            self.fields[name].empty_label = _("Nobody yet")  # type: ignore[attr-defined]  # as above
        if idea.status != Status.OWED:
            del self.fields["due"]

    def clean_due(self) -> Any:
        due = self.cleaned_data["due"]
        if due is not None and due != self.due_before and due < timezone.localdate():
            raise ValidationError(_("This day is over. Choose today or a later one."))
        return due

    @property
    def new_due(self) -> datetime | None:
        """The end of the day chosen; None where it stays as it is."""
        due = self.cleaned_data.get("due")
        if due is None or due == self.due_before:
            return None
        return timezone.make_aware(datetime.combine(due, time(23, 59, 59)))


class AnswerForm(RefusedForm):
    """The answer: what was decided, and why. An interim one decides nothing yet."""

    status = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            (INTERIM, gettext_lazy("Interim answer: no decision yet")),
            *((status.value, status.label) for status in ANSWERS),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a decision.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Answer and reason"),
        help_text=gettext_lazy(
            "Citizens read it under your department's name. **bold**, - lists and [links](https://…) work."
        ),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={
            "required": gettext_lazy("Give the reason: people are told why, whatever the decision is."),
        },
    )

    chosen_reason = forms.ModelChoiceField(
        AnswerReason.objects.none(),
        label=gettext_lazy("Reason from the list"),
        required=False,
        empty_label=gettext_lazy("None of these"),
    )
    cost = forms.CharField(
        label=gettext_lazy("Cost of what is promised"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False)
    term = forms.CharField(
        label=gettext_lazy("By when"),
        help_text=gettext_lazy("In words, for example “by the summer of 2027”."),
        required=False,
        max_length=LONGEST_TERM,
    )

    def __init__(
        self, data: Any = None, *, answer: Answer | None = None, begun: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial={**_answer_said(answer), **(begun or {})}, prefix="answer")
        self.answer = answer
        kept = answer.chosen_reason_id if answer else None
        reasons = AnswerReason.objects.filter(Q(is_offered=True) | Q(pk=kept))
        self.fields["chosen_reason"].queryset = reasons  # type: ignore[attr-defined]  # a choice of things
        self.fields["currency"].choices = [(code, code) for code in settings.CURRENCIES]  # type: ignore[attr-defined]  # as above

    @property
    def decision(self) -> str:
        """The status as the action takes it: empty for an interim answer."""
        chosen: str = self.cleaned_data["status"]
        return "" if chosen == INTERIM else chosen

    @property
    def promise(self) -> Promise:
        """Raises Invalid."""
        said = self.cleaned_data
        return Promise.cleaned(cost=said["cost"], currency=said["currency"], term=said["term"])


def _answer_said(answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {}
    promise = answer.promised
    return {
        "status": answer.status or INTERIM,
        "reason": answer.reason,
        "chosen_reason": answer.chosen_reason_id,
        "cost": "" if promise.cost is None else f"{promise.cost:f}".removesuffix(".00"),
        "currency": promise.currency,
        "term": promise.term,
    }


class PlanForm(RefusedForm):
    """When a prepared answer goes out by itself."""

    at = forms.DateTimeField(
        label=gettext_lazy("Publish at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

    def __init__(self, data: Any = None, *, answer: Answer) -> None:
        super().__init__(data, initial={"at": answer.publish_at}, prefix=f"plan-{answer.pk}")
        self.answer = answer


class RefusalForm(RefusedForm):
    """What a colleague wants changed before it goes out."""

    words = forms.CharField(
        label=gettext_lazy("What is to be changed?"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say what is to be changed.")},
    )

    def __init__(self, data: Any = None, *, answer: Answer) -> None:
        super().__init__(data, prefix=f"refusal-{answer.pk}")
        self.answer = answer


class ProgressForm(RefusedForm):
    """How far the work has come."""

    percent = forms.IntegerField(
        label=gettext_lazy("Per cent done"),
        help_text=gettext_lazy("100 means done: then the supporters are asked whether it was."),
        min_value=0,
        max_value=100,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), gettext_lazy("Give a number from 0 to 100.")
        ),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    text = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say what was done.")},
    )

    def __init__(self, data: Any = None, *, idea: Idea) -> None:
        super().__init__(data, initial={"percent": idea.progress}, prefix="progress")


class ConfirmForm(RefusedForm):
    """What supporters are asked once the office says that it is done."""

    was_done = forms.ChoiceField(
        label=gettext_lazy("Was it done as promised?"),
        choices=[("yes", gettext_lazy("Yes, it was done")), ("no", gettext_lazy("Not yet, or not so"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose yes or no.")},
    )
    text = forms.CharField(
        label=gettext_lazy("In your words"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
