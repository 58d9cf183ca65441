"""Who may do what, where it is asked for the whole site."""

import pytest

from tests.factories import IdeaFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_who_administrates_the_site_is_bound_by_its_rules():
    """A rule names them where they may; what is somebody's own is not theirs."""
    admin, idea = UserFactory(admin=True), IdeaFactory(status="voting")
    assert admin.has_perm("ideas.answer_idea", idea)
    assert not admin.has_perm("ideas.retire_idea", idea)
    assert not admin.has_perm("accounts.change_profile", idea.author)
    assert admin.has_perm("wagtailadmin.access_admin")
    assert admin.has_perm("accounts.change_user")
