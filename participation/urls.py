"""All addresses of the platform. Korean has no prefix; other languages have theirs."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from participation.pages.admin_account import account
from participation.pages.admin_words.views import catalog

handler400 = "participation.pages.errors.bad_request"
handler403 = "participation.pages.errors.permission_denied"
handler404 = "participation.pages.errors.not_found"

urlpatterns = [
    # One door for everybody: second factors and limits of sign-in hold for the admin as well.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/jsi18n/", catalog),
    path("admin/account/", account),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/", include("participation.serving.urls")),
    path("api/", include("participation.api.urls")),
    path("feeds/", include("participation.api.feed_urls")),
    path("", include("participation.pages.urls")),
]

urlpatterns += i18n_patterns(
    path("accounts/", include("participation.accounts.urls")),
    path("accounts/", include("participation.accounts.sign_in_urls")),
    path("notifications/", include("participation.notifications.urls")),
    path("ideas/", include("ideas.urls")),
    path("departments/", include("ideas.duties.urls")),
    path("search/", include("search.urls")),
    path("research/exports/", include("participation.research.exports.urls")),
    path("research/", include("participation.research.sets.urls")),
    path("research/", include("participation.research.urls")),
    path("data/", include("participation.research.open_data.urls")),
    path("observations/", include("ideas.observations.urls")),
    path("results/", include("ideas.results.urls")),
    path("", include("ideas.campaigns.urls")),
    path("changes/", include("ideas.changes.urls")),
    path("", include("ideas.paper.urls")),
    path("desk/results/", include("ideas.results.desk_urls")),
    path("desk/", include("ideas.office.urls")),
    path("desk/", include("participation.desk.urls")),
    path("ledger/", include("participation.votes.ledger.urls")),
    path("counting/", include("participation.votes.patterns.urls")),
    path("moderation/", include("participation.moderation.urls")),
    path("", include("participation.pages.local_urls")),
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

if settings.DEBUG:
    from frontend.gallery import gallery

    urlpatterns.insert(0, path("gallery/", gallery))
