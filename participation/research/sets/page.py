"""Offers to keep a search, on the page that shows it. Called once, when the package is ready."""

from django.utils.translation import gettext_lazy as _

from ..question import offer

offer("saved", "sets:save", _("Tell me what is new"))
offer("set", "sets:keep", _("Cite these results"))
