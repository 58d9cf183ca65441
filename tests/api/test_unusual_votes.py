"""The share of unusual votes, for programs of those who may see it."""

from django.contrib.contenttypes.models import ContentType

from participation.votes.patterns.models import CountingSettings, Pattern
from tests.api.conftest import is_problem


def test_who_works_here_reads_it_and_everybody_where_the_site_says_so(visitor, as_joon, as_suho, idea):
    address = f"/ideas/{idea.pk}/unusual-votes"
    is_problem(visitor.get(address), 401, "sign_in_needed")
    is_problem(as_joon.get(address), 403, "not_allowed")
    said = as_suho.get(address).json()
    assert (said["unusual"], said["support"], said["judged"]) == (0, 0, None)
    assert said["explanation"].endswith("/counting/")
    CountingSettings.objects.create(is_public=True)
    kind = type(idea)
    kind.objects.filter(pk=idea.pk).update(support_count=20)
    Pattern.objects.create(content_type=ContentType.objects.get_for_model(kind), object_id=idea.pk, unusual=12)
    for caller in (visitor, as_joon):
        said = caller.get(address).json()
        assert (said["unusual"], said["support"]) == (12, 20)
