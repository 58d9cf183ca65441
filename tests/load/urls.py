"""The platform's addresses, and the bare views that it is measured against."""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from ideas.models import Idea
from participation.urls import urlpatterns as platform

LIST = Engine().from_string(
    "<!doctype html><html><head><title>Ideas</title></head><body><h1>Ideas</h1><ul>{% for idea in ideas %}"
    '<li><a href="/ideas/{{ idea.pk }}/">{{ idea.title }}</a> <b>{{ idea.support_count }}</b>'
    " <p>{{ idea.summary }}</p> {{ idea.topic.name }} {{ idea.place.name }} {{ idea.created_at }}</li>{% endfor %}"
    "</ul></body></html>"
)


def bare_list(request: HttpRequest) -> HttpResponse:
    """What Django alone takes to read and show 25 rows with their topic and place."""
    ideas = Idea.objects.filter(hidden_at=None).select_related("topic", "place").order_by("-created_at", "-id")[:25]
    return HttpResponse(LIST.render(Context({"ideas": ideas})))


def trivial(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("bare/list/", bare_list), path("bare/trivial/", trivial), *platform]
