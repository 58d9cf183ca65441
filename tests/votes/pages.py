"""Pages as a reader of English gets them."""

from typing import Any

from django.test import Client
from django.utils.translation import override

from ideas.models import Idea


def in_english(client: Client, idea: Idea) -> Any:
    """The idea's page; its address is made as if no request had left its language behind."""
    with override("ko"):
        address = f"/en{idea.get_absolute_url()}"
    answer = client.get(address)
    assert answer.status_code == 200
    return answer
