"""Words and a photo for a story: prepared, published, and taken back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.contributions.text import clean_line, clean_text, to_html
from participation.errors import IllegalTransition, Invalid
from participation.events.outbox import record

from ..actions.moving import locked
from ..models import Idea
from ..uploads import Upload
from ..wording import language_written
from .finding import is_change
from .models import Story


@transaction.atomic
def tell_story(
    *,
    user: User,
    idea: Idea,
    words: str,
    photo: Upload | None = None,
    photo_alt: str = "",
    without_photo: bool = False,
    publish: bool = False,
) -> Story:
    """Write the story, or write it anew; ``publish`` lets everybody see it, without it nobody does.

    A new photo takes the place of the earlier one. Raises Invalid or IllegalTransition.
    """
    require(user, "changes.tell_story", idea)
    idea = locked(idea)
    if not is_change(idea):
        raise IllegalTransition(_("Only what was accepted and is being carried out changed something."))
    story = Story.objects.filter(idea=idea).first() or Story(idea=idea)
    story.words, story.photo_alt = clean_text(words)[:5_000], clean_line(photo_alt)[:200]
    keeps_photo = bool(story.photo) and not without_photo
    errors = {}
    if not story.words:
        errors["words"] = _("Say in a few words what changed.")
    if (photo or keeps_photo) and not story.photo_alt:
        errors["photo_alt"] = _("Describe the photo for people who do not see it.")
    if errors:
        raise Invalid(errors=errors)
    story.html, story.language = to_html(story.words), language_written(story.words)
    if photo is not None:
        story.photo = photo.content
    elif not keeps_photo:
        story.photo, story.photo_alt = "", ""
    was_published = story.is_published
    story.author, story.changed_at = user, timezone.now()
    story.published_at = (story.published_at or story.changed_at) if publish else None
    story.save()
    if publish or was_published:
        verb = "idea.story_told" if publish else "idea.story_withdrawn"
        record(verb, actor=user, target=idea, public=publish and not idea.is_hidden, words=story.words[:300])
    return story
