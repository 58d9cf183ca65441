"""How editors and officials open consultations, and keep departments, topics and places."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import GroupPagePermission
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from participation.accounts.models import Department
from participation.consultations.models import ConsultationIndexPage, ConsultationPage, Topic
from tests.factories import PASSWORD, ConsultationFactory, DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory(email="editor@example.org", editor=True)


@pytest.fixture
def add_url() -> str:
    return f"/admin/pages/add/consultations/consultationpage/{ConsultationIndexPage.objects.get().pk}/"


def filled(**changes: Any) -> dict[str, str]:
    """The one form, as an official fills it in; the rest are the form's own defaults."""
    ends = timezone.localtime() + timedelta(days=14)
    form = {
        "title": "밤에도 다니는 버스",
        "slug": "night-bus",
        "intro": "막차를 언제까지 두면 좋을까요?",
        "department": str(Department.objects.get(slug="participation").pk),
        "topic": str(Topic.objects.get(slug="transport").pk),
        "place": "",
        "body": streamfield([("text", rich_text("<p>막차가 이릅니다.</p>"))]),
        "cover": "road",
        "tone": "pine",
        "photo": "",
        "photo_alt": "",
        "threshold": "100",
        "support_days": "",
        "answer_days": "30",
        "edit_hours": "24",
        "edit_until_votes": "10",
        "seo_title": "",
        "search_description": "",
        "show_in_menus": "",
        "stages": inline_formset(
            [
                {
                    "kind": "open",
                    "title": "",
                    "starts_at": timezone.localtime().strftime("%Y-%m-%d %H:%M"),
                    "ends_at": ends.strftime("%Y-%m-%d %H:%M"),
                    "votes_per_person": "",
                    "identity_level": "1",
                }
            ]
        ),
        "rungs": inline_formset([]),
        "remind_days": "5",
        "reopening": "office",
        "reopenings_at_most": "1",
        "words": inline_formset(
            [{"language": "en", "title": "Buses at night", "intro": "How late?", "body": streamfield([])}]
        ),
        "comments": inline_formset([]),
    }
    return nested_form_data(form | changes)


def test_a_consultation_is_opened_in_one_form(client, editor, add_url):
    client.force_login(editor)
    response = client.post(add_url, filled() | {"action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    page = ConsultationPage.objects.get(slug="night-bus")
    assert page.live
    assert page.stage_at().kind == "open"
    assert "밤에도 다니는 버스" in client.get("/consultations/night-bus/").content.decode()
    assert "Buses at night" in client.get("/en/consultations/night-bus/").content.decode()


def test_the_form_offers_one_stage_and_the_usual_rules(client, editor, add_url):
    client.force_login(editor)
    form = client.get(add_url).context["form"]
    stages = form.formsets["stages"]
    assert stages.min_num == 1
    assert stages.forms[0]["kind"].value() == "open"
    assert (form["threshold"].value(), form["answer_days"].value()) == (100, 30)


def test_a_consultation_without_stage_is_not_published(client, editor, add_url):
    client.force_login(editor)
    response = client.post(add_url, filled(stages=inline_formset([])) | {"action-publish": "1"})
    assert response.status_code == 200
    assert not ConsultationPage.objects.filter(slug="night-bus").exists()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_photo_without_alternative_text_is_refused_at_its_field(client, editor, add_url):
    """S12"""
    image = Image.objects.create(title="file-001.png", file=get_test_image_file())
    client.force_login(editor)
    response = client.post(add_url, filled(photo=str(image.pk)) | {"action-publish": "1"})
    assert "photo_alt" in response.context["form"].errors
    assert not ConsultationPage.objects.filter(slug="night-bus").exists()


def test_an_official_hands_in_what_an_editor_publishes(client, suho, editor, add_url):
    client.force_login(suho)
    assert "action-publish" not in client.get(add_url).content.decode()
    client.post(add_url, filled() | {"action-submit": "1"})
    page = ConsultationPage.objects.get(slug="night-bus")
    assert not page.live
    assert client.get("/consultations/night-bus/").status_code == 404
    client.force_login(editor)
    state = page.current_workflow_state.current_task_state
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]))
    assert client.get("/consultations/night-bus/").status_code == 200


def test_an_official_cannot_publish_by_sending_the_editor_s_button(client, suho, add_url):
    client.force_login(suho)
    client.post(add_url, filled() | {"action-publish": "1"})
    assert not ConsultationPage.objects.filter(slug="night-bus", live=True).exists()


@pytest.mark.parametrize("person", ["mina", "hana"])
def test_others_have_no_form(client, cast, add_url, person):
    client.force_login(cast[person])
    assert client.get(add_url).status_code in {302, 403}


def test_moderators_of_contributions_publish_no_pages():
    assert not GroupPagePermission.objects.filter(group__name="Moderators").exists()


def test_names_in_other_languages_have_a_field_of_their_own(client, editor):
    client.force_login(editor)
    topic = Topic.objects.get(slug="transport")
    url = f"/admin/snippets/consultations/topic/edit/{topic.pk}/"
    assert client.get(url).context["form"]["name_en"].value() == "Transport"
    form = {"name": "교통", "name_en": "Getting around", "slug": "transport", "position": "10", "cover": "road"}
    assert client.post(url, form | {"parent": "", "department": ""}).status_code == 302
    topic.refresh_from_db()
    assert topic.translations == {"en": "Getting around"}


def test_the_dashboard_leads_to_the_form(client, suho, add_url):
    client.force_login(suho)
    assert add_url in client.get("/admin/").content.decode()


@pytest.mark.parametrize("door", ["/admin/login/", "/_util/login/", "/en/_util/login/"])
def test_no_door_leads_past_the_site_s_own(client, admin, door):
    response = client.post(f"{door}?next=/admin/", {"username": admin.email, "password": PASSWORD})
    assert response.status_code == 302
    assert "/accounts/login/?next=/admin/" in response.headers["Location"]
    assert "_auth_user_id" not in client.session


def test_the_admin_has_no_way_to_reset_a_password(client):
    assert client.get("/admin/password_reset/").status_code == 404


def test_the_admin_has_no_door_of_its_own(client):
    assert client.get("/admin/").headers["Location"].startswith("/accounts/login/?next=/admin/")
    assert client.get("/admin/login/?next=/admin/").headers["Location"] == "/accounts/login/?next=/admin/"


def stage(starts: int, ends: int | None, **changes: str) -> dict[str, str]:
    """A stage in the form, from and until so many days from now."""
    now = timezone.localtime()
    moments = [
        (now + timedelta(days=days)).strftime("%Y-%m-%d %H:%M") if days is not None else "" for days in (starts, ends)
    ]
    return {
        "kind": "open", "title": "", "title_en": "", "starts_at": moments[0], "ends_at": moments[1],
        "votes_per_person": "", "identity_level": "1",
    } | changes  # fmt: skip


def stage_errors(client: Any, url: str, stages: list[dict[str, str]], action: str = "action-publish") -> list[Any]:
    response = client.post(url, filled(stages=inline_formset(stages)) | {action: "1"})
    assert not ConsultationPage.objects.filter(slug="night-bus").exists()
    return [form.errors for form in response.context["form"].formsets["stages"].forms]


@pytest.mark.parametrize("action", ["action-publish", "action-draft"])
def test_a_stage_that_ends_before_it_starts_is_refused_at_its_end(client, editor, add_url, action):
    client.force_login(editor)
    errors = stage_errors(client, add_url, [stage(5, 2)], action)
    assert list(errors[0]) == ["ends_at"]
    assert len(errors[0]["ends_at"]) == 1


def test_stages_that_overlap_are_refused_where_the_later_one_begins(client, editor, add_url):
    client.force_login(editor)
    errors = stage_errors(
        client, add_url, [stage(7, 20, kind="vote"), stage(0, 10, kind="propose", title="제안 모으기")]
    )
    assert list(errors[0]) == ["starts_at"]
    assert "제안 모으기" in errors[0]["starts_at"][0], "it says which stage is in the way"
    assert not errors[1]


def test_nothing_follows_a_stage_without_end(client, editor, add_url):
    client.force_login(editor)
    errors = stage_errors(client, add_url, [stage(0, None), stage(10, 20, kind="vote")])
    assert [list(row) for row in errors] == [["ends_at"], []]


def test_stages_may_follow_at_the_same_minute(client, editor, add_url):
    client.force_login(editor)
    stages = inline_formset([stage(0, 10, kind="propose"), stage(10, 20, kind="vote"), stage(20, None, kind="answer")])
    assert client.post(add_url, filled(stages=stages) | {"action-publish": "1"}).status_code == 302


def test_a_stage_that_is_taken_out_is_in_nobody_s_way(client, editor, add_url):
    client.force_login(editor)
    stages = inline_formset([stage(0, 10), stage(5, 20) | {"DELETE": "1"}])
    assert client.post(add_url, filled(stages=stages) | {"action-publish": "1"}).status_code == 302


def test_a_stage_has_its_title_in_each_language(client, editor, add_url):
    client.force_login(editor)
    stages = inline_formset([stage(0, 10, title="둘러보기", title_en="A look around")])
    client.post(add_url, filled(stages=stages) | {"action-publish": "1"})
    page = ConsultationPage.objects.get(slug="night-bus")
    assert page.stages.get().translations == {"en": "A look around"}
    assert "A look around" in client.get("/en/consultations/night-bus/").content.decode()
    form = client.get(f"/admin/pages/{page.pk}/edit/").context["form"]
    assert form.formsets["stages"].forms[0]["title_en"].value() == "A look around"


def test_an_official_begins_with_the_own_department(client, suho, add_url):
    client.force_login(suho)
    form = client.get(add_url).context["form"]
    assert form["department"].value() == suho.department_id
    assert f'<option value="{suho.department_id}" selected>' in str(form["department"])


def test_topics_are_chosen_from_their_tree(client, editor, add_url):
    client.force_login(editor)
    labels = [str(label) for _value, label in client.get(add_url).context["form"].fields["topic"].choices]
    assert labels.index("교통 › 대중교통") == labels.index("교통") + 1


@pytest.mark.parametrize(("own_department", "allowed"), [(True, True), (False, False)])
def test_officials_change_the_consultations_of_their_department(client, suho, own_department, allowed):
    page = ConsultationFactory(department=suho.department if own_department else DepartmentFactory())
    client.force_login(suho)
    status = client.get(f"/admin/pages/{page.pk}/edit/").status_code
    assert (status == 200) is allowed
    assert page.permissions_for_user(suho).can_edit() is allowed
    assert not page.permissions_for_user(suho).can_publish()


def test_who_began_a_consultation_for_another_department_goes_on_with_it(suho):
    page = ConsultationFactory(department=DepartmentFactory(), owner=suho)
    assert page.permissions_for_user(suho).can_edit()


def test_editors_change_every_consultation(editor, admin):
    page = ConsultationFactory(department=DepartmentFactory())
    assert page.permissions_for_user(editor).can_publish()
    assert page.permissions_for_user(admin).can_publish()


def test_words_in_one_language_are_given_once(client, editor, add_url):
    client.force_login(editor)
    words = [
        {"language": "en", "title": f"Bus {number}", "intro": "Late?", "body": streamfield([])} for number in (1, 2)
    ]
    response = client.post(add_url, filled(words=inline_formset(words)) | {"action-publish": "1"})
    assert response.status_code == 200
    assert not ConsultationPage.objects.filter(slug="night-bus").exists()
    assert "language" in response.context["form"].formsets["words"].forms[1].errors


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", ["photo", "block"])
def test_a_picture_without_words_is_refused_and_taken_with_them(client, editor, add_url, kind):
    """S12"""
    image = Image.objects.create(title="file-001.png", file=get_test_image_file())
    client.force_login(editor)

    def post(alt: str) -> int:
        shown = {"image": str(image.pk), "alt_text": alt}
        body = streamfield([("image", shown)]) if kind == "block" else streamfield([])
        photo = {"photo": str(image.pk), "photo_alt": alt} if kind == "photo" else {}
        return client.post(add_url, filled(body=body, **photo) | {"action-publish": "1"}).status_code

    assert post("") == 200
    assert not ConsultationPage.objects.filter(slug="night-bus").exists()
    assert post("불 켜진 정류장") == 302


def test_the_admin_s_account_page_asks_for_no_real_name(client, suho):
    client.force_login(suho)
    page = client.get("/admin/account/")
    assert "name_email-first_name" not in page.content.decode()
    chosen = {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
    response = client.post("/admin/account/", chosen | {"locale-preferred_language": "en"})
    assert response.status_code == 302, "a language can be chosen"
    suho.wagtail_userprofile.refresh_from_db()
    assert suho.wagtail_userprofile.preferred_language == "en"
    assert "What to do" in client.get("/admin/").content.decode()


def test_the_admin_s_account_page_is_for_who_may_enter(client, mina):
    client.force_login(mina)
    assert client.get("/admin/account/").status_code in {302, 403}


def rungs(*said: dict[str, str]) -> dict[str, Any]:
    usual = {"per_cent": "", "within_days": "", "department": "", "title": "", "title_en": "", "obliges": "answer"}
    return inline_formset([usual | {"days": "30"} | rung for rung in said])


def test_a_ladder_is_written_in_the_form_and_kept_in_the_revisions(client, editor, add_url):
    client.force_login(editor)
    ladder = rungs(
        {"supporters": "50", "goes_on": "on"},
        {"supporters": "500", "obliges": "hearing", "title": "시민 토론회", "title_en": "Citizens' forum"},
        {"supporters": "5000", "per_cent": "1", "obliges": "decision", "in_working_days": "on"},
    )
    response = client.post(add_url, filled(rungs=ladder) | {"action-publish": "1"})
    assert response.status_code == 302, response.context["form"].formsets["rungs"].errors
    page = ConsultationPage.objects.get(slug="night-bus")
    assert [(rung.supporters, rung.obliges) for rung in page.ladder] == [
        (50, "answer"),
        (500, "hearing"),
        (5000, "decision"),
    ]
    assert page.ladder[1].translations == {"en": "Citizens' forum"}
    assert page.threshold == 50, "the first rung is the page's threshold"
    assert len(page.latest_revision.content["rungs"]) == 3


@pytest.mark.parametrize(
    ("ladder", "at", "field"),
    [
        ([{"supporters": "500"}, {"supporters": "50"}], 1, "supporters"),
        ([{"supporters": "50", "obliges": "hearing"}], 0, "obliges"),
        ([{"supporters": "50", "goes_on": "on", "obliges": "hearing"}, {"supporters": "60"}], 0, "goes_on"),
        ([{"supporters": "0"}], 0, "supporters"),
    ],
)
def test_a_ladder_that_contradicts_itself_is_refused_at_its_field(client, editor, add_url, ladder, at, field):
    client.force_login(editor)
    response = client.post(add_url, filled(rungs=rungs(*ladder)) | {"action-publish": "1"})
    assert response.status_code == 200
    assert not ConsultationPage.objects.filter(slug="night-bus").exists()
    assert field in response.context["form"].formsets["rungs"].forms[at].errors
