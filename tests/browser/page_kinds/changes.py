"""What changed, told as stories."""

from django.core.files.base import ContentFile

from ideas.changes.actions import tell_story
from ideas.models import Attachment, Idea
from ideas.uploads import Upload

from .ideas import carried_out
from .table import Site, Visit, kind, plain, png

plain("changes-empty", "/changes/")
plain("changes-mine-empty", "/changes/mine/", person="mina")


def with_story(site: Site) -> Idea:
    found = carried_out(site)
    words = "정류장마다 **의자**가 놓였습니다."
    photo = Upload(Attachment.Kind.IMAGE, "bench.png", "image/png", ContentFile(png(), name="bench.png"))
    tell_story(user=site.suho, idea=found, words=words, photo=photo, photo_alt="새로 놓은 의자", publish=True)
    return found


@kind("changes")
def changes(site: Site) -> Visit:
    with_story(site)
    return Visit("/changes/", site.joon)


@kind("changes-mine")
def changes_mine(site: Site) -> Visit:
    with_story(site)
    return Visit("/changes/mine/", site.joon)


@kind("story")
def story(site: Site) -> Visit:
    found = with_story(site)
    return Visit(f"/changes/{found.pk}/{found.slug}/", site.joon)


@kind("story-tell")
def story_tell(site: Site) -> Visit:
    return Visit(f"/changes/{with_story(site).pk}/tell/", site.suho)


@kind("story-tell-with-errors")
def story_tell_with_errors(site: Site) -> Visit:
    return Visit(f"/changes/{carried_out(site).pk}/tell/", site.suho, ("지금 올리기", "Publish now"), 422)
