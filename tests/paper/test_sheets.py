"""Signatures on paper: one person, one vote, counted through two pairs of eyes, and nothing personal is kept."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from PIL import Image

from ideas.actions.voting import vote_on_idea
from ideas.life import Status
from ideas.merging.actions import merge_ideas
from ideas.merging.carrying import go_on
from ideas.models import Idea
from ideas.paper.actions import agree_to_undo, check_sheet, enter_sheet, keep_sheet, totals_of, undo_sheet
from ideas.paper.models import SheetRow, SignatureSheet
from ideas.paper.showing import paper_support
from participation.accounts.actions import claim_identity, close_account
from participation.accounts.models import IdentityKey, IdentityLevel, User
from participation.consultations.stages import StageKind
from participation.errors import Conflict, Invalid, NotAllowed, ReasonNeeded
from participation.events.checkup import examine
from participation.events.models import Event
from participation.notifications.models import Notice
from participation.votes.casting import voters_of
from participation.votes.ledger.models import Leaf
from participation.votes.ledger.sealing import seal_waiting
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory

WRONG = "다른 제안의 서명지였습니다."
TEN = [f"사람{number} 1990-01-{number:02}" for number in range(1, 11)]


def prove(user: User, line: str) -> User:
    """What the development verifier would have proved online."""
    name, born_on = line.split()
    return claim_identity(
        user=user, source="identity:development", secret=f"{name}|{born_on}", level=IdentityLevel.VERIFIED
    )


@pytest.fixture
def clerk(transport):
    return UserFactory(official=True, department=transport, public_name="서기")


@pytest.fixture
def entered(suho, idea):
    return enter_sheet(user=suho, idea=idea, number="가-1", lines=TEN)


def take_back(sheet, asks, agrees):
    undo_sheet(user=asks, sheet=sheet, reason=WRONG)
    return agree_to_undo(user=agrees, sheet=sheet)


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def outcomes(sheet):
    return list(sheet.rows.values_list("outcome", flat=True))


def test_of_ten_signatures_two_of_whom_voted_eight_are_added_and_two_reported(client, clerk, idea, entered):
    """S45."""
    for line in TEN[2:4]:
        vote_on_idea(user=prove(UserFactory(), line), idea=fresh(idea), value=1)
    check_sheet(user=clerk, sheet=entered)
    totals = totals_of(entered)
    assert (totals["added"], totals["already"], fresh(idea).support_count) == (8, 2, 10)
    assert len(set(voters_of(idea))) == 10
    client.force_login(clerk)
    page = client.get(f"/en{entered.get_absolute_url()}").text
    assert page.count("Voted already") == 3, "in the totals and on two lines"
    with translation.override("ko"):
        address = idea.get_absolute_url()
    assert "of which 8 on paper" in client.get(f"/en{address}").text


def test_nothing_counts_before_a_second_person_has_checked(suho, clerk, admin, idea, entered):
    assert fresh(idea).support_count == 0
    with pytest.raises(NotAllowed):
        check_sheet(user=suho, sheet=entered)
    check_sheet(user=clerk, sheet=entered)
    check_sheet(user=admin, sheet=entered)
    assert fresh(idea).support_count == 10


def test_nobody_is_two_people_who_administrates_the_site(client, admin, suho, idea):
    """The rules bind them, too: they neither check their own sheet nor agree with themselves."""
    sheet = enter_sheet(user=admin, idea=idea, number="나-1", lines=TEN)
    client.force_login(admin)
    assert "It is right: count it" not in client.get(f"/en{sheet.get_absolute_url()}").text
    check_sheet(user=suho, sheet=sheet)
    undo_sheet(user=admin, sheet=sheet, reason=WRONG)
    with pytest.raises(NotAllowed):
        agree_to_undo(user=admin, sheet=sheet)
    assert "undo/agree/" not in client.get(f"/en{sheet.get_absolute_url()}").text
    assert fresh(idea).support_count == 10


def test_what_stood_on_the_sheet_is_kept_nowhere(suho, clerk, idea, entered):
    check_sheet(user=clerk, sheet=entered)
    kept = [
        str(vars(row)) for model in (SheetRow, SignatureSheet, IdentityKey, User, Event) for row in model.objects.all()
    ]
    assert not any("1990-01-" in text for text in kept)
    assert set(entered.rows.values_list("digest", flat=True)) == {""}


def test_a_signature_and_a_later_account_are_one_vote(clerk, mina, joon, idea, entered, deliver_all):
    check_sheet(user=clerk, sheet=entered)
    prove(joon, TEN[0])
    joon = fresh(joon)
    assert joon.same_person_as is None, "the account is the first one: it can be written to"
    vote_on_idea(user=joon, idea=fresh(idea), value=1)
    assert fresh(idea).support_count == 10
    assert joon.pk in set(voters_of(idea))
    vote_on_idea(user=joon, idea=fresh(idea), value=0)
    assert (fresh(idea).support_count, paper_support(idea)) == (9, 9)


def test_who_left_and_signs_on_paper_is_still_one_person(clerk, joon, idea, suho):
    prove(joon, TEN[0])
    vote_on_idea(user=joon, idea=idea, value=1)
    close_account(user=joon, account=joon)
    sheet = enter_sheet(user=suho, idea=idea, number="나-1", lines=TEN[:2])
    check_sheet(user=clerk, sheet=sheet)
    assert (outcomes(sheet), fresh(idea).support_count) == (["already", "added"], 2)


def test_each_line_that_does_not_count_says_why(suho, clerk, joon, idea):
    against = ConsultationFactory(stage="vote_both", department=suho.department)
    disputed = IdeaFactory(consultation=against, voting=True, support_count=0)
    vote_on_idea(user=prove(joon, TEN[0]), idea=disputed, value=-1)
    lines = [TEN[0], TEN[1], TEN[1], "?", "홍"]
    sheet = enter_sheet(user=suho, idea=disputed, number="1", lines=lines)
    with translation.override("en"):
        check_sheet(user=clerk, sheet=sheet)
    assert outcomes(sheet) == ["already", "added", "already", "unreadable", "unreadable"]
    reasons = list(sheet.rows.values_list("reason", flat=True))
    assert reasons[0] == "Voted against it on the site."
    assert reasons[2] == "Twice on this sheet."
    assert (fresh(disputed).support_count, fresh(disputed).oppose_count) == (1, 1)


def test_rules_of_the_stage_hold_on_paper(suho, clerk):
    """S27: the limit; and a stage that is over."""
    full = ConsultationFactory(stage="vote", supporters_at_most=3)
    idea = IdeaFactory(consultation=full, voting=True, support_count=0)
    sheet = enter_sheet(user=suho, idea=idea, number="1", lines=TEN[:5])
    check_sheet(user=clerk, sheet=sheet)
    assert outcomes(sheet) == ["added", "added", "added", "refused", "refused"]
    assert all(sheet.rows.filter(outcome="refused").values_list("reason", flat=True))
    closed = IdeaFactory(consultation=ConsultationFactory(stage=StageKind.ANSWER), voting=True, support_count=0)
    sheet = enter_sheet(user=suho, idea=closed, number="1", lines=TEN[:2])
    check_sheet(user=clerk, sheet=sheet)
    assert outcomes(sheet) == ["refused", "refused"]


def test_the_threshold_is_met_by_paper_too(suho, clerk):
    idea = IdeaFactory(
        consultation=ConsultationFactory(stage="vote", threshold=5), voting=True, support_count=0, threshold=5
    )
    sheet = enter_sheet(user=suho, idea=idea, number="1", lines=TEN)
    check_sheet(user=clerk, sheet=sheet)
    assert fresh(idea).status == Status.OWED
    assert Event.objects.filter(verb="idea.threshold_met").count() == 1


def test_each_signature_is_a_leaf_of_the_ledger(clerk, idea, entered):
    check_sheet(user=clerk, sheet=entered)
    seal_waiting()
    assert Leaf.objects.count() == 10


def test_a_sheet_is_taken_back_whole_with_its_reason(suho, clerk, joon, idea, entered):
    vote_on_idea(user=prove(joon, TEN[0]), idea=fresh(idea), value=1)
    check_sheet(user=clerk, sheet=entered)
    with pytest.raises(ReasonNeeded):
        undo_sheet(user=clerk, sheet=entered, reason=" ")
    take_back(entered, clerk, suho)
    take_back(entered, clerk, suho)
    assert (fresh(idea).support_count, list(voters_of(idea))) == (1, [joon.pk])
    assert fresh(entered).state == "undone"
    again = enter_sheet(user=suho, idea=idea, number="가-1", lines=TEN)
    check_sheet(user=clerk, sheet=again)
    assert fresh(idea).support_count == 10


def test_a_sheet_is_taken_back_after_the_close_too(suho, clerk, idea, entered):
    check_sheet(user=clerk, sheet=entered)
    idea.consultation.stages.all().delete()
    idea.consultation.save()
    take_back(entered, clerk, suho)
    assert (fresh(idea).support_count, fresh(entered).state) == (0, "undone")
    seal_waiting()
    assert Leaf.objects.count() == 20, "each taking back is a leaf as well"
    assert {"tallies", "ledger"}.isdisjoint(name for name, count in examine(repair=False) if count)


def test_a_sheet_of_a_merged_idea_is_taken_back_where_its_votes_count(admin, suho, clerk, consultation, idea, entered):
    check_sheet(user=clerk, sheet=entered)
    into = IdeaFactory(consultation=consultation, voting=True, support_count=0)
    merge_ideas(user=admin, source=fresh(idea), target=into, reason="같은 제안입니다.")
    go_on()
    assert fresh(into).support_count == 10
    take_back(entered, clerk, suho)
    assert (fresh(idea).support_count, fresh(into).support_count) == (0, 0)


def test_who_pressed_support_before_proving_who_they_are_keeps_it(suho, clerk, joon, idea, entered):
    vote_on_idea(user=joon, idea=fresh(idea), value=1)
    check_sheet(user=clerk, sheet=entered)
    assert fresh(idea).support_count == 11
    prove(joon, TEN[0])
    assert fresh(idea).support_count == 10
    take_back(entered, clerk, suho)
    assert (fresh(idea).support_count, list(voters_of(idea))) == (1, [joon.pk])
    assert outcomes(entered)[0] == "already"


def test_who_presses_support_after_signing_keeps_it(suho, clerk, joon, mina, idea, entered):
    for person, line in ((joon, TEN[0]), (mina, TEN[1])):
        prove(person, line)
    check_sheet(user=clerk, sheet=entered)
    vote_on_idea(user=fresh(joon), idea=fresh(idea), value=1)
    take_back(entered, clerk, suho)
    assert list(voters_of(idea)) == [joon.pk], "the other one never pressed"


def test_who_took_support_back_before_signing_has_only_the_signature(suho, clerk, joon, idea, entered):
    joon = prove(joon, TEN[0])
    for value in (1, 0):
        vote_on_idea(user=joon, idea=fresh(idea), value=value)
    check_sheet(user=clerk, sheet=entered)
    take_back(entered, clerk, suho)
    assert fresh(idea).support_count == 0


def test_what_two_have_counted_no_one_takes_back_alone(suho, clerk, idea, entered):
    """Least of all after the close, when nobody could enter it anew."""
    check_sheet(user=clerk, sheet=entered)
    with pytest.raises(Conflict):
        agree_to_undo(user=suho, sheet=entered)
    for _ in range(2):
        undo_sheet(user=clerk, sheet=entered, reason=WRONG)
    with pytest.raises(NotAllowed):
        agree_to_undo(user=clerk, sheet=entered)
    assert (fresh(idea).support_count, fresh(entered).state, paper_support(idea)) == (10, "counted", 10)
    assert [SignatureSheet.objects.waiting_for(person).count() for person in (clerk, suho)] == [0, 1]
    agree_to_undo(user=suho, sheet=entered)
    assert (fresh(idea).support_count, fresh(entered).state) == (0, "undone")
    assert SignatureSheet.objects.waiting().count() == 0
    assert (fresh(entered).undo_asked_by, fresh(entered).undone_by) == (clerk, suho)
    assert Event.objects.filter(verb="sheet.undo_asked").count() == 1


def test_a_sheet_that_a_colleague_wants_to_keep_goes_on_counting(client, suho, clerk, idea, entered):
    check_sheet(user=clerk, sheet=entered)
    with pytest.raises(Conflict):
        keep_sheet(user=suho, sheet=entered, reason="맞는 서명지입니다.")
    undo_sheet(user=clerk, sheet=entered, reason=WRONG)
    with pytest.raises(ReasonNeeded):
        keep_sheet(user=suho, sheet=entered, reason=" ")
    keep_sheet(user=suho, sheet=entered, reason="맞는 서명지입니다.")
    assert (fresh(idea).support_count, fresh(entered).undo_asked_at, fresh(entered).undone_reason) == (10, None, "")
    client.force_login(clerk)
    page = client.get(entered.get_absolute_url()).text
    assert WRONG in page
    assert "맞는 서명지입니다." in page


def test_what_nobody_has_counted_goes_at_once(suho, idea, entered):
    undo_sheet(user=suho, sheet=entered, reason=WRONG)
    assert (fresh(entered).state, set(entered.rows.values_list("digest", flat=True))) == ("undone", {""})
    assert not Event.objects.filter(verb="idea.paper_undone").exists()


def test_that_somebody_supports_it_too_is_written_down_once(suho, clerk, joon, mina, idea, entered):
    """However often they press: programs may repeat a vote as often as they like."""
    for person, line in ((joon, TEN[0]), (mina, TEN[1])):
        prove(person, line)
    check_sheet(user=clerk, sheet=entered)
    other = prove(UserFactory(), "다른이 1980-01-01")
    before = Event.objects.count()
    for _ in range(3):
        vote_on_idea(user=fresh(joon), idea=fresh(idea), value=1)
    assert Event.objects.count() == before + 1
    for _ in range(3):
        vote_on_idea(user=other, idea=fresh(idea), value=1)
    assert Event.objects.count() == before + 2, "who never signed on paper has said so with their vote"


@pytest.mark.parametrize(("number", "lines", "field"), [(" ", TEN, "number"), ("1", [], "ids"), ("1", TEN * 51, "ids")])
def test_a_sheet_that_says_nothing_is_refused(suho, idea, number, lines, field):
    with pytest.raises(Invalid) as refused:
        enter_sheet(user=suho, idea=idea, number=number, lines=lines)
    assert set(refused.value.errors) == {field}
    assert not SignatureSheet.objects.exists()


def test_a_sheet_is_entered_once(suho, idea, entered):
    with pytest.raises(Invalid):
        enter_sheet(user=suho, idea=idea, number="가-1", lines=TEN)


def test_citizens_enter_no_sheets(mina, hana, idea):
    for person in (mina, hana):
        with pytest.raises(NotAllowed):
            enter_sheet(user=person, idea=idea, number="1", lines=TEN)


def test_hidden_results_hide_what_came_on_paper(client, visitor, suho, clerk):
    """S35."""
    ends = {"ends_at": timezone.now() + timedelta(days=3), "hides_results": True}
    idea = IdeaFactory(consultation=ConsultationFactory(stage="vote", stage_fields=ends), voting=True, support_count=0)
    sheet = enter_sheet(user=suho, idea=idea, number="1", lines=TEN)
    check_sheet(user=clerk, sheet=sheet)
    assert totals_of(sheet)["added"] == 10
    assert "종이 서명" not in client.get(idea.get_absolute_url()).text
    assert visitor.get(f"/ideas/{idea.pk}/paper").json() == {"support": None}


def test_people_on_paper_get_no_mail(clerk, idea, entered, deliver_all, mailoutbox):
    from participation.notifications.mailing import send_due_mail

    check_sheet(user=clerk, sheet=entered)
    Idea.objects.filter(pk=idea.pk).update(status=Status.DONE, answered_at=timezone.now())
    deliver_all()
    Notice.objects.update(mail_due_at=timezone.now())
    send_due_mail()
    assert not [mail for mail in mailoutbox if mail.to[0].endswith("@invalid")]


# Pages


def test_an_official_types_pastes_and_scans_a_sheet(client, suho, clerk, mina, idea, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    picture = BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    client.force_login(suho)
    table = SimpleUploadedFile("sheet.csv", "\n".join(line.replace(" ", ",") for line in TEN[5:]).encode("cp949"))
    scan = SimpleUploadedFile("sheet.png", picture.getvalue())
    sent = client.post(
        f"/desk/paper/ideas/{idea.pk}/new/", {"number": "다-7", "ids": "\n".join(TEN[:5]), "table": table, "scan": scan}
    )
    sheet = SignatureSheet.objects.get()
    assert sent.url == sheet.get_absolute_url()
    assert (sheet.rows.count(), sheet.scan_name) == (10, "sheet.png")
    assert client.get(f"{sheet.get_absolute_url()}scan/").status_code == 200
    assert client.post(f"{sheet.get_absolute_url()}check/").status_code == 403
    client.force_login(clerk)
    client.post(f"{sheet.get_absolute_url()}check/")
    assert fresh(idea).support_count == 10
    assert "다-7" in client.get("/desk/paper/").text
    assert client.post(f"{sheet.get_absolute_url()}undo/", {"reason": ""}).status_code == 422
    client.post(f"{sheet.get_absolute_url()}undo/", {"reason": "틀렸습니다."})
    assert client.post(f"{sheet.get_absolute_url()}undo/agree/").status_code == 403
    client.force_login(suho)
    assert client.post(f"{sheet.get_absolute_url()}keep/", {"reason": ""}).status_code == 422
    assert "틀렸습니다." in client.get(sheet.get_absolute_url()).text
    assert fresh(idea).support_count == 10
    client.post(f"{sheet.get_absolute_url()}undo/agree/")
    assert fresh(idea).support_count == 0
    client.force_login(mina)
    assert client.get(f"{sheet.get_absolute_url()}scan/").status_code == 403


def test_what_is_refused_comes_back_with_what_was_typed(client, suho, idea, entered):
    client.force_login(suho)
    response = client.post(f"/desk/paper/ideas/{idea.pk}/new/", {"number": "가-1", "ids": TEN[0]})
    assert response.status_code == 422
    assert response.context["form"].errors["number"]
    assert TEN[0] in response.text


# The API


def test_programs_enter_check_and_undo_sheets(token_for, visitor, suho, clerk, mina, idea):
    """S45: of ten, two voted already."""
    for line in TEN[2:4]:
        vote_on_idea(user=prove(UserFactory(), line), idea=fresh(idea), value=1)
    first, second = token_for(suho), token_for(clerk)
    made = first.post(f"/ideas/{idea.pk}/sheets", {"number": "1", "lines": TEN}, **{"Idempotency-Key": "one"})
    assert made.status_code == 201, made.content
    again = first.post(f"/ideas/{idea.pk}/sheets", {"number": "1", "lines": TEN}, **{"Idempotency-Key": "one"})
    assert again.json() == made.json()
    pk = made.json()["id"]
    assert first.post(f"/sheets/{pk}/check").status_code == 403
    totals = second.post(f"/sheets/{pk}/check").json()["totals"]
    assert (totals["added"], totals["already"]) == (8, 2)
    assert visitor.get(f"/ideas/{idea.pk}/paper").json() == {"support": 8}
    assert second.get(f"/ideas/{idea.pk}/sheets").json()["count"] == 1
    assert token_for(mina).get(f"/sheets/{pk}").status_code == 403
    asked = second.post(f"/sheets/{pk}/undo", {"reason": "틀렸습니다."}).json()
    assert (asked["state"], asked["undo_asked_by"], asked["undone"]) == ("counted", "서기", None)
    assert first.post(f"/sheets/{pk}/keep", {"reason": "맞습니다."}).json()["undo_asked"] is None
    second.post(f"/sheets/{pk}/undo", {"reason": "다시 보니 틀렸습니다."})
    assert second.post(f"/sheets/{pk}/undo/agree").status_code == 403
    gone = first.post(f"/sheets/{pk}/undo/agree").json()
    assert (gone["state"], gone["undone_reason"]) == ("undone", "다시 보니 틀렸습니다.")
    assert [said["verb"] for said in gone["log"]] == ["sheet.undo_asked", "sheet.kept", "sheet.undo_asked"]
    assert visitor.get(f"/ideas/{idea.pk}/paper").json() == {"support": 0}
