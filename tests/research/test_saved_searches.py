"""Saved searches: one alert in the next digest for what is newly found, and nothing else."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from ideas.models import Idea
from participation.accounts.actions import close_account
from participation.accounts.export import sections
from participation.errors import Invalid, NotAllowed
from participation.moderation.actions import hide
from participation.research.results import read
from participation.research.sets import mailing, watching
from participation.research.sets.actions import MOST_SAVED, forget_search, pause_search, save_search
from participation.research.sets.models import SavedSearch
from search.indexing import index, remove
from search.models import SearchDoc
from tests.factories import IdeaFactory

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-23T10:00:00+09:00"
TUESDAY_MORNING = "2026-11-24T08:01:00+09:00"
WEDNESDAY_MORNING = "2026-11-25T08:01:00+09:00"
NEXT_MONDAY = "2026-11-30T08:01:00+09:00"


def publish(title, **fields) -> Idea:
    idea = IdeaFactory(**{"title": title, "body": "우리 동네 이야기입니다.", **fields})
    index(idea)
    return idea


@pytest.fixture
def saved(mina, time_machine):
    """Mina wants to hear of buses every day; one was there before."""
    time_machine.move_to(MONDAY)
    publish("버스를 그대로 둡시다")
    return save_search(user=mina, asked=read("q=버스"))


def test_a_match_is_told_once_in_the_next_digest(saved, mina, time_machine):
    """S75"""
    publish("심야버스를 늘립시다")
    publish("공원에 나무를 심읍시다")
    assert mailing.send_due_digests() == 0  # not before the morning
    time_machine.move_to(TUESDAY_MORNING)
    assert mailing.send_due_digests() == 1
    (message,) = mail.outbox
    assert message.to == [mina.email]
    assert "심야버스를 늘립시다" in message.body
    assert "그대로" not in message.body
    assert "공원" not in message.body
    time_machine.move_to(WEDNESDAY_MORNING)
    assert mailing.send_due_digests() == 0
    assert len(mail.outbox) == 1


def test_nothing_new_means_no_mail(saved, time_machine):
    time_machine.move_to(TUESDAY_MORNING)
    assert mailing.send_due_digests() == 0
    assert mail.outbox == []


def test_what_was_hidden_meanwhile_is_not_told(saved, hana, time_machine, deliver_all):
    """S73"""
    idea = publish("심야버스 광고")
    hide(user=hana, target=idea, reason="광고")
    deliver_all()
    mail.outbox.clear()
    time_machine.move_to(TUESDAY_MORNING)
    assert mailing.send_due_digests() == 0
    assert mail.outbox == []


@pytest.mark.parametrize("others", [0, 1])
def test_what_is_hidden_while_the_mail_is_written_is_not_told(saved, time_machine, monkeypatch, others):
    """S73; where nothing else is left, no empty mail goes."""
    hidden = publish("버스 광고")
    for _ in range(others):
        publish("심야버스를 늘립시다")

    def gathered(saved):
        news = watching.news_of(saved)
        assert len(news.rows) == others + 1
        remove(hidden)
        return news

    monkeypatch.setattr(mailing, "news_of", gathered)
    time_machine.move_to(TUESDAY_MORNING)
    assert mailing.send_due_digests() == others
    assert [("심야버스" in message.body, "광고" in message.body) for message in mail.outbox] == [(True, False)] * others


def test_a_worker_that_was_away_catches_up(saved, time_machine):
    for day, title in (("24", "첫 버스"), ("26", "둘째 버스"), ("28", "셋째 버스")):
        time_machine.move_to(f"2026-11-{day}T12:00:00+09:00")
        publish(title)
    time_machine.move_to("2026-12-03T03:00:00+09:00")
    assert mailing.send_due_digests() == 1
    (message,) = mail.outbox
    assert all(title in message.body for title in ("첫 버스", "둘째 버스", "셋째 버스"))


def test_all_searches_of_a_person_go_in_one_mail(saved, mina, time_machine):
    save_search(user=mina, asked=read("q=공원"))
    publish("심야버스를 늘립시다")
    publish("공원에 나무를 심읍시다")
    time_machine.move_to(TUESDAY_MORNING)
    assert mailing.send_due_digests() == 1
    (message,) = mail.outbox
    assert "심야버스" in message.body
    assert "나무" in message.body
    assert "2" in message.subject


def test_a_weekly_search_waits_for_monday(mina, time_machine):
    time_machine.move_to("2026-11-24T10:00:00+09:00")
    save_search(user=mina, asked=read("q=버스"), pace="weekly")
    publish("심야버스를 늘립시다")
    time_machine.move_to(WEDNESDAY_MORNING)
    assert mailing.send_due_digests() == 0
    time_machine.move_to(NEXT_MONDAY)
    assert mailing.send_due_digests() == 1


def test_a_search_without_mail_only_has_its_feed(mina, time_machine, client):
    time_machine.move_to(MONDAY)
    saved = save_search(user=mina, asked=read("q=버스"), pace="never")
    publish("심야버스를 늘립시다")
    time_machine.move_to(NEXT_MONDAY)
    assert mailing.send_due_digests() == 0
    assert "심야버스를 늘립시다" in client.get(saved.feed_url).content.decode()


def test_a_mail_server_that_is_away_delays_the_digest(saved, time_machine, monkeypatch):
    publish("심야버스를 늘립시다")
    time_machine.move_to(TUESDAY_MORNING)

    def refuse(self, fail_silently=False):
        raise OSError("no route")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        assert mailing.send_due_digests() == 0
    time_machine.move_to("2026-11-24T08:40:00+09:00")
    assert mailing.send_due_digests() == 1
    assert "심야버스" in mail.outbox[0].body


def test_killed_between_sending_and_marking_it_is_sent_once_more_under_the_same_name(saved, time_machine, monkeypatch):
    """The second one has the same Message-ID, by which mail programs throw it away."""
    publish("심야버스를 늘립시다")
    time_machine.move_to(TUESDAY_MORNING)

    def killed(news, *, sent):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(mailing, "_settle", killed)
        with pytest.raises(KeyboardInterrupt):
            mailing.send_due_digests()
    assert mailing.send_due_digests() == 0  # whoever comes next waits for the lease
    time_machine.move_to("2026-11-24T08:40:00+09:00")
    assert mailing.send_due_digests() == 1
    time_machine.move_to(WEDNESDAY_MORNING)
    assert mailing.send_due_digests() == 0
    first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert first == second


def test_what_was_on_its_way_when_the_last_mail_went_is_told_in_the_next(saved, time_machine):
    """Transactions end in another order than they take their numbers."""
    late, early = publish("늦은 버스"), publish("이른 버스")
    assert early.pk > late.pk
    SearchDoc.objects.filter(kind="idea", object_id=late.pk).update(visible=False)
    time_machine.move_to(TUESDAY_MORNING)
    assert mailing.send_due_digests() == 1
    assert "이른" in mail.outbox[0].body
    SearchDoc.objects.filter(kind="idea", object_id=late.pk).update(visible=True)
    time_machine.move_to(WEDNESDAY_MORNING)
    assert mailing.send_due_digests() == 1
    assert "늦은" in mail.outbox[1].body
    assert "이른" not in mail.outbox[1].body


def test_thousands_of_new_results_make_one_short_mail(saved, time_machine, monkeypatch):
    monkeypatch.setattr(watching, "MOST_TOLD", 12)
    for number in range(15):
        publish(f"버스 {number}번")
    time_machine.move_to(TUESDAY_MORNING)
    assert mailing.send_due_digests() == 1
    assert mail.outbox[0].body.count("/ideas/") == mailing.SHOWN


def test_one_click_stops_it(saved, client, time_machine):
    publish("심야버스를 늘립시다")
    time_machine.move_to(TUESDAY_MORNING)
    mailing.send_due_digests()
    (message,) = mail.outbox
    stop = re.search(r"<https?://[^/]+(/.+)>", message.extra_headers["List-Unsubscribe"])[1]
    assert client.get(stop).status_code == 200
    saved.refresh_from_db()
    assert saved.paused_at is None  # looking stops nothing
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    publish("버스를 더 늘립시다")
    time_machine.move_to(WEDNESDAY_MORNING)
    assert mailing.send_due_digests() == 0
    client.post(stop, {"again": "1"})
    time_machine.move_to("2026-11-26T08:01:00+09:00")
    assert mailing.send_due_digests() == 1
    assert "더 늘립시다" in mail.outbox[1].body


def test_a_foreign_address_stops_nothing(client):
    assert client.post("/research/saved/stop/not-a-token/").status_code == 404


def test_closed_accounts_get_nothing_and_leave_nothing(saved, mina):
    assert sections["saved_searches"](mina)[0]["address"] == saved.address
    close_account(user=mina, account=mina)
    assert not SavedSearch.objects.exists()


def test_saving_the_same_again_changes_it(mina):
    first = save_search(user=mina, asked=read("kind=idea&q=버스"), name="버스")
    second = save_search(user=mina, asked=read("q=버스&kind=idea&sort=date&cursor=x"), name="우리 버스", pace="weekly")
    assert second.pk == first.pk
    assert SavedSearch.objects.get().name == "우리 버스"


@pytest.mark.parametrize("address", ["", "q=", "q=  ", "sort=date", "q=!!!", "q=%00"])
def test_a_search_for_nothing_cannot_be_saved(address):
    with pytest.raises(Invalid):
        read(address)


def test_nobody_saves_without_end(mina):
    SavedSearch.objects.bulk_create(SavedSearch(user=mina, address=f"q={n}", name=str(n)) for n in range(MOST_SAVED))
    with pytest.raises(Invalid):
        save_search(user=mina, asked=read("q=버스"))


def test_a_wrong_pace_is_refused(mina):
    with pytest.raises(Invalid):
        save_search(user=mina, asked=read("q=버스"), pace="hourly")


def test_only_the_owner_changes_a_saved_search(saved, joon):
    for act in (
        lambda: pause_search(user=joon, saved=saved, is_paused=True),
        lambda: forget_search(user=joon, saved=saved),
    ):
        with pytest.raises(NotAllowed):
            act()


# The pages


def test_a_visitor_signs_in_on_the_way_and_the_question_is_still_there(client, mina):
    publish("심야버스를 늘립시다")
    page = client.get("/search/", {"q": "버스", "kind": "idea"}).content.decode()
    address = re.search(r'href="(/research/saved/new/[^"]+)"', page)[1].replace("&amp;", "&")
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    signed_in = client.post(answer["Location"], {"login": mina.email, "password": "a-long-test-password"}, follow=True)
    assert "버스" in signed_in.content.decode()
    where = signed_in.redirect_chain[-1][0]
    done = client.post(where, {"name": "밤 버스", "pace": "weekly"})
    assert (done.status_code, done["Location"]) == (302, "/research/saved/")
    saved = SavedSearch.objects.get()
    assert (saved.user, saved.name, saved.pace) == (mina, "밤 버스", "weekly")
    assert saved.asked.filters.kinds == ("idea",)


def test_a_wrong_form_clears_nothing(client, mina):
    client.force_login(mina, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/research/saved/new/?q=버스", {"name": "내 이름", "pace": "hourly"})
    assert answer.status_code == 422
    assert "내 이름" in answer.content.decode()
    assert not SavedSearch.objects.exists()


def test_the_list_pauses_and_deletes(client, saved, mina):
    client.force_login(mina, backend="django.contrib.auth.backends.ModelBackend")
    assert saved.name in client.get("/research/saved/").content.decode()
    client.post(f"/research/saved/{saved.pk}/pause/")
    saved.refresh_from_db()
    assert saved.paused_at
    client.post(f"/research/saved/{saved.pk}/pause/", {"again": "1"})
    saved.refresh_from_db()
    assert saved.paused_at is None
    client.post(f"/research/saved/{saved.pk}/delete/")
    assert not SavedSearch.objects.exists()


def test_the_list_needs_few_queries(client, mina, django_assert_max_num_queries):
    SavedSearch.objects.bulk_create(SavedSearch(user=mina, address=f"q={n}", name=str(n)) for n in range(20))
    client.force_login(mina, backend="django.contrib.auth.backends.ModelBackend")
    with django_assert_max_num_queries(8):
        client.get("/research/saved/")
