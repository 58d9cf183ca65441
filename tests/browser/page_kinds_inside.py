"""Pages for those who work here, and a person's own that need something to show; the others are in page_kinds."""

from datetime import timedelta
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.utils import timezone

from ideas.actions.answering import prepare_answer
from ideas.actions.approving import ask_approval
from ideas.life import Status
from ideas.paper.actions import check_sheet, enter_sheet
from ideas.paper.models import SignatureSheet
from ideas.promises import Promise
from ideas.ranking.actions import change_half_life
from participation.accounts.failed_proofs import count_failed_proof
from participation.accounts.models import ApiToken, IdentityLevel
from participation.contributions.actions import follow
from participation.desk.answer_templates.actions import keep_template
from participation.desk.bulk.actions import run_bulk, start_bulk
from participation.desk.evaluations.actions import ask_evaluation
from participation.desk.notes.actions import write_note
from participation.events.outbox import deliver_due
from participation.moderation.actions import hide, report
from participation.moderation.blocking import block_person
from participation.notifications.stopping import stop_target_url
from tests.factories import UserFactory

from .page_kinds import Site, Visit, answered, carried_out, kind, with_result


@kind("desk")
def desk(site: Site) -> Visit:
    for days in (-2, 3, 20):
        site.idea(owed=True, department=site.transport, answer_due_at=timezone.now() + timedelta(days=days))
    return Visit("/desk/", site.suho)


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


@kind("desk-idea")
def desk_idea(site: Site) -> Visit:
    found = site.idea(owed=True, department=site.transport)
    prepare_answer(user=site.suho, idea=found, status=Status.ACCEPTED, reason="살펴보고 있습니다.")
    return Visit(f"/desk/ideas/{found.pk}/", site.suho)


@kind("desk-notes-with-errors")
def notes_with_errors(site: Site) -> Visit:
    found = site.idea(owed=True, department=site.transport)
    write_note(user=site.suho, idea=found, text="예산과에 **물어보았습니다**.")
    return Visit(f"/desk/ideas/{found.pk}/", site.suho, ("메모 저장", "Keep the note"), 422)


@kind("desk-approval")
def approval(site: Site) -> Visit:
    site.transport.answers_need_approval = True
    site.transport.save()
    found = site.idea(owed=True, department=site.transport)
    colleague = UserFactory(official=True, department=site.transport)
    promise = Promise.cleaned(cost="120000000", term="2027년 여름까지")
    answer = prepare_answer(
        user=colleague, idea=found, status=Status.ACCEPTED, reason="살펴보고 있습니다.", promise=promise
    )
    ask_approval(user=colleague, answer=answer)
    keep_template(user=site.suho, name="접수", text="{title} 제안을 살펴봅니다.")
    return Visit(f"/desk/ideas/{found.pk}/", site.suho)


@kind("desk-evaluation")
def evaluation(site: Site) -> Visit:
    found = site.idea(owed=True, department=site.transport)
    asked = ask_evaluation(
        user=site.suho, idea=found, people=[site.suho], due_on=timezone.localdate(), question="예산이 맞습니까?"
    )
    return Visit(f"/desk/evaluations/{asked.evaluations.get().pk}/", site.suho)


@kind("desk-criteria")
def criteria(site: Site) -> Visit:
    return Visit(f"/desk/criteria/{site.idea().consultation.slug}/", site.suho)


@kind("desk-bulk")
def bulk(site: Site) -> Visit:
    ideas = [site.idea(owed=True, department=site.transport).pk, site.idea(retired=True, department=site.transport).pk]
    job = start_bulk(user=site.suho, ideas=ideas, to=Status.DECLINED, reason="예산이 없습니다.")
    run_bulk()
    return Visit(f"/desk/bulk/{job.pk}/", site.suho)


@kind("desk-bulk-with-errors")
def bulk_with_errors(site: Site) -> Visit:
    found = site.idea(owed=True, department=site.transport)
    press = ("모두 이 상태로 정하기", "Set the state of all of them")
    return Visit(f"/desk/bulk/new/?pk={found.pk}", site.suho, press, 422)


@kind("desk-answer-with-errors")
def answer_with_errors(site: Site) -> Visit:
    found = site.idea(owed=True, department=site.transport)
    return Visit(f"/desk/ideas/{found.pk}/", site.suho, ("지금 올리기", "Publish now"), 422)


@kind("desk-progress")
def desk_progress(site: Site) -> Visit:
    return Visit(f"/desk/ideas/{carried_out(site).pk}/", site.suho)


@kind("desk-results")
def desk_results(site: Site) -> Visit:
    with_result(site)
    return Visit("/desk/results/", site.suho)


@kind("desk-result")
def desk_result(site: Site) -> Visit:
    return Visit(f"/desk/results/{with_result(site).pk}/", site.suho)


@kind("desk-result-with-errors")
def desk_result_with_errors(site: Site) -> Visit:
    return Visit(f"/desk/results/{with_result(site).pk}/", site.suho, ("일 멈추기", "Stop the work"), 422)


@kind("desk-result-new")
def desk_result_new(site: Site) -> Visit:
    return Visit(f"/desk/results/new/?idea={answered(site).pk}", site.suho)


@kind("desk-result-new-with-errors")
def desk_result_new_with_errors(site: Site) -> Visit:
    return Visit("/desk/results/new/", site.suho, ("결과 올리기", "Publish the result"), 422)


def sheet_of(site: Site) -> SignatureSheet:
    lines = ["김하나 1970-01-02", "이두리 1981-02-03", "?"]
    return enter_sheet(user=site.suho, idea=site.idea(voting=True, support_count=0), number="가-1", lines=lines)


@kind("paper")
def paper(site: Site) -> Visit:
    check_sheet(user=UserFactory(official=True), sheet=sheet_of(site))
    sheet_of(site)
    return Visit("/desk/paper/", site.suho)


@kind("paper-sheet-to-check")
def sheet_to_check(site: Site) -> Visit:
    return Visit(sheet_of(site).get_absolute_url(), UserFactory(official=True))


@kind("paper-sheet-counted")
def counted_sheet(site: Site) -> Visit:
    return Visit(check_sheet(user=UserFactory(official=True), sheet=sheet_of(site)).get_absolute_url(), site.suho)


@kind("paper-sheet-with-errors")
def sheet_with_errors(site: Site) -> Visit:
    return Visit(sheet_of(site).get_absolute_url(), site.suho, ("서명지 거두기", "Take the sheet back"), 422)


@kind("paper-new")
def new_sheet(site: Site) -> Visit:
    return Visit(f"/desk/paper/ideas/{site.idea().pk}/new/", site.suho)


@kind("paper-new-with-errors")
def new_sheet_with_errors(site: Site) -> Visit:
    return Visit(f"/desk/paper/ideas/{site.idea().pk}/new/", site.suho, ("서명지 적기", "Write the sheet down"), 422)


@kind("idea-with-paper")
def idea_with_paper(site: Site) -> Visit:
    return Visit(check_sheet(user=UserFactory(official=True), sheet=sheet_of(site)).idea.get_absolute_url())


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


@kind("notices")
def notices(site: Site) -> Visit:
    answered(site)
    while deliver_due():
        pass
    return Visit("/accounts/me/notices/", site.joon)


@kind("identity-needed")
def identity_needed(site: Site) -> Visit:
    return Visit(f"/accounts/me/identity/?next=/ideas/&level={int(IdentityLevel.VERIFIED)}", site.joon)


@kind("identity-locked")
def identity_locked(site: Site) -> Visit:
    for _ in range(settings.IDENTITY_FAILURES):
        count_failed_proof(user=site.joon)
    return Visit("/accounts/me/identity/", site.joon)


@kind("recovery-codes")
def recovery_codes(site: Site) -> Visit:
    TOTP.activate(site.joon, generate_totp_secret())
    RecoveryCodes.activate(site.joon)
    return Visit("/accounts/2fa/", site.joon)


@kind("addresses")
def addresses(site: Site) -> Visit:
    EmailAddress.objects.create(user=site.joon, email="second@example.org")
    return Visit("/accounts/email/", site.joon)


@kind("tokens")
def tokens(site: Site) -> Visit:
    ApiToken.issue(user=site.mina, name="도서관 기계", scopes=["read"])
    return Visit("/accounts/me/tokens/", site.mina)


@kind("stop-mail")
def stop_mail(site: Site) -> Visit:
    found = site.idea()
    follow(user=site.joon, target=found)
    return Visit(urlsplit(stop_target_url(site.joon, found)).path)


@kind("api")
def api(site: Site) -> Visit:
    return Visit("/api/v1/docs")
