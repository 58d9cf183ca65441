"""Addresses of ideas."""

from django.urls import path

from .duties import views as duties
from .merging import proposal_views as proposing
from .merging import views as merging
from .office import public as office
from .ranking import views as ranking
from .views import detail, files, following, history, lists, posting, retiring, translating, voting, writing

app_name = "ideas"

urlpatterns = [
    path("", lists.idea_list, name="list"),
    path("orders/", ranking.orders, name="orders"),
    path("memory/", ranking.memory, name="memory"),
    path("mine/", lists.mine, name="mine"),
    path("new/", posting.new, name="new"),
    path("drafts/", writing.drafts, name="drafts"),
    path("drafts/<uuid:pk>/", posting.draft, name="draft"),
    path("drafts/<uuid:pk>/save/", writing.autosave, name="autosave"),
    path("drafts/<uuid:pk>/discard/", writing.discard, name="discard"),
    path("preview/", writing.preview, name="preview"),
    path("similar/", writing.similar_ideas, name="similar"),
    path("files/<int:pk>/", files.attachment, name="attachment"),
    path("<int:pk>/", detail.short, name="short"),
    path("<int:pk>/vote/", voting.vote, name="vote"),
    path("<int:pk>/follow/", following.follow, name="follow"),
    path("<int:pk>/edit/", history.edit, name="edit"),
    path("<int:pk>/history/", history.versions, name="history"),
    path("<int:pk>/diff/<int:a>/<int:b>/", history.diff, name="diff"),
    path("<int:pk>/translate/", translating.translate, name="translate"),
    path("<int:pk>/retire/", retiring.retire, name="retire"),
    path("<int:pk>/merge/", merging.merge, name="merge"),
    path("<int:pk>/unmerge/", merging.unmerge, name="unmerge"),
    path("<int:pk>/merges/", merging.merges, name="merges"),
    path("<int:pk>/same/", proposing.same, name="same"),
    path("<int:pk>/split/", merging.split, name="split"),
    path("<int:pk>/unsplit/", merging.unsplit, name="unsplit"),
    path("<int:pk>/choose/", merging.choose, name="choose"),
    path("<int:pk>/reopen/", duties.reopen, name="reopen"),
    path("<int:pk>/duties/<int:duty_pk>/extend/", duties.extend, name="extend_duty"),
    path("<int:pk>/duties/<int:duty_pk>/fulfil/", duties.fulfil, name="fulfil_duty"),
    path("<int:pk>/timeline.json", office.timeline, name="timeline"),
    path("<int:pk>/confirm/", office.confirm, name="confirm"),
    path("<int:pk>/<str:slug>/", detail.detail, name="detail"),
]
