"""Who is told what, how often, and how to stop it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from ideas.actions.answering import prepare_answer, publish_answer
from ideas.actions.posting import Proposal, submit_idea
from ideas.actions.voting import vote_on_idea
from ideas.models import Idea
from participation.accounts.models import NotificationChoice, User
from participation.consultations.models import ConsultationPage
from participation.contributions.actions import follow
from participation.moderation.actions import hide
from participation.notifications.mailing import send_due_mail
from participation.notifications.models import Notice
from tests.factories import TopicFactory, UserFactory

Deliver = Callable[[], int]
Pace = NotificationChoice.Pace
pytestmark = pytest.mark.django_db


def accept(idea: Idea, official: User) -> None:
    publish_answer(
        user=official,
        answer=prepare_answer(user=official, idea=idea, status="accepted", reason="내년 예산에 넣었습니다."),
    )


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
