"""Reporting, hiding, showing again, and the record of it."""

import pytest

from ideas.counts import recount
from ideas.models import Idea, IdeaCount
from participation.accounts.models import IdentityLevel
from participation.errors import Conflict, NotAllowed, ReasonNeeded
from participation.events.models import Event
from participation.moderation.actions import dismiss_reports, hide, report, unhide
from participation.moderation.models import Report
from participation.moderation.personal_data import reports
from tests.factories import IdeaFactory, ObservationFactory, UserFactory

RULE = "욕설이 있습니다. 욕설 없이 다시 적어 주십시오."


def address(thing, rest=""):
    return f"/moderation/{thing._meta.model_name}/{thing.pk}/{rest}"


def fresh(idea):
    return Idea.objects.get(pk=idea.pk)


@pytest.fixture
def reporters(db):
    return UserFactory.create_batch(3)


@pytest.fixture(params=["idea", "observation"])
def thing(request, idea, observation):
    """A contribution of each kind."""
    return {"idea": idea, "observation": observation}[request.param]


# Reporting


def test_somebody_reports_with_a_reason(client, thing, joon):
    client.force_login(joon)
    response = client.post(address(thing, "report/"), {"reason": "insult", "text": "둘째 줄입니다."})
    assert response.url == thing.get_absolute_url()
    made = Report.objects.get()
    assert (made.target, made.reporter, made.reason, made.text) == (thing, joon, "insult", "둘째 줄입니다.")
    assert not Event.objects.get(verb=f"{thing._meta.model_name}.reported").is_public


@pytest.mark.parametrize("reason", ["", "boring"])
def test_a_report_without_a_reason_is_told_at_the_field(client, idea, joon, reason):
    client.force_login(joon)
    response = client.post(address(idea, "report/"), {"reason": reason, "text": "이것 좀 보세요"})
    assert response.status_code == 422
    assert "reason" in response.context["form"].errors
    assert "이것 좀 보세요" in response.text
    assert not Report.objects.exists()


def test_a_visitor_signs_in_and_comes_back_to_the_form(client, idea):
    assert client.get(address(idea, "report/")).url.endswith(f"next=%2Fmoderation%2Fidea%2F{idea.pk}%2Freport%2F")


@pytest.mark.parametrize("path", ["/moderation/idea/999999/report/", "/moderation/user/1/report/", "/moderation/x/1/"])
def test_only_contributions_that_exist_are_reported(client, hana, path):
    client.force_login(hana)
    assert client.get(path).status_code == 404


def test_three_members_hide_it_until_a_moderator_has_looked(thing, reporters):
    """S77."""
    for number, member in enumerate(reporters, start=1):
        report(user=member, target=thing, reason="spam")
        thing.refresh_from_db()
        assert thing.is_hidden is (number == 3)
    assert thing.hidden_reason


def test_a_report_twice_by_one_member_counts_once(idea, joon):
    """S77."""
    for _ in range(5):
        report(user=joon, target=idea, reason="spam")
    assert (fresh(idea).report_count, fresh(idea).is_hidden, Report.objects.count()) == (1, False, 1)
    assert Event.objects.filter(verb="idea.reported").count() == 1


def test_two_accounts_of_one_person_are_one_report(idea, joon):
    """S77."""
    second = UserFactory(same_person_as=joon, identity_level=IdentityLevel.VERIFIED)
    report(user=joon, target=idea, reason="spam")
    report(user=second, target=idea, reason="spam")
    assert fresh(idea).report_count == 1


def test_a_new_offence_later_can_be_reported_again(idea, joon, hana):
    """S77."""
    report(user=joon, target=idea, reason="spam")
    dismiss_reports(user=hana, target=idea)
    assert fresh(idea).report_count == 0
    report(user=joon, target=idea, reason="insult")
    assert (fresh(idea).report_count, Report.objects.count()) == (1, 2)


def test_many_reports_by_one_person_in_an_hour_are_refused(client, joon, consultation, settings):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"report": "2/3600"}
    client.force_login(joon)
    ideas = IdeaFactory.create_batch(3, consultation=consultation)
    codes = [client.post(address(idea, "report/"), {"reason": "spam"}).status_code for idea in ideas]
    assert codes == [302, 302, 429]


# Deciding


@pytest.mark.parametrize(("person", "status"), [("mina", 403), ("suho", 403), ("hana", 200), ("admin", 200)])
@pytest.mark.parametrize("path", ["", "log/"])
def test_who_sees_the_queue_and_the_record(client, cast, person, status, path):
    client.force_login(cast[person])
    assert client.get(f"/moderation/{path}").status_code == status


@pytest.mark.parametrize("rest", ["hide/", "unhide/", "dismiss/"])
def test_citizens_decide_nothing(client, idea, joon, rest):
    client.force_login(joon)
    assert client.post(address(idea, rest), {"reason": RULE}).status_code == 403
    with pytest.raises(NotAllowed):
        hide(user=joon, target=idea, reason=RULE)


def test_a_moderator_hides_with_a_reason_that_the_author_reads(client, thing, hana, mina, joon):
    report(user=joon, target=thing, reason="insult")
    client.force_login(hana)
    assert client.post(address(thing, "hide/"), {"reason": RULE}).status_code == 302
    thing.refresh_from_db()
    assert (thing.is_hidden, thing.hidden_reason, thing.report_count) == (True, RULE, 0)
    assert Report.objects.get().upheld is True
    event = Event.objects.get(verb=f"{thing._meta.model_name}.hidden")
    assert (event.actor, event.payload["reason"], event.is_public) == (hana, RULE, False)
    client.force_login(mina)
    assert "욕설이 있습니다" in client.get(thing.get_absolute_url()).text


def test_visitors_learn_only_that_it_is_hidden(client, idea, hana, joon):
    hide(user=hana, target=idea, reason=RULE)
    for person in (None, joon):
        if person:
            client.force_login(person)
        for path in (idea.get_absolute_url(), f"/ideas/{idea.pk}/timeline.json", address(idea, "report/")):
            response = client.get(path)
            assert response.status_code == 410
            assert idea.title not in response.text
            assert "욕설이 있습니다" not in response.text
    assert idea.title not in client.get("/ideas/?sort=newest").text


@pytest.mark.parametrize("rest", ["hide/", "unhide/"])
def test_no_decision_without_a_reason(client, idea, hana, rest):
    client.force_login(hana)
    response = client.post(address(idea, rest), {"reason": "  "})
    assert response.status_code == 422
    assert "reason" in response.context["form"].errors
    assert not fresh(idea).is_hidden
    with pytest.raises(ReasonNeeded):
        hide(user=hana, target=idea, reason=" ")


def test_hiding_twice_with_the_same_reason_is_recorded_once(idea, hana):
    for _ in range(2):
        hide(user=hana, target=idea, reason=f" {RULE} ")
    assert Event.objects.filter(verb="idea.hidden").count() == 1


def test_what_was_hidden_is_shown_again_as_it_was(client, idea, hana):
    recount()
    hide(user=hana, target=idea, reason=RULE)
    assert not sum(IdeaCount.objects.values_list("count", flat=True))
    client.force_login(hana)
    client.post(address(idea, "unhide/"), {"reason": "다시 보니 괜찮습니다."})
    again = fresh(idea)
    assert (again.is_hidden, again.hidden_reason, again.title) == (False, "", idea.title)
    assert sum(IdeaCount.objects.values_list("count", flat=True)) == 1
    assert Event.objects.get(verb="idea.unhidden").is_public


def test_reports_are_dismissed_and_it_stays(client, idea, hana, joon):
    report(user=joon, target=idea, reason="false")
    client.force_login(hana)
    assert client.post(address(idea, "dismiss/")).url == "/moderation/"
    settled = Report.objects.get()
    assert (settled.upheld, settled.settled_by, fresh(idea).is_hidden) == (False, hana, False)


def test_what_reports_have_hidden_is_not_dismissed_without_a_word(client, idea, hana, reporters):
    for member in reporters:
        report(user=member, target=idea, reason="spam")
    with pytest.raises(Conflict):
        dismiss_reports(user=hana, target=idea)
    client.force_login(hana)
    assert client.post(address(idea, "dismiss/")).url == address(idea)
    assert fresh(idea).is_hidden
    unhide(user=hana, target=idea, reason="광고가 아닙니다.")
    assert not fresh(idea).is_hidden
    assert not Report.objects.open().exists()


# The queue


def cases(response):
    return [(case.target, len(case.reports)) for case in response.context["cases"]]


def test_the_queue_shows_each_contribution_once_the_longest_waiting_first(client, idea, observation, hana, reporters):
    report(user=reporters[0], target=observation, reason="spam")
    for member in reporters:
        report(user=member, target=idea, reason="insult")
    client.force_login(hana)
    response = client.get("/en/moderation/")
    assert cases(response) == [(observation, 1), (idea, 3)]
    assert "Hidden until you decide" in response.text
    hide(user=hana, target=idea, reason=RULE)
    assert cases(client.get("/moderation/")) == [(observation, 1)]


def test_pages_of_the_queue_follow_each_other(client, hana, joon, consultation):
    made = ObservationFactory.create_batch(27, consultation=consultation)
    for observation in made:
        report(user=joon, target=observation, reason="spam")
    client.force_login(hana)
    first = client.get("/moderation/")
    second = client.get("/moderation/" + first.context["next"])
    assert [target for target, _count in cases(first) + cases(second)] == made
    assert client.get("/moderation/?after=x").status_code == 422


def test_the_queue_needs_few_queries_however_long_it_is(
    client, hana, joon, consultation, django_assert_max_num_queries
):
    for kind in (IdeaFactory, ObservationFactory):
        for made in kind.create_batch(8, consultation=consultation):
            report(user=joon, target=made, reason="spam")
    client.force_login(hana)
    client.get("/moderation/")
    with django_assert_max_num_queries(9):
        client.get("/moderation/")


def test_an_empty_queue_says_so(client, hana):
    client.force_login(hana)
    assert "Nothing is reported" in client.get("/en/moderation/").text


def test_the_page_of_a_case_shows_the_words_the_reports_and_what_was_done(client, idea, hana, joon):
    report(user=joon, target=idea, reason="insult", text="셋째 줄을 보십시오.")
    hide(user=hana, target=idea, reason=RULE)
    client.force_login(hana)
    page = client.get(address(idea)).text
    for words in (idea.title, idea.body, "셋째 줄을 보십시오.", "욕설이 있습니다", hana.public_name):
        assert words in page


# The record


def verbs(response):
    return [line["event"].verb for line in response.context["events"]]


def test_the_record_tells_who_did_what_and_why(client, idea, hana, joon):
    report(user=joon, target=idea, reason="spam")
    hide(user=hana, target=idea, reason=RULE)
    client.force_login(hana)
    response = client.get("/moderation/log/")
    assert verbs(response) == ["idea.hidden", "idea.reported"]
    assert "욕설이 있습니다" in response.text
    assert verbs(client.get("/moderation/log/", {"actor": joon.pk})) == ["idea.reported"]
    assert verbs(client.get("/moderation/log/", {"kind": "observation"})) == []


def test_the_record_never_tells_who_voted(client, idea, hana, joon):
    from ideas.actions.voting import vote_on_idea

    vote_on_idea(user=joon, idea=idea, value=1)
    client.force_login(hana)
    assert verbs(client.get("/moderation/log/", {"show": "all"})) == []


@pytest.mark.parametrize("query", ["show=x", "kind=user", "actor=x", "after=0"])
def test_a_record_that_does_not_exist_is_told(client, hana, query):
    client.force_login(hana)
    assert client.get(f"/moderation/log/?{query}").status_code == 422


def test_pages_of_the_record_follow_each_other_with_few_queries(
    client, hana, consultation, django_assert_max_num_queries
):
    for made in IdeaFactory.create_batch(26, consultation=consultation):
        hide(user=hana, target=made, reason=RULE)
    client.force_login(hana)
    first = client.get("/moderation/log/")
    with django_assert_max_num_queries(6):
        second = client.get(f"/moderation/log/?{first.context['more']}")
    assert len(verbs(first) + verbs(second)) == 26


@pytest.mark.parametrize(
    ("person", "desk", "queue"), [("mina", False, False), ("suho", True, False), ("hana", False, True)]
)
def test_those_who_work_here_find_their_work_on_their_own_page(client, cast, person, desk, queue):
    client.force_login(cast[person])
    page = client.get("/accounts/me/").text
    assert ('href="/desk/"' in page, 'href="/moderation/"' in page) == (desk, queue)


def test_what_somebody_reported_is_in_their_export(idea, joon):
    report(user=joon, target=idea, reason="spam", text="세 번째입니다.")
    assert [(kept["kind"], kept["id"], kept["text"]) for kept in reports(joon)] == [("idea", idea.pk, "세 번째입니다.")]


def test_whoever_reports_last_is_not_sent_to_a_refusal(client, idea, joon, reporters):
    """S77"""
    for person in reporters[:2]:
        report(user=person, target=idea, reason="spam")
    client.force_login(reporters[2])
    answer = client.post(f"/moderation/idea/{idea.pk}/report/", {"reason": "spam"}, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain == [("/", 302)]


def test_the_reason_for_hiding_is_not_offered_as_the_reason_for_showing(client, idea, hana, reporters):
    for person in reporters:
        report(user=person, target=idea, reason="spam")
    client.force_login(hana)
    page = client.get(f"/moderation/idea/{idea.pk}/").content.decode()
    box = page.split("<textarea", 1)[1].split("</textarea>", 1)[0]
    assert box.split(">", 1)[1].strip() == ""
