"""How mail leaves: without the database in hand, and again where its sender died."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils import timezone

from participation.events.outbox import record
from participation.notifications.mailing import RETRY, send_due_mail
from participation.notifications.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(BaseException):
    """The end of the process, as far as a test can bring it about."""


@pytest.fixture
def due(mina, idea):
    with transaction.atomic():
        event = record("idea.answered", target=idea, public=True, department="교통과", to="accepted")
        Notice.objects.create(user=mina, event=event, kind="answers", mail_due_at=timezone.now())


def test_nobody_waits_for_the_mail_server_with_the_database_in_hand(due, monkeypatch):
    seen = []
    monkeypatch.setattr(EmailMultiAlternatives, "send", lambda self: seen.append(connection.in_atomic_block))
    assert send_due_mail() == 1
    assert seen == [False]
    assert settings.EMAIL_TIMEOUT <= 30


def test_a_mail_whose_sender_died_goes_later_and_once(due, monkeypatch):
    def die(self):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", die)
        with pytest.raises(Killed):
            send_due_mail()
    assert send_due_mail() == 0, "another worker may be at it"
    with time_machine.travel(timezone.now() + RETRY + timedelta(seconds=1)):
        assert send_due_mail() == 1
        assert send_due_mail() == 0
    assert len(mail.outbox) == 1
