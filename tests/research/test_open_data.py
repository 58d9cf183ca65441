"""The open-data set: what the public lists show, and nothing else."""

import os
import re
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from ideas.counts import recount
from ideas.life import Status
from ideas.merging.actions import Part, merge_ideas, split_idea, unmerge_idea
from ideas.models import Answer, Idea, Observation
from participation.consultations.stages import StageKind
from participation.datasets.registry import tables
from participation.moderation.actions import hide, report
from participation.research.open_data import making, publishing
from participation.research.open_data.models import Edition, Turn
from tests.datasets.packages import described, problems, rows_of
from tests.factories import ConsultationFactory, IdeaFactory, ObservationFactory

pytestmark = pytest.mark.django_db
MAIL = re.compile(rb"[\w.+-]+@[\w-]+\.[\w.-]+")


@pytest.fixture
def city(mina, joon, hana, consultation):
    """Ideas and observations, some hidden, one retired, one answered."""
    ideas = [IdeaFactory(author=mina, consultation=consultation) for _ in range(3)]
    ObservationFactory(author=joon, consultation=consultation)
    told = IdeaFactory(author=joon, consultation=consultation, title="연락은 joon@example.org으로", body="=1+1")
    IdeaFactory(consultation=consultation, status=Status.RETIRED, retired_for=ideas[0])
    hidden = IdeaFactory(author=joon, consultation=consultation, title="숨긴 제안", body="숨긴 글입니다.")
    report(user=mina, target=hidden, reason="spam")
    hide(user=hana, target=hidden, reason="자세한 사정은 비밀")
    Answer.objects.create(idea=ideas[0], status=Status.ACCEPTED, reason="하겠습니다.", published_at=timezone.now())
    Answer.objects.create(idea=ideas[0], status=Status.DECLINED, reason="답을 고르고 있습니다")
    return {"ideas": ideas, "hidden": hidden, "told": told}


def export(folder, capsys):
    call_command("export_open_data", str(folder), verbosity=0)
    return capsys.readouterr().out


def test_rows_equal_the_public_lists(city, tmp_path, capsys, client):
    """S85"""
    recount()
    export(tmp_path, capsys)
    listed = client.get("/api/v1/ideas", {"limit": 100}).json()
    shown = {row["id"] for row in rows_of(tmp_path, "ideas")}
    assert shown == {item["id"] for item in listed["items"]}
    assert len(shown) == listed["count"] == 5
    assert len(rows_of(tmp_path, "observations")) == client.get("/api/v1/observations").json()["count"] == 1
    assert len(rows_of(tmp_path, "answers")) == 1
    assert len(rows_of(tmp_path, "consultations")) == client.get("/api/v1/consultations").json()["count"]


@pytest.fixture
def folded(city, hana):
    """One idea merged into another, and one divided into two; each by a moderator."""
    first, merged, divided = city["ideas"]
    merge_ideas(user=hana, source=merged, target=first, reason="같은 제안입니다.")
    parts = [Part("그늘막을 놓아 주세요", "횡단보도 앞이 덥습니다."), Part("의자도 놓아 주세요", "앉을 곳이 없습니다.")]
    split_idea(user=hana, idea=divided, parts=parts, reason="두 가지 제안입니다.")
    return {"into": first, "merged": merged, "divided": divided}


def test_rows_equal_the_public_list_also_where_ideas_were_merged_and_divided(folded, tmp_path, capsys, client):
    """S85"""
    recount()
    export(tmp_path, capsys)
    listed = client.get("/api/v1/ideas", {"limit": 100}).json()
    rows = {row["id"]: row for row in rows_of(tmp_path, "ideas")}
    assert rows.keys() == {item["id"] for item in listed["items"]}
    assert len(rows) == listed["count"] == 5
    assert [row["split_from"] for row in rows.values()].count(folded["divided"].pk) == 2
    others = {row["id"]: row["merged_into"] for row in rows_of(tmp_path, "folded_ideas")}
    assert others == {folded["merged"].pk: folded["into"].pk, folded["divided"].pk: None}
    assert {row["idea"] for row in rows_of(tmp_path, "answers")} <= rows.keys() | others.keys()
    assert [row["idea"] for row in rows_of(tmp_path, "idea_divisions")] == [folded["divided"].pk]
    assert problems(tmp_path) == []


def test_what_was_merged_and_divided_is_told_as_removed(folded, tmp_path, capsys, client):
    """S85"""
    export(tmp_path, capsys)
    removed = {row["id"]: row for row in rows_of(tmp_path, "removed")}
    merged, divided = removed[f"idea/{folded['merged'].pk}"], removed[f"idea/{folded['divided'].pk}"]
    assert (merged["why"], merged["instead"]) == ("merged", folded["into"].pk)
    assert (divided["why"], divided["instead"]) == ("divided", None)
    assert merged["removed_at"]
    assert divided["removed_at"]
    told = client.get("/api/v1/research/removed").json()["items"]
    assert {row["id"]: row["why"] for row in told} == {key: row["why"] for key, row in removed.items()}


def test_what_stands_for_a_merged_idea_is_not_named_while_it_is_hidden(folded, hana, tmp_path, capsys):
    hide(user=hana, target=folded["into"], reason="개인정보")
    export(tmp_path, capsys)
    removed = {row["id"]: row for row in rows_of(tmp_path, "removed")}
    assert removed[f"idea/{folded['merged'].pk}"]["instead"] is None
    others = {row["id"]: row["merged_into"] for row in rows_of(tmp_path, "folded_ideas")}
    assert others[folded["merged"].pk] is None


def test_an_idea_that_was_given_back_is_an_idea_again(folded, hana, tmp_path, capsys):
    unmerge_idea(user=hana, idea=folded["merged"], reason="다른 제안이었습니다.")
    export(tmp_path, capsys)
    assert folded["merged"].pk in {row["id"] for row in rows_of(tmp_path, "ideas")}
    assert f"idea/{folded['merged'].pk}" not in {row["id"] for row in rows_of(tmp_path, "removed")}


def test_nothing_hidden_and_no_address_of_anybody_is_in_it(city, tmp_path, capsys):
    """S85"""
    export(tmp_path, capsys)
    for path in tmp_path.rglob("*"):
        if path.suffix in {".csv", ".jsonl", ".json", ".md"}:
            content = path.read_bytes()
            for secret in ("숨긴", "비밀", "답을 고르고 있습니다"):
                assert secret.encode() not in content, path.name
            assert MAIL.search(content) is None, path.name


def test_the_set_is_a_data_package_with_every_column_told(city, tmp_path, capsys):
    """S85"""
    export(tmp_path, capsys)
    assert problems(tmp_path) == []
    codebook = (tmp_path / "codebook.csv").read_text(encoding="utf-8-sig")
    for table in tables():
        for column in table.columns:
            assert f"\n{table.name},{column.name}," in codebook
    assert described(tmp_path)["licenses"][0]["name"] == "KOGL-1"


def test_the_same_data_make_the_same_bytes(city, tmp_path, capsys):
    first = export(tmp_path / "a", capsys)
    assert export(tmp_path / "b", capsys) == first
    for path in (tmp_path / "a").rglob("*.*"):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


def test_a_second_export_takes_the_place_of_the_first(city, tmp_path, capsys):
    export(tmp_path, capsys)
    (tmp_path / "gone.csv").write_text("a table of yesterday")
    IdeaFactory()
    export(tmp_path, capsys)
    assert len(rows_of(tmp_path, "ideas")) == 6
    assert problems(tmp_path) == []
    assert not (tmp_path / "gone.csv").exists()
    assert not list(tmp_path.rglob(".new-*"))


def test_the_set_is_changed_in_one_step(city, tmp_path, capsys, monkeypatch):
    """Whoever reads through the pointer reads one night's files, also at the moment at which they are changed."""
    export(tmp_path, capsys)
    before = (tmp_path / "latest").resolve()
    IdeaFactory()
    seen = []
    replace = Path.replace

    def watched(path, to):
        seen.append({len(rows_of(tmp_path / "latest", "ideas")), len(rows_of(tmp_path, "ideas"))})
        answer = replace(path, to)
        seen.append({len(rows_of(tmp_path / "latest", "ideas")), len(rows_of(tmp_path, "ideas"))})
        return answer

    monkeypatch.setattr(Path, "replace", watched)
    export(tmp_path, capsys)
    assert seen == [{5}, {6}]
    assert len(rows_of(before, "ideas")) == 5
    assert problems(tmp_path / "latest") == problems(before) == []


def test_the_set_before_stays_and_older_ones_go(city, tmp_path, capsys, time_machine):
    for day in (1, 2, 3):
        time_machine.move_to(datetime(2026, 3, day, 12, tzinfo=UTC))
        export(tmp_path, capsys)
    export(tmp_path, capsys)
    assert {path.name for path in (tmp_path / "versions").iterdir()} == {"2026-03-03", "2026-03-03.2"}
    assert (tmp_path / "latest").resolve().name == "2026-03-03.2"


def test_what_was_killed_while_it_was_made_goes_a_day_later(city, tmp_path, capsys, monkeypatch):
    def killed(folder, **_options):
        (folder / "ideas.csv").write_text("half a table")
        raise KeyboardInterrupt

    export(tmp_path, capsys)
    left = tmp_path / "versions" / ".new-killed"
    left.mkdir()
    os.utime(left, (0, 0))
    with monkeypatch.context() as patch:
        patch.setattr(making, "make", killed)
        with pytest.raises(KeyboardInterrupt):
            export(tmp_path, capsys)
    assert [path.name for path in (tmp_path / "versions").iterdir()] == [(tmp_path / "latest").resolve().name]
    assert problems(tmp_path) == []


def test_what_was_removed_is_told_without_its_words(city, tmp_path, capsys):
    export(tmp_path, capsys)
    removed = {row["id"]: row for row in rows_of(tmp_path, "removed")}
    hidden = removed[f"idea/{city['hidden'].pk}"]
    assert (hidden["why"], hidden["rule"]) == ("hidden", "spam")
    assert hidden["removed_at"]
    (retired,) = (row for row in removed.values() if row["why"] == "retired")
    assert retired["instead"] == city["ideas"][0].pk


def test_every_table_can_be_written(city, tmp_path, capsys):
    export(tmp_path, capsys)
    names = {table.name for table in tables()}
    assert {"answers", "duties", "events", "ideas", "removed", "result_ideas", "results"} <= names
    assert all((tmp_path / f"{name}.csv").exists() for name in names)


def test_hidden_results_are_empty_until_the_close(mina, tmp_path, capsys):
    """S35"""
    ends = timezone.now() + timedelta(days=3)
    consultation = ConsultationFactory(stage=StageKind.VOTE, stage_fields={"hides_results": True, "ends_at": ends})
    IdeaFactory(author=mina, consultation=consultation, support_count=7)
    export(tmp_path, capsys)
    (row,) = rows_of(tmp_path, "ideas")
    assert (row["support"], row["oppose"]) == (None, None)


def test_counts_are_shown_where_they_are_public(idea, tmp_path, capsys):
    Idea.objects.filter(pk=idea.pk).update(support_count=7)
    export(tmp_path, capsys)
    (row,) = rows_of(tmp_path, "ideas")
    assert (row["support"], row["oppose"], row["author"]) == (7, 0, "미나")


def test_drafts_of_consultations_are_not_in_it(consultation, tmp_path, capsys):
    draft = ConsultationFactory(title="아직 아무도 모르는 주제")
    draft.unpublish()
    export(tmp_path, capsys)
    shown = {row["id"] for row in rows_of(tmp_path, "consultations")}
    assert consultation.pk in shown
    assert draft.pk not in shown
    assert {row["consultation"] for row in rows_of(tmp_path, "stages")} <= shown


def test_events_of_what_was_hidden_are_not_told(city, tmp_path, capsys):
    export(tmp_path, capsys)
    assert city["hidden"].pk not in {
        row["target"] for row in rows_of(tmp_path, "events") if row["target_kind"] == "idea"
    }


def test_a_table_needs_a_constant_number_of_queries(mina, consultation, django_assert_max_num_queries):
    for _ in range(12):
        IdeaFactory(author=mina, consultation=consultation)
    (ideas,) = (table for table in tables() if table.name == "ideas")
    with django_assert_max_num_queries(3):
        assert len(list(ideas.rows())) == 12


# Published by the worker, and shown


@pytest.fixture
def nightly(settings):
    settings.OPEN_DATA_AT = "03:00"


def test_the_worker_makes_an_edition_a_night(city, nightly, time_machine):
    time_machine.move_to("2026-11-26T02:00:00+09:00")
    assert publishing.publish_when_due() == 1  # there was none yet
    assert publishing.publish_when_due() == 0
    time_machine.move_to("2026-11-26T03:01:00+09:00")
    assert publishing.publish_when_due() == 0  # looked, and nothing has changed
    IdeaFactory()
    assert publishing.publish_when_due() == 0  # not before the next night
    time_machine.move_to("2026-11-27T03:01:00+09:00")
    assert publishing.publish_when_due() == 1
    assert list(Edition.objects.values_list("name", flat=True)) == ["2026-11-27", "2026-11-26"]


def test_nothing_is_made_where_it_is_switched_off(city, settings):
    settings.OPEN_DATA_AT = ""
    assert publishing.publish_when_due() == 0
    assert not Edition.objects.exists()


def test_two_workers_make_one_edition(city, nightly):
    assert Turn.take(timezone.now())
    assert publishing.publish_when_due() == 0


def test_a_worker_that_died_over_it_leaves_it_to_the_next(city, nightly, time_machine):
    time_machine.move_to("2026-11-26T03:01:00+09:00")
    assert Turn.take(timezone.now())
    time_machine.move_to("2026-11-26T05:02:00+09:00")
    assert publishing.publish_when_due() == 1


def test_the_same_data_make_no_new_edition(city):
    assert publishing.publish() is not None
    assert publishing.publish() is None


def test_the_page_shows_the_tables_and_their_files(city, client):
    edition = publishing.publish()
    Edition.objects.update(made_at="2026-11-26T06:00:00Z")
    html = client.get("/data/").content.decode()
    assert "오후 3:00에 만들었고" in html  # the site's own time
    assert f"/data/{edition.name}/madang-open-data.zip" in html
    assert edition.sha256 in html
    assert '"@type": "Dataset"' in html
    archive = client.get(f"/data/{edition.name}/madang-open-data.zip").getvalue()
    assert "datapackage.json" in zipfile.ZipFile(BytesIO(archive)).namelist()


def test_the_page_says_where_there_is_nothing_yet(client):
    assert "아직" in client.get("/data/").content.decode()
    assert client.get("/data/latest/ideas.csv").status_code == 404


def test_the_latest_edition_has_an_address_that_stays(city, client):
    edition = publishing.publish()
    response = client.get("/data/latest/ideas.csv", follow=True)
    assert response.redirect_chain == [(f"/data/{edition.name}/ideas.csv", 302)]
    assert response["Content-Type"] == "text/csv"
    etag = response["ETag"]
    assert client.get(f"/data/{edition.name}/ideas.csv", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("path", ["/data/2020-01-01/ideas.csv", "/data/latest/../secret", "/data/latest/nothing.csv"])
def test_there_is_nothing_else_to_take(city, client, path):
    publishing.publish()
    assert client.get(path, follow=True).status_code == 404


def test_what_is_hidden_is_handed_out_no_more(city, client, hana, nightly, deliver_all):
    """S73"""
    edition = publishing.publish()
    hide(user=hana, target=city["told"], reason="개인정보")
    assert client.get(f"/data/{edition.name}/ideas.csv").status_code == 410
    assert publishing.publish_when_due() == 1
    edition.refresh_from_db()
    assert edition.files_removed
    assert not default_storage.exists(edition.path_of("ideas.csv"))
    newer = Edition.latest_one()
    assert city["told"].title.encode() not in client.get(f"/data/{newer.name}/ideas.csv").getvalue()
    assert newer.name == f"{edition.name}.2"


def test_what_is_hidden_while_an_edition_is_made_is_not_handed_out(city, client, hana, nightly, monkeypatch):
    """S73: whoever hid it found no edition to withdraw."""

    def hidden_meanwhile(folder):
        made = making.make(folder)
        hide(user=hana, target=city["told"], reason="개인정보")
        return made

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "make", hidden_meanwhile)
        edition = publishing.publish()
    assert client.get(f"/data/{edition.name}/ideas.csv").status_code == 410
    assert publishing.publish_when_due() == 1
    newer = client.get(f"/data/{Edition.latest_one().name}/ideas.csv").getvalue()
    assert city["told"].title.encode() not in newer


def test_hiding_what_came_later_leaves_an_edition_alone(city, hana, mina):
    edition = publishing.publish()
    hide(user=hana, target=IdeaFactory(author=mina), reason="광고")
    edition.refresh_from_db()
    assert edition.withdrawn_at is None


def test_only_so_many_editions_keep_their_files(mina, monkeypatch):
    monkeypatch.setattr(publishing, "KEPT", 2)
    for _ in range(4):
        ObservationFactory(author=mina)
        publishing.publish()
    assert Edition.objects.offered().count() == 2
    assert Observation.objects.count() == 4


def test_the_catalogue_describes_it(city, client):
    edition = publishing.publish()
    response = client.get("/data/catalog.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    (dataset,) = response.json()["dcat:dataset"]
    assert dataset["dct:identifier"] == edition.sha256
    assert {each["dct:title"] for each in dataset["dcat:distribution"]} == {file["name"] for file in edition.files}
    assert {said["@language"] for said in dataset["dct:title"]} == {"ko", "en"}


def test_the_page_needs_few_queries(city, client, django_assert_max_num_queries):
    publishing.publish()
    with django_assert_max_num_queries(6):
        client.get("/data/")
