"""The words of the admin's scripts."""

from django.http import HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

_catalog = JavaScriptCatalog.as_view(packages=["wagtail.admin", "participation.pages.admin_words"])


def catalog(request: HttpRequest) -> HttpResponse:
    """Wagtail's own, with our Korean over it, in the language that the reader chose for the admin."""
    response: HttpResponse = get_localized_response(_catalog, request)
    return response
