"""The offer to take results away, on the page that shows them. Called once, when the package is ready."""

from django.utils.translation import gettext_lazy as _

from ..question import offer

offer("export", "exports:new", _("Take these results away"))
