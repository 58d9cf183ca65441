"""A list can be narrowed to a consultation; its name is told to nobody who may not see the page."""

import pytest
from django.core.cache import cache
from wagtail.models import PageViewRestriction

from tests.factories import ConsultationFactory


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/ideas/", "/observations/", "/results/"])
def test_a_list_does_not_name_a_private_consultation(client, address):
    page = ConsultationFactory(title="비공개 정책 논의")
    narrowed = f"{address}?consultation={page.pk}"
    assert "비공개 정책 논의" in client.get(narrowed).content.decode()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    cache.clear()  # the counts beside the list are kept for a moment
    assert "비공개 정책 논의" not in client.get(narrowed).content.decode()
