"""The pages of merging: look first, then do, with a log; and where the pages of a merged idea lead."""

import pytest

from ideas import counts
from ideas.actions.voting import vote_on_idea
from ideas.life import Status
from ideas.listing import Wanted, list_page
from ideas.merging import carrying
from ideas.merging.actions import Part, merge_ideas, split_idea
from ideas.merging.open_data import merges
from ideas.models import Idea, Merge
from ideas.open_data import folded_ideas, ideas
from ideas.personal_data import carried_support_of
from participation.moderation.actions import hide
from search.finding import find
from search.indexing import index
from tests.factories import ConsultationFactory, IdeaFactory

pytestmark = pytest.mark.django_db
REASON = "같은 제안입니다."
TEXT = "밤 11시가 지나면 집에 갈 버스가 없습니다. 두 대만 더 있으면 좋겠습니다."


@pytest.fixture
def pair(consultation, mina):
    titles = ("심야버스를 두 대 더 늘려 주세요", "밤에도 버스가 다니게 해 주세요")
    ideas = [IdeaFactory(consultation=consultation, status=Status.VOTING, title=title) for title in titles]
    for idea in ideas:
        index(idea)
    counts.recount()
    return ideas


@pytest.fixture
def merged(pair, hana, joon):
    kept, gone = pair
    vote_on_idea(user=joon, idea=gone, value=1)
    merge_ideas(user=hana, source=gone, target=kept, reason=REASON)
    carrying.go_on(batches=None)
    return [Idea.objects.get(pk=idea.pk) for idea in pair]


def words(response) -> str:
    return response.content.decode()


def test_a_moderator_looks_at_what_would_come_of_it_and_merges(client, hana, joon, mina, pair):
    """S50"""
    kept, gone = pair
    vote_on_idea(user=joon, idea=kept, value=1)
    for person in (joon, mina):
        vote_on_idea(user=person, idea=gone, value=1)
    client.force_login(hana)
    assert f"/ideas/{gone.pk}/merge/" in words(client.get(gone.get_absolute_url()))
    assert client.get(f"/ideas/{gone.pk}/merge/").status_code == 200
    looked = client.get(f"/ideas/{gone.pk}/merge/", {"into": kept.code})
    assert [fact["value"] for fact in looked.context["facts"]] == ["2", "1", "1", "2"]
    done = client.post(f"/ideas/{gone.pk}/merge/", {"into": kept.pk, "reason": REASON})
    assert done["Location"] == f"{kept.get_absolute_url()}?merged={gone.pk}"
    carrying.go_on(batches=None)
    assert Idea.objects.get(pk=kept.pk).support_count == 2


@pytest.mark.parametrize("into", ["", "999999", "nothing", "self"])
def test_what_cannot_be_merged_into_is_refused_at_the_field(client, hana, pair, into):
    client.force_login(hana)
    response = client.get(f"/ideas/{pair[1].pk}/merge/", {"into": str(pair[1].pk) if into == "self" else into})
    assert response.status_code == 422
    assert response.context["form"].errors["into"]


def test_a_merge_without_a_reason_stores_nothing_and_keeps_the_choice(client, hana, pair):
    client.force_login(hana)
    response = client.post(f"/ideas/{pair[1].pk}/merge/", {"into": pair[0].pk, "reason": " "})
    assert response.status_code == 422
    assert response.context["form"].errors["reason"]
    assert f'value="{pair[0].pk}"' in words(response)
    assert not Merge.objects.exists()


def test_the_pages_of_a_merged_idea_lead_to_the_other_one_which_leads_back(client, merged):
    """S50: its own text and comments stay reachable, without anything to vote with."""
    kept, gone = merged
    target = f"{kept.get_absolute_url()}?merged={gone.pk}"
    for address in (f"/ideas/{gone.pk}/", gone.get_absolute_url(), f"/ideas/{gone.pk}/another-slug/"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, target), "not for good: it can be undone"
    itself = f"{gone.get_absolute_url()}?itself=1"
    assert words(client.get(target)).count(itself) == 2
    page = client.get(itself)
    assert page.status_code == 200
    assert REASON in words(page)
    assert kept.get_absolute_url() in words(page)
    assert f'action="/ideas/{gone.pk}/vote/"' not in words(page)
    assert client.get(f"/ideas/{gone.pk}/history/").status_code == 200


def test_a_supporter_sees_that_their_support_came_along_and_takes_it_back(client, joon, mina, merged):
    """S50: opting out is one press, also without scripts."""
    kept, gone = merged
    client.force_login(mina)
    assert client.get(kept.get_absolute_url()).context["carried"] is None
    client.force_login(joon)
    assert client.get(kept.get_absolute_url()).context["carried"].merge.source_id == gone.pk
    client.post(f"/ideas/{kept.pk}/vote/", {"value": "0"})
    assert Idea.objects.get(pk=kept.pk).support_count == 0
    assert client.get(kept.get_absolute_url()).context["carried"] is None


def test_merged_ideas_stand_in_no_list_and_are_not_found(merged, consultation):
    kept, gone = merged
    for sort in ("popular", "newest", "supported", "random"):
        page = list_page(Wanted(sort=sort))
        assert [idea.pk for idea in page.ideas] == [kept.pk]
        assert page.count == 1
    assert [idea.pk for idea in list_page(Wanted(status="merged")).ideas] == [gone.pk]
    assert [hit.object_id for hit in find("버스").hits if hit.kind == "idea"] == [kept.pk]


def test_the_list_can_be_narrowed_to_merged_ideas_with_their_number(client, merged):
    page = client.get("/ideas/", {"status": "merged"})
    assert page.status_code == 200
    assert merged[1].title in words(page)


def test_undoing_a_merge_brings_its_pages_back(client, hana, joon, merged):
    kept, gone = merged
    client.force_login(hana)
    assert client.get(f"/ideas/{gone.pk}/unmerge/").status_code == 200
    assert client.post(f"/ideas/{gone.pk}/unmerge/", {"reason": ""}).status_code == 422
    assert client.post(f"/ideas/{gone.pk}/unmerge/", {"reason": "다른 이야기입니다."}).status_code == 302
    carrying.go_on(batches=None)
    assert client.get(gone.get_absolute_url()).status_code == 200
    assert gone.pk in {hit.object_id for hit in find("밤에도 버스").hits}
    assert {idea.pk for idea in list_page(Wanted()).ideas} == {kept.pk, gone.pk}
    log = words(client.get(f"/ideas/{kept.pk}/merges/"))
    assert REASON in log
    assert "다른 이야기입니다." in log


def test_the_log_names_who_did_it_and_the_life_line_leads_there(client, hana, merged):
    kept, gone = merged
    entry = client.get(f"/ideas/{gone.pk}/merges/").context["entries"][0]
    assert (entry["who"], entry["reason"]) == ("하나", REASON)
    assert entry["progress"]
    verbs = [point["verb"] for point in client.get(kept.get_absolute_url()).context["lifeline"]]
    assert "idea.took_in" in verbs
    assert client.get(f"/ideas/{IdeaFactory().pk}/merges/").context["entries"] == []


def test_an_idea_without_merges_asks_nothing_more_for_its_page(client, idea, django_assert_num_queries):
    from ideas.merging.showing import merging_context
    from ideas.views.detail import find_idea

    found = find_idea(idea.pk, client.get("/").wsgi_request.user)
    request = client.get(idea.get_absolute_url()).wsgi_request
    with django_assert_num_queries(0):
        merging_context(found, request.user, request)


def test_an_idea_is_divided_and_each_supporter_asked(client, hana, joon, idea):
    """S51: both parts show where they come from; nobody is moved silently."""
    vote_on_idea(user=joon, idea=idea, value=1)
    client.force_login(hana)
    typed = {
        "title_1": "심야버스를 더 늘려 주세요",
        "body_1": TEXT,
        "title_2": "정류장에 불을 밝혀 주세요",
        "body_2": TEXT,
    }
    assert client.get(f"/ideas/{idea.pk}/split/").status_code == 200
    response = client.post(f"/ideas/{idea.pk}/split/", typed | {"reason": "두 가지 이야기입니다."})
    assert response.status_code == 302
    parts = list(Idea.objects.filter(split_from=idea).order_by("pk"))
    assert [part.title for part in parts] == [typed["title_1"], typed["title_2"]]
    assert [part.support_count for part in parts] == [0, 0]
    assert Idea.objects.get(pk=idea.pk).support_count == 1
    for part in parts:
        assert idea.get_absolute_url() in words(client.get(part.get_absolute_url()))
    client.force_login(joon)
    page = client.get(idea.get_absolute_url())
    assert page.context["is_asked"] is True
    assert f'action="/ideas/{parts[0].pk}/choose/"' in words(page)
    assert client.post(f"/ideas/{parts[0].pk}/choose/").status_code == 302
    assert Idea.objects.get(pk=parts[0].pk).support_count == 1
    assert client.get(idea.get_absolute_url()).context["is_asked"] is False
    assert {row.pk for row in list_page(Wanted()).ideas} == {part.pk for part in parts}


def test_a_visitor_who_chooses_a_part_signs_in_first_and_counts_once(client, hana, joon, idea):
    split_idea(user=hana, idea=idea, parts=[Part("나누어 낸 첫째 제안입니다", TEXT)] * 2, reason=REASON)
    part = Idea.objects.filter(split_from=idea).first()
    asked = client.post(f"/ideas/{part.pk}/choose/")
    assert asked["Location"].startswith("/accounts/login/")
    signed_in = client.post(asked["Location"], {"login": joon.email, "password": "a-long-test-password"})
    assert signed_in["Location"] == f"/ideas/{part.pk}/choose/"
    client.get(signed_in["Location"])
    client.get(signed_in["Location"])
    assert Idea.objects.get(pk=part.pk).support_count == 1


def test_a_division_with_mistakes_is_refused_at_its_fields_and_keeps_what_was_typed(client, hana, idea):
    client.force_login(hana)
    typed = {"title_1": "심야버스를 더 늘려 주세요", "body_1": TEXT, "title_2": "짧", "body_2": "", "reason": ""}
    response = client.post(f"/ideas/{idea.pk}/split/", typed)
    assert response.status_code == 422
    assert response.context["form"].errors["reason"]
    response = client.post(f"/ideas/{idea.pk}/split/", typed | {"reason": "두 가지"})
    assert {"title_2", "body_2"} <= set(response.context["form"].errors)
    assert typed["title_1"] in words(response)
    assert not Idea.objects.filter(split_from=idea).exists()
    assert Idea.objects.get(pk=idea.pk).status == idea.status


def test_the_vote_spent_on_the_whole_is_free_for_one_part(client, hana, joon):
    """S25, S51: choosing a part costs nobody a second vote; a second part does."""
    page = ConsultationFactory(stage_fields={"votes_per_person": 1})
    idea = IdeaFactory(consultation=page, status=Status.VOTING)
    vote_on_idea(user=joon, idea=idea, value=1)
    split_idea(user=hana, idea=idea, parts=[Part("나누어 낸 첫째 제안입니다", TEXT)] * 2, reason=REASON)
    first, second = Idea.objects.filter(split_from=idea).order_by("pk")
    client.force_login(joon)
    client.post(f"/ideas/{first.pk}/choose/")
    client.post(f"/ideas/{second.pk}/choose/")
    counts = Idea.objects.filter(split_from=idea).order_by("pk").values_list("support_count", flat=True)
    assert list(counts) == [1, 0]


def test_undoing_a_division_unites_those_who_chose_parts(client, hana, joon, mina, idea):
    vote_on_idea(user=joon, idea=idea, value=1)
    split_idea(user=hana, idea=idea, parts=[Part("나누어 낸 첫째 제안입니다", TEXT)] * 2, reason=REASON)
    part = Idea.objects.filter(split_from=idea)[0]
    vote_on_idea(user=mina, idea=part, value=1)
    client.force_login(hana)
    assert client.post(f"/ideas/{idea.pk}/unsplit/", {"reason": "다시 하나로"}).status_code == 302
    carrying.go_on(batches=None)
    whole = Idea.objects.get(pk=idea.pk)
    assert (whole.status, whole.support_count) == (idea.status, 2)
    assert set(Idea.objects.filter(split_from=idea).values_list("status", flat=True)) == {"merged"}


def test_citizens_see_no_way_to_merge_and_have_none(client, joon, pair):
    client.force_login(joon)
    assert "/merge/" not in words(client.get(pair[1].get_absolute_url()))
    assert client.post(f"/ideas/{pair[1].pk}/merge/", {"into": pair[0].pk, "reason": REASON}).status_code == 403


def test_open_data_tell_of_merges_but_not_of_what_is_hidden(hana, merged):
    kept, gone = merged
    assert [row[0] for row in ideas()] == [kept.pk]
    assert [(row[0], row[-1]) for row in folded_ideas()] == [(gone.pk, kept.pk)]
    assert [row[1:4] for row in merges()] == [(gone.pk, kept.pk, REASON)]
    hide(user=hana, target=kept, reason="광고입니다.")
    assert list(ideas()) == []
    assert [(row[0], row[-1]) for row in folded_ideas()] == [(gone.pk, None)]
    assert list(merges()) == []


def test_people_can_take_away_what_merges_made_of_their_support(joon, mina, merged):
    kept, gone = merged
    assert [(row["from"], row["to"], row["state"]) for row in carried_support_of(joon)] == [
        (gone.pk, kept.pk, "carried")
    ]
    assert carried_support_of(mina) == []
