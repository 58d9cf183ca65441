"""What another board calls its topics narrows that board; people choose among the site's own."""

import gzip
import json

import pytest
from django.core.cache import cache
from django.urls import reverse

from ideas import counts, kept
from ideas.facets import facets_for
from ideas.forms import EditForm, IdeaForm
from ideas.imports.formats import FORMATS
from ideas.imports.storing import import_board
from ideas.listing import Wanted
from ideas.models import Draft, Idea
from ideas.observations.forms import ObservationForm
from participation.consultations.models import Topic
from tests.factories import IdeaFactory, TopicFactory

FOREIGN = "안전/환경"


@pytest.fixture
def roads(consultation):
    roads = TopicFactory(name="길과 교통", position=500)
    IdeaFactory(consultation=consultation, topic=roads)
    return roads


@pytest.fixture
def foreign(tmp_path, roads):
    """The category of a petition that was imported; another petition's has the name of the site's own topic."""
    entry = {
        "source": "lovit",
        "title": "공원에 그늘을 만들어 주세요",
        "content": "여름에 걷기가 어렵습니다.",
        "begin": "2019-04-01",
        "end": "2019-05-01",
        "agree": 250,
        "status": "청원종료",
        "crawled_at": None,
    }
    path = tmp_path / "board.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for number, category in enumerate([FOREIGN, roads.name], start=1):
            file.write(json.dumps(entry | {"id": number, "category": category}, ensure_ascii=False) + "\n")
    list(import_board(FORMATS["petitions"], path))
    cache.delete(kept.EPOCH)
    return Topic.objects.get(name=FOREIGN)


def offered(form):
    return [str(topic) for topic in form.fields["topic"].queryset]


def topics_beside(**query):
    group = next(group for group in facets_for(Wanted.read(query)) if group.name in {"주제", "Topic"})
    return [item.label for item in group.items][1:]


def test_forms_offer_the_sites_own_topics_only(client, mina, foreign, roads):
    assert (foreign.is_offered, roads.is_offered) == (False, True)
    client.force_login(mina)
    for address in (reverse("ideas:new"), reverse("observations:new")):
        text = client.get(address).text
        assert roads.name in text
        assert FOREIGN not in text


def test_a_form_refuses_what_it_does_not_offer(foreign, roads):
    for form in (IdeaForm({"topic": foreign.pk}), ObservationForm({"topic": foreign.pk})):
        assert "topic" in form.errors
    assert "topic" not in IdeaForm({"topic": roads.pk}).errors


def test_what_was_chosen_before_stays_a_choice(foreign, consultation, mina):
    idea = IdeaFactory(consultation=consultation, topic=foreign)
    assert FOREIGN in offered(EditForm.of(idea))
    draft = Draft(topic=foreign)
    assert "topic" not in IdeaForm({"topic": foreign.pk}, kept=draft).errors


def test_the_list_of_all_ideas_is_narrowed_by_the_sites_own_topics(foreign, roads):
    IdeaFactory(topic=TopicFactory(name="문화", position=900))
    counts.recount()
    cache.delete(kept.EPOCH)
    assert topics_beside() == [roads.name, "문화"]


def test_a_board_is_narrowed_by_its_own_topics_after_the_sites(foreign, roads):
    imported = Idea.objects.get(topic=foreign)
    for query in ({"board": imported.source_board}, {"consultation": imported.consultation_id}):
        assert topics_beside(**query) == [roads.name, FOREIGN]
    assert FOREIGN in topics_beside(topic=foreign.pk)


def test_the_board_of_observations_does_not_ask_for_foreign_topics(client, foreign, roads):
    text = client.get("/observations/").text
    assert roads.name in text
    assert FOREIGN not in text
    assert FOREIGN in client.get("/observations/", {"topic": foreign.pk}).text


def test_editors_may_offer_a_category(foreign):
    Topic.objects.filter(pk=foreign.pk).update(is_offered=True)
    assert FOREIGN in offered(IdeaForm())
