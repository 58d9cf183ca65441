"""What an editor adds to a story."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Attachment
from ..refusals import RefusedForm
from ..uploads import Refused, Upload, inspect
from .models import Story


class StoryForm(RefusedForm):
    """Words, and a photo with its description."""

    words = forms.CharField(
        label=gettext_lazy("What changed, in your words"),
        help_text=gettext_lazy(
            "The steps are told by the idea's own life. **bold**, - lists and [links](https://…) work."
        ),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Say in a few words what changed.")},
    )
    photo = forms.FileField(
        label=gettext_lazy("Photo"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    photo_alt = forms.CharField(label=gettext_lazy("What does the photo show?"), max_length=200, required=False)
    without_photo = forms.BooleanField(label=gettext_lazy("Take the photo away"), required=False)

    def __init__(self, data: Any = None, files: Any = None, *, story: Story | None = None) -> None:
        initial = {"words": story.words, "photo_alt": story.photo_alt} if story else None
        super().__init__(data, files, initial=initial)
        if story is None or not story.photo:
            del self.fields["without_photo"]

    def clean_photo(self) -> Upload | None:
        file = self.cleaned_data["photo"]
        if file is None:
            return None
        try:
            upload = inspect(file)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from None
        if upload.kind != Attachment.Kind.IMAGE:
            raise ValidationError(_("This is not a photo."))
        return upload
