"""All addresses of the platform. Korean has no prefix; other languages have theirs."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("participation.pages.urls")),
]

urlpatterns += i18n_patterns(
    path("accounts/", include("participation.accounts.urls")),
    path("accounts/", include("participation.accounts.sign_in_urls")),
    path("notifications/", include("participation.notifications.urls")),
    path("search/", include("search.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

if settings.DEBUG:
    from django.views.generic import TemplateView

    urlpatterns.insert(0, path("gallery/", TemplateView.as_view(template_name="gallery.html")))
