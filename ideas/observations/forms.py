"""What is asked of somebody who noticed something: one sentence; all else may stay empty."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.accounts.form_guards import StartedField, TrapField
from participation.consultations.models import ConsultationPage, Place, Stage, Topic
from participation.consultations.stages import ALLOWS, Power
from participation.errors import Invalid

from ..actions.observing import TEXT_MAX, Sighting
from ..forms import ConsultationField, NamedChoiceField
from ..refusals import RefusedForm
from ..uploads import IMAGE_NAMES, LARGEST, Refused, clean_image, clean_name, too_large


def consultations_that_observe() -> QuerySet[ConsultationPage]:
    """Consultations that take observations now, the suggestion box first."""
    takes = [kind for kind, powers in ALLOWS.items() if Power.OBSERVE in powers]
    running = Stage.objects.running().filter(kind__in=takes).values("page_id")
    pages = ConsultationPage.objects.live().filter(pk__in=running).prefetch_related("words")
    return pages.order_by("-is_suggestion_box", "title", "pk")  # type: ignore[no-any-return]  # Wagtail's manager


class ObservationForm(RefusedForm):
    """An observation. ``kept_photo``: a photo is kept from an earlier try; ``oversized`` names files not taken."""

    text = forms.CharField(
        label=gettext_lazy("What did you see?"),
        help_text=gettext_lazy("One sentence is enough. Everything else can stay empty."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
    )
    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(IMAGE_NAMES)}),
    )
    photo_alt = forms.CharField(
        label=gettext_lazy("What does the photo show?"),
        help_text=gettext_lazy("For people who cannot see it. Needed only with a photo."),
        required=False,
        max_length=200,
    )
    without_photo = forms.BooleanField(label=gettext_lazy("Send it without the photo"), required=False)
    place = NamedChoiceField(Place.objects.none(), label=gettext_lazy("Place"), required=False)
    spot = forms.CharField(
        label=gettext_lazy("Where exactly?"),
        help_text=gettext_lazy("For example a street, a bus stop or a building."),
        required=False,
        max_length=120,
    )
    topic = NamedChoiceField(Topic.objects.none(), label=gettext_lazy("Topic"), required=False)
    consultation = ConsultationField(
        ConsultationPage.objects.none(),
        label=gettext_lazy("Consultation"),
        empty_label=None,
        error_messages={
            "invalid_choice": gettext_lazy("This consultation takes no observations now. Choose another one."),
            "required": gettext_lazy("Choose where the observation belongs."),
        },
    )
    website = TrapField()
    started = StartedField()

    def __init__(
        self,
        *args: Any,
        kept_photo: bool = False,
        is_return: bool = False,
        oversized: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kept_photo, self.oversized = kept_photo, list(oversized)
        self.clean_picture: File | None = None  # type: ignore[type-arg]  # bytes
        for name, things in (
            ("topic", Topic.objects.offered()),
            ("place", Place.objects.all()),
            ("consultation", consultations_that_observe()),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = things
        for name in ("topic", "place"):
            self.fields[name].empty_label = _("No choice")  # type: ignore[attr-defined]  # a choice of things
        self.fields["photo"].help_text = _(
            "jpg, png, webp or gif, at most %(size)s MB. Where it was taken is removed."
        ) % {"size": LARGEST // 1024 // 1024}
        if not kept_photo:
            del self.fields["without_photo"]
        if is_return:  # whoever comes back to what they wrote has taken longer than two seconds
            del self.fields["started"]

    @property
    def one_consultation(self) -> bool:
        """Whether there is nothing to choose from."""
        field = self.fields["consultation"]
        assert isinstance(field, forms.ModelChoiceField)
        return len(field.queryset or ()) < 2

    def clean_photo(self) -> Any:
        if self.oversized:
            raise ValidationError(too_large(clean_name(self.oversized[0])))
        photo = self.cleaned_data.get("photo")
        if not photo:
            return None
        try:
            self.clean_picture = clean_image(photo, clean_name(photo.name)).content
        except Refused as refusal:
            raise ValidationError(str(refusal)) from None
        return photo

    def clean(self) -> dict[str, Any]:
        words = dict(super().clean() or {})
        for guard in ("website", "started"):
            # Nobody can correct what they do not see: the sentence goes to the top of the form.
            for error in self.errors.pop(guard, []):
                self.add_error(None, error)
        has_kept = self.kept_photo and not words.get("without_photo")
        described = words.get("photo_alt") or ""
        try:
            # Checked here too: a visitor is told before signing in, not afterwards.
            sighting = Sighting(text=words.get("text") or "", consultation=words.get("consultation"))  # type: ignore[arg-type]  # only its text is checked
            sighting.check()
        except Invalid as error:
            self.take_errors(error)
        if (self.clean_picture or has_kept) and not described.strip():
            self.add_error("photo_alt", _("Describe the photo in words, for people who cannot see it."))
        return words

    @property
    def limit(self) -> int:
        return TEXT_MAX
