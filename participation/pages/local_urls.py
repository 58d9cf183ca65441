"""Names for pages of the page tree that every page links to. The tree itself answers at these addresses."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.views import serve

legal = [
    path("principles/", serve, {"path": "principles/"}, name="principles"),
    path("privacy/", serve, {"path": "privacy/"}, name="privacy"),
    path("accessibility/", serve, {"path": "accessibility/"}, name="accessibility"),
]

urlpatterns = [
    path("", serve, {"path": ""}, name="home"),
    path("consultations/", serve, {"path": "consultations/"}, name="consultations"),
    path("", include((legal, "legal"))),
    # Wagtail's own door would let people in past second factors and limits.
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
]
