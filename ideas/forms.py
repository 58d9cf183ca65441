"""What people fill in about ideas, and the messages beside the fields."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from participation.accounts.form_guards import StartedField, TrapField, now_signed
from participation.consultations.models import ConsultationPage, Place, Stage, Topic
from participation.consultations.stages import ALLOWS, Power
from participation.contributions.text import clean_line, clean_text

from .models import Attachment, Draft, Idea, Observation
from .refusals import RefusedForm
from .uploads import ACCEPT, LARGEST, MOST
from .wording import BODY_MAX, check_wording

MOST_GATHERED = 50
LONGEST_NUMBER = 18
NO_ALT = gettext_lazy("Describe the picture in words, for people who cannot see it.")


def suggested_headings() -> tuple[str, str, str]:
    """Three questions that make an idea easy to answer; whoever does not need them leaves them out."""
    return _("What is the problem?"), _("What should change?"), _("What would be better then?")


def suggested_text() -> str:
    return "\n\n\n".join(f"## {heading}" for heading in suggested_headings()) + "\n\n"


def without_empty_headings(text: str) -> str:
    """The text without suggested headings below which nothing was written."""
    blocks = re.split(r"(?m)^(?=## )", text)
    suggested = {f"## {heading}" for heading in suggested_headings()}
    return "".join(block for block in blocks if block.strip() not in suggested).strip()


class NamedChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # topics or places
    """A choice of things that have a name in the reader's language; those of the second level are set in."""

    def label_from_instance(self, obj: Any) -> str:
        return f"– {obj}" if getattr(obj, "parent_id", None) else str(obj)


class ConsultationField(forms.ModelChoiceField):  # type: ignore[type-arg]  # consultations
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.local.title)

    def to_python(self, value: Any) -> Any:
        # A page's key is a relation, and those do not check that the database can hold the number.
        if len(str(value)) > LONGEST_NUMBER:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class ManyFilesField(forms.FileField):
    """Any number of files; they are looked at one by one elsewhere."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [file for file in data or [] if file] if isinstance(data, list) else []


def open_consultations() -> "Any":
    """Consultations that take ideas now, the suggestion box first."""
    takes = [kind for kind, powers in ALLOWS.items() if Power.SUBMIT in powers]
    pages = ConsultationPage.objects.live().filter(
        pk__in=Stage.objects.running().filter(kind__in=takes).values("page_id")
    )
    return pages.prefetch_related("words", "stages").order_by("-is_suggestion_box", "title", "pk")


class TextForm(RefusedForm):
    """The words of an idea and where they belong."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Say in one sentence what should change."),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 300, "autocomplete": "off"}),
    )
    body = forms.CharField(
        label=gettext_lazy("Your idea"),
        help_text=gettext_lazy(
            "The three headings are a suggestion."
            " **bold**, *italic*, - lists, 1. numbers, > quotes and [links](https://…) work."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    topic = NamedChoiceField(Topic.objects.none(), label=gettext_lazy("Topic"), required=False)
    place = NamedChoiceField(Place.objects.none(), label=gettext_lazy("Place"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = Topic.objects.offered(keep=self.initial.get("topic"))
        for name, things in (("topic", topics), ("place", Place.objects.all())):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = things
            field.empty_label = _("No choice")

    def clean(self) -> dict[str, Any]:
        words = dict(super().clean() or {})
        words["title"] = clean_line(words.get("title") or "")
        words["body"] = without_empty_headings(clean_text(words.get("body") or ""))
        for field, problem in check_wording(words["title"], words["body"]).items():
            self.add_error(field, problem)
        return words


class IdeaForm(TextForm):
    """A new idea. Pictures and files that are already with its draft have fields of their own."""

    draft = forms.UUIDField(widget=forms.HiddenInput, required=False)
    gathered = forms.CharField(widget=forms.HiddenInput, required=False)
    language = forms.CharField(widget=forms.HiddenInput, required=False)
    consultation = ConsultationField(
        ConsultationPage.objects.none(),
        label=gettext_lazy("Consultation"),
        empty_label=None,
        error_messages={
            "invalid_choice": gettext_lazy("This consultation takes no ideas now. Choose another one."),
            "required": gettext_lazy("Choose where the idea belongs."),
        },
    )
    files = ManyFilesField(  # type: ignore[assignment]  # reached as form["files"]
        label=gettext_lazy("Pictures and files"), required=False
    )
    website = TrapField()
    started = StartedField()

    field_order = (
        "draft",
        "gathered",
        "language",
        "started",
        "website",
        "title",
        "body",
        "consultation",
        "topic",
        "place",
    )

    def __init__(
        self, *args: Any, kept: Draft | None = None, attachments: Iterable[Attachment] = (), **kwargs: Any
    ) -> None:
        if kept is not None:  # a draft's topic stays one of the choices
            kwargs["initial"] = {"topic": kept.topic_id} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.attachments = list(attachments)
        self.file_problems: list[str] = []
        self.is_quiet = False
        consultation = self.fields["consultation"]
        assert isinstance(consultation, ConsultationField)
        consultation.queryset = open_consultations()
        self.fields["files"].widget.attrs["accept"] = ACCEPT
        self.fields["files"].help_text = _(
            "At most %(count)s files of %(size)s MB each. Pictures need a description."
        ) % {
            "count": MOST,
            "size": LARGEST // 1024 // 1024,
        }
        if kept is not None:  # whoever comes back to a draft has taken longer than two seconds
            del self.fields["started"]
        for attachment in self.attachments:
            self._add_attachment(attachment)
        self.move_last("files")

    def _add_attachment(self, attachment: Attachment) -> None:
        if attachment.kind == Attachment.Kind.IMAGE:
            self.fields[f"alt_{attachment.pk}"] = forms.CharField(
                label=_("What does the picture “%(name)s” show?") % {"name": attachment.name},
                max_length=200,
                required=False,
                initial=attachment.alt,
            )
        self.fields[f"remove_{attachment.pk}"] = forms.BooleanField(
            label=_("Remove “%(name)s”") % {"name": attachment.name}, required=False
        )

    def move_last(self, name: str) -> None:
        """Files travel last, so that all the text has arrived whatever becomes of them."""
        self.fields[name] = self.fields.pop(name)

    def full_clean(self) -> None:
        """A quiet form keeps what was typed and says nothing about it: a preview does not judge."""
        if self.is_quiet:
            self._errors = ErrorDict()
        else:
            super().full_clean()

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        for attachment in self.attachments:
            name = f"alt_{attachment.pk}"
            if name not in self.fields or words.get(f"remove_{attachment.pk}"):
                continue
            words[name] = clean_line(words.get(name) or "")
            if not words[name]:
                self.add_error(name, NO_ALT)
        return words

    def guard(self) -> ValidationError | None:
        """What tells that a program sent the form, or that it was sent too fast; None for people."""
        for name in ("website", "started"):
            if name in self.fields:
                try:
                    self.fields[name].clean(self.data.get(self.add_prefix(name)))
                except ValidationError as error:
                    return error
        return None

    def refuse(self, problem: ValidationError) -> None:
        """Say it on top: nobody can correct a field that is not seen. The form can be sent again by a person."""
        for guard in ("website", "started"):
            self.errors.pop(guard, None)
        self.add_error(None, problem)
        self.data = {**self.data.dict(), "started": now_signed()}  # type: ignore[attr-defined]  # a QueryDict

    def words(self) -> dict[str, Any]:
        """What was typed, for a draft, which asks for nothing: whatever cannot be kept is left out."""
        choices = {name: _choice(self, name) for name in ("consultation", "topic", "place")}
        language = str(self.data.get("language") or "")
        return {
            "title": clean_line(str(self.data.get("title") or "")),
            "body": clean_text(str(self.data.get("body") or ""))[:BODY_MAX],
            "language": language if language in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE,
            "observations": gathered_from(str(self.data.get("gathered") or "")),
            **choices,
        }

    @property
    def attachment_fields(self) -> list[dict[str, Any]]:
        """Each file with its fields, for the template."""
        return [
            {
                "attachment": attachment,
                "alt": self[f"alt_{attachment.pk}"] if f"alt_{attachment.pk}" in self.fields else None,
                "remove": self[f"remove_{attachment.pk}"],
            }
            for attachment in self.attachments
        ]


def _choice(form: forms.Form, name: str) -> int | None:
    try:
        chosen = form.fields[name].clean(form.data.get(name))
    except ValidationError:
        return None
    return chosen.pk if chosen is not None else None


def gathered_from(words: str) -> list[Observation]:
    """The observations that a list of numbers names; what is hidden or is no number is left out."""
    numbers = [int(word) for word in re.split(r"[,\s]+", words) if word.isascii() and word.isdigit() and len(word) < 19]
    found = Observation.objects.published().filter(pk__in=numbers[:MOST_GATHERED]).order_by("pk")
    return list(found) if numbers else []


class EditForm(TextForm):
    """A new version of the text."""

    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=gettext_lazy("What did you change?"),
        help_text=gettext_lazy("Everybody sees it in the history."),
        max_length=200,
        required=False,
    )
    is_slip = forms.BooleanField(
        label=gettext_lazy("This only mends a slip of the pen; supporters are not asked"), required=False
    )

    def __init__(self, *args: Any, may_call_it_a_slip: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_call_it_a_slip:
            del self.fields["is_slip"]
        self.fields["body"].help_text = _(
            "**bold**, *italic*, - lists, 1. numbers, > quotes and [links](https://…) work."
        )

    @classmethod
    def of(cls, idea: Idea, data: Mapping[str, Any] | None = None, *, may_call_it_a_slip: bool = False) -> "EditForm":
        initial = {
            "title": idea.title,
            "body": idea.body,
            "topic": idea.topic_id,
            "place": idea.place_id,
            "base_version": idea.version,
        }
        return cls(data, initial=initial, may_call_it_a_slip=may_call_it_a_slip)


class RetireForm(forms.Form):
    """Which other idea people should support, and why."""

    instead = forms.CharField(
        label=gettext_lazy("The other idea"),
        help_text=gettext_lazy("Its number, its reference code or its address."),
        max_length=300,
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why do you take your idea back?"),
        help_text=gettext_lazy("Everybody sees it, and your supporters are told."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
    )

    def clean_instead(self) -> Idea:
        return other_idea(self.cleaned_data["instead"])


def other_idea(words: str) -> Idea:
    """The public idea that a number, a code or an address names. Raises ValidationError."""
    words = words.strip()
    match = (
        re.search(r"/ideas/(\d{1,18})(?:/|$)", words)
        or re.fullmatch(rf"{re.escape(settings.REFERENCE_PREFIX)}-\d{{4}}-(\d{{1,18}})", words, re.IGNORECASE)
        or re.fullmatch(r"#?(\d{1,18})", words)
    )
    idea: Idea | None = Idea.objects.published().filter(pk=int(match[1])).first() if match else None
    if idea is None:
        raise ValidationError(_("There is no idea with this number. Copy the address of its page."))
    return idea
