"""What the set is called and is about, in the present language."""

from django.conf import settings
from django.utils.translation import gettext as _


def title() -> str:
    return _("Open data of %(site)s") % {"site": settings.SITE_NAME or _("Madang")}


def about() -> str:
    return _(
        "Everything that anybody can see on the site: ideas, observations, answers, consultations, counts and public"
        " events. Nothing hidden, and no mail or network address of anybody."
    )
