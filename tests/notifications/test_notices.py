"""Who is told what, how often, and how to stop it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client, RequestFactory
from django.utils import timezone

from ideas.actions.answering import prepare_answer, publish_answer
from ideas.actions.posting import Proposal, submit_idea
from ideas.actions.voting import vote_on_idea
from ideas.models import Idea
from participation.accounts.models import Department, NotificationChoice, User
from participation.consultations.models import ConsultationPage
from participation.contributions.actions import follow, is_following, unfollow
from participation.events.models import Event
from participation.moderation.actions import hide, unhide
from participation.notifications.context import notices, unread_count
from participation.notifications.mailing import send_due_mail
from participation.notifications.models import Notice
from participation.notifications.news import NAMES
from participation.notifications.stopping import stop_kinds_url, stop_target_path
from tests.factories import TopicFactory, UserFactory

Deliver = Callable[[], int]
Pace = NotificationChoice.Pace
pytestmark = pytest.mark.django_db


def accept(idea: Idea, official: User) -> None:
    publish_answer(
        user=official,
        answer=prepare_answer(user=official, idea=idea, status="accepted", reason="내년 예산에 넣었습니다."),
    )


def stop_path(message: EmailMessage) -> str:
    return "/" + message.extra_headers["List-Unsubscribe"].strip("<>").split("/", 3)[3]


def main_of(response: Any) -> str:
    page: str = response.content.decode()
    return page.split("<main", 1)[1].split("</main>", 1)[0]


def send_later(minutes: int = 2) -> int:
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        return send_due_mail()


def test_an_answer_reaches_author_and_supporters_and_not_whoever_wrote_it(
    mina: User, joon: User, suho: User, idea: Idea, deliver_all: Deliver
) -> None:
    vote_on_idea(user=joon, idea=idea, value=1)
    accept(idea, suho)
    deliver_all()
    assert set(Notice.objects.values_list("user__email", flat=True)) == {mina.email, joon.email}


def test_a_delivery_that_comes_twice_tells_once(mina: User, suho: User, idea: Idea, deliver_all: Deliver) -> None:
    from participation.events.models import Event
    from participation.notifications.subscribers import notify

    accept(idea, suho)
    deliver_all()
    notify(Event.objects.get(verb="idea.answered"))
    assert Notice.objects.filter(user=mina).count() == 1


def test_what_happens_together_is_one_mail_newest_first(
    mina: User, suho: User, idea: Idea, deliver_all: Deliver
) -> None:
    """S81."""
    publish_answer(user=suho, answer=prepare_answer(user=suho, idea=idea, status="", reason="알아보고 있습니다."))
    accept(idea, suho)
    deliver_all()
    assert send_later() == 1
    [message] = mail.outbox
    assert message.to == [mina.email]
    assert message.body.index("채택") < message.body.index("중간 답변")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert send_later() == 0


def test_one_click_stops_the_news_of_that_idea(
    mina: User, suho: User, idea: Idea, deliver_all: Deliver, client: Client
) -> None:
    """S81."""
    publish_answer(user=suho, answer=prepare_answer(user=suho, idea=idea, status="", reason="알아보고 있습니다."))
    deliver_all()
    send_later()
    address = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    path = "/" + address.split("/", 3)[3]
    assert client.get(path).status_code == 200
    accept(idea, suho)
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    deliver_all()
    assert Notice.objects.filter(user=mina).count() == 1


def test_looking_at_the_stop_address_stops_nothing(mina: User, idea: Idea, client: Client) -> None:
    from participation.contributions.actions import is_following
    from participation.notifications.stopping import stop_target_url

    follow(user=mina, target=idea)
    client.get("/" + stop_target_url(mina, idea).split("/", 3)[3])
    assert is_following(mina, idea)


def test_a_forged_stop_address_is_not_found(client: Client) -> None:
    assert client.post("/notifications/stop/eyJ1c2VyIjoxfQ:abc:def/").status_code == 404


@pytest.mark.parametrize(("pace", "mails"), [(Pace.AT_ONCE, 1), (Pace.NEVER, 0), (Pace.DAILY, 0)])
def test_each_person_chooses_the_pace(
    mina: User, suho: User, idea: Idea, deliver_all: Deliver, pace: str, mails: int
) -> None:
    NotificationChoice.objects.create(user=mina, kind="answer", pace=pace)
    with time_machine.travel(timezone.now().replace(hour=3)):
        accept(idea, suho)
        deliver_all()
        send_later()
    assert len(mail.outbox) == mails
    assert Notice.objects.filter(user=mina).count() == 1


def test_a_daily_mail_goes_in_the_morning(mina: User, suho: User, idea: Idea, deliver_all: Deliver) -> None:
    NotificationChoice.objects.create(user=mina, kind="answer", pace=Pace.DAILY)
    accept(idea, suho)
    deliver_all()
    assert send_later(minutes=24 * 60) == 1


def test_followers_of_a_topic_hear_once_of_a_new_idea(
    mina: User, joon: User, consultation: ConsultationPage, deliver_all: Deliver
) -> None:
    """S2."""
    topic = TopicFactory(name="교통")
    follow(user=joon, target=topic)
    proposal = Proposal(
        title="밤 버스를 늘려 주세요", body="막차가 너무 이릅니다.", consultation=consultation, topic=topic
    )
    submit_idea(user=mina, proposal=proposal)
    deliver_all()
    assert list(Notice.objects.values_list("user__email", "kind")) == [(joon.email, "topic_new")]


def test_of_a_hidden_idea_only_the_author_hears_and_why(
    mina: User, joon: User, hana: User, suho: User, idea: Idea, deliver_all: Deliver
) -> None:
    vote_on_idea(user=joon, idea=idea, value=1)
    accept(idea, suho)
    hide(user=hana, target=idea, reason="남의 전화번호가 있습니다.")
    deliver_all()
    send_later()
    assert [message.to for message in mail.outbox] == [[mina.email]]
    assert "남의 전화번호가 있습니다." in mail.outbox[0].body


def test_one_address_that_refuses_keeps_nobody_else_from_mail(
    mina: User, joon: User, suho: User, idea: Idea, deliver_all: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.mail import EmailMultiAlternatives

    vote_on_idea(user=joon, idea=idea, value=1)
    accept(idea, suho)
    deliver_all()
    send = EmailMultiAlternatives.send

    def refuse_one(message: EmailMultiAlternatives, fail_silently: bool = False) -> int:
        if message.to == [mina.email]:
            raise OSError("mailbox unavailable")
        return send(message, fail_silently)

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse_one)
    assert send_later() == 1
    monkeypatch.undo()
    assert send_later(minutes=40) == 1
    assert [message.to for message in mail.outbox] == [[joon.email], [mina.email]]


def test_mail_is_in_the_language_of_its_reader(suho: User, deliver_all: Deliver, idea: Idea) -> None:
    reader = UserFactory(language="en")
    follow(user=reader, target=idea)
    accept(idea, suho)
    deliver_all()
    send_later()
    [body] = [message.body for message in mail.outbox if message.to == [reader.email]]
    assert "has answered: Accepted." in body
    assert "/en/ideas/" in body


def test_a_topic_is_followed_and_left_from_its_list(client: Client, joon: User) -> None:
    from participation.contributions.actions import is_following

    topic = TopicFactory(name="교통")
    client.force_login(joon)
    page = client.get(f"/ideas/?topic={topic.pk}").content.decode()
    assert "“교통” 소식 받기" in page
    answer = client.post(f"/notifications/topics/{topic.pk}/follow/", follow=True)
    assert "“교통”의 새 제안 소식을 받고 있습니다." in answer.content.decode()
    assert is_following(joon, topic)
    client.post(f"/notifications/topics/{topic.pk}/follow/", {"stop": "1"})
    assert not is_following(joon, topic)


def test_what_was_stopped_meanwhile_is_not_mailed(mina: User, suho: User, idea: Idea, deliver_all: Deliver) -> None:
    """S81: a daily mail waits for hours, in which somebody may have stopped it."""
    NotificationChoice.objects.create(user=mina, kind="answer", pace=Pace.DAILY)
    accept(idea, suho)
    deliver_all()
    unfollow(user=mina, target=idea)
    assert send_later(minutes=24 * 60) == 0
    assert mail.outbox == []


def test_an_author_who_muted_an_idea_still_learns_that_it_was_hidden(
    mina: User, hana: User, idea: Idea, deliver_all: Deliver
) -> None:
    unfollow(user=mina, target=idea)
    hide(user=hana, target=idea, reason="전화번호가 있습니다.")
    deliver_all()
    send_later()
    [message] = mail.outbox
    assert message.to == [mina.email]
    assert "전화번호가 있습니다." in message.body


def test_what_comes_all_the_same_is_stopped_by_its_kind(
    mina: User, hana: User, idea: Idea, deliver_all: Deliver, client: Client
) -> None:
    hide(user=hana, target=idea, reason="전화번호가 있습니다.")
    deliver_all()
    send_later()
    client.post(stop_path(mail.outbox[0]), {"List-Unsubscribe": "One-Click"})
    unhide(user=hana, target=idea, reason="번호를 지웠습니다.")
    deliver_all()
    send_later()
    assert len(mail.outbox) == 1
    assert Notice.objects.filter(user=mina).count() == 2


def test_a_stop_is_taken_back_with_one_press(mina: User, idea: Idea, client: Client) -> None:
    path = stop_target_path(mina, idea)
    assert 'name="again"' in client.post(path).content.decode()
    client.post(path, {"again": "1"})
    assert is_following(mina, idea)


def test_kinds_that_were_stopped_come_again_at_their_usual_pace(mina: User, client: Client) -> None:
    path = "/" + stop_kinds_url(mina, ["answer"]).split("/", 3)[3]
    client.post(path)
    assert mina.notification_choices.get().pace == Pace.NEVER
    client.post(path, {"again": "1"})
    assert not mina.notification_choices.exists()


def test_the_stop_page_does_not_name_what_was_hidden(mina: User, hana: User, idea: Idea, client: Client) -> None:
    """S73"""
    hide(user=hana, target=idea, reason="전화번호가 있습니다.")
    assert idea.title not in client.get(stop_target_path(mina, idea)).content.decode()


def test_news_of_one_idea_is_one_entry_newest_first_with_its_stop(
    mina: User, suho: User, idea: Idea, deliver_all: Deliver, client: Client
) -> None:
    """S81"""
    publish_answer(user=suho, answer=prepare_answer(user=suho, idea=idea, status="", reason="알아보고 있습니다."))
    accept(idea, suho)
    deliver_all()
    client.force_login(mina)
    page = main_of(client.get("/accounts/me/notices/"))
    assert page.count("<article") == 1
    assert page.index("채택") < page.index("중간 답변")
    answer = client.post(stop_target_path(mina, idea), {"next": "/accounts/me/notices/"})
    assert answer["Location"] == "/accounts/me/notices/"
    assert "다시 받기" in main_of(client.get("/accounts/me/notices/"))


def test_stopping_leads_to_no_other_site(mina: User, idea: Idea, client: Client) -> None:
    """S86"""
    answer = client.post(stop_target_path(mina, idea), {"next": "https://evil.example/"})
    assert answer.status_code == 200


def test_the_bell_counts_what_is_unread_until_it_is_read(
    mina: User, suho: User, idea: Idea, deliver_all: Deliver, client: Client
) -> None:
    accept(idea, suho)
    deliver_all()
    client.force_login(mina)
    bell = '<span class="site-header__count">1</span>'
    assert bell in client.get("/accounts/me/").content.decode()
    assert "site-header__count" not in client.get("/accounts/me/notices/").content.decode()
    assert "site-header__count" not in client.get("/accounts/me/").content.decode()


def test_the_bell_costs_one_query_and_visitors_none(
    mina: User, rf: RequestFactory, django_assert_num_queries: Any
) -> None:
    request = rf.get("/")
    request.user = mina
    with django_assert_num_queries(0):
        count = notices(request)["notice_count"]
    with django_assert_num_queries(1):
        assert not count
        assert str(count) == ""
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        assert not notices(request)["notice_count"]


def test_the_bell_stops_counting_at_a_hundred(mina: User, idea: Idea) -> None:
    kind = ContentType.objects.get_for_model(idea)
    events = Event.objects.bulk_create(
        Event(verb="idea.progressed", content_type=kind, object_id=idea.pk) for _ in range(101)
    )
    Notice.objects.bulk_create(Notice(user=mina, event=event, kind="idea_state") for event in events)
    assert unread_count(mina) == "99+"


def test_a_mail_reads_well_as_text_and_as_html(mina: User, suho: User, idea: Idea, deliver_all: Deliver) -> None:
    accept(idea, suho)
    deliver_all()
    send_later()
    [message] = mail.outbox
    html = str(message.alternatives[0][0])  # type: ignore[attr-defined]  # it has an HTML part
    for text in (message.body, html):
        assert "교통과의 답변이 나왔습니다: 채택" in text
        assert f"http://127.0.0.1:8000/ideas/{idea.pk}/" in text
        assert "/accounts/me/notifications/" in text
        assert "  " not in text.split("--")[0].replace("\n", "")
    assert 'lang="ko"' in html


def test_an_english_reader_reads_the_departments_english_name(
    mina: User, suho: User, idea: Idea, deliver_all: Deliver
) -> None:
    """S89"""
    cache.delete(NAMES)
    Department.objects.filter(officials=suho).update(translations={"en": "Transport Division"})
    User.objects.filter(pk=mina.pk).update(language="en")
    accept(idea, suho)
    deliver_all()
    send_later()
    assert "Transport Division has answered: Accepted." in mail.outbox[0].body
