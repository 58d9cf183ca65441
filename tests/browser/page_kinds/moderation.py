"""Reports, and what moderators do about them."""

from participation.moderation.actions import hide, report
from participation.moderation.blocking import block_person

from .table import Site, Visit, kind, plain

plain("moderation-empty", "/moderation/", person="hana")


@kind("moderation")
def moderation(site: Site) -> Visit:
    report(user=site.joon, target=site.idea(), reason="spam", text="광고 같습니다.")
    return Visit("/moderation/", site.hana)


@kind("moderation-review")
def review(site: Site) -> Visit:
    found = site.idea()
    report(user=site.joon, target=found, reason="spam", text="광고 같습니다.")
    return Visit(f"/moderation/idea/{found.pk}/", site.hana)


@kind("moderation-review-with-errors")
def review_with_errors(site: Site) -> Visit:
    return Visit(f"/moderation/idea/{site.idea().pk}/", site.hana, ("가리기", "Hide"), 422)


@kind("moderation-log")
def log(site: Site) -> Visit:
    hide(user=site.hana, target=site.idea(), reason="광고입니다.")
    return Visit("/moderation/log/", site.hana)


@kind("moderation-people")
def blocked_people(site: Site) -> Visit:
    block_person(user=site.hana, person=site.joon, reason="광고를 되풀이해 올렸습니다.", days=7)
    return Visit("/moderation/people/", site.hana)


@kind("moderation-person")
def writer(site: Site) -> Visit:
    return Visit(f"/moderation/people/{site.idea().author_id}/", site.hana)


@kind("moderation-person-with-errors")
def writer_with_errors(site: Site) -> Visit:
    return Visit(f"/moderation/people/{site.idea().author_id}/", site.hana, ("막기", "Block"), 422)


@kind("me-blocked")
def me_blocked(site: Site) -> Visit:
    block_person(user=site.hana, person=site.joon, reason="광고를 되풀이해 올렸습니다.", days=7)
    return Visit("/accounts/me/", site.joon)


@kind("report")
def report_page(site: Site) -> Visit:
    return Visit(f"/moderation/idea/{site.idea().pk}/report/", site.joon)


@kind("report-with-errors")
def report_with_errors(site: Site) -> Visit:
    return Visit(f"/moderation/idea/{site.idea().pk}/report/", site.joon, ("신고", "Report"), 422)
