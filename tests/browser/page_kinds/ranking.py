"""The orders of lists."""

from datetime import timedelta

from django.utils import timezone

from ideas.ranking.actions import change_half_life
from tests.factories import UserFactory

from .table import Site, Visit, kind


@kind("desk-orders")
def desk_orders(site: Site) -> Visit:
    site.idea()
    return Visit("/desk/orders/", site.suho)


@kind("desk-half-life")
def desk_half_life(site: Site) -> Visit:
    for days, support in ((1, 3), (20, 40), (50, 90)):
        site.idea(support_count=support, created_at=timezone.now() - timedelta(days=days))
    return Visit(f"/desk/orders/consultations/{site.consultation.slug}/?days=30", UserFactory(admin=True))


@kind("orders-explained")
def orders_explained(site: Site) -> Visit:
    reason = "한 주로는 짧습니다."
    change_half_life(user=UserFactory(admin=True), consultation=site.consultation, days=30, reason=reason)
    return Visit("/ideas/orders/")


@kind("list-new-to-me")
def new_to_me(site: Site) -> Visit:
    site.idea()
    return Visit("/ideas/?sort=unseen", site.mina)


@kind("desk-half-life-of-site")
def desk_half_life_of_site(site: Site) -> Visit:
    for days, support in ((1, 3), (20, 40)):
        site.idea(support_count=support, created_at=timezone.now() - timedelta(days=days))
    return Visit("/desk/orders/site/?days=30", UserFactory(admin=True))
