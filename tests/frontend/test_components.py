"""What the components promise to every page that includes them."""

import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "frontend" / "templates").rglob("*.html"))
COMPONENTS = [path for path in TEMPLATES if path.parent.name == "components"]
ALL_TEMPLATES = [
    path
    for folder in ("frontend", "participation", "ideas", "wiki", "search")
    for path in sorted((ROOT / folder).rglob("templates/**/*.html"))
    if "node_modules" not in path.parts
]
# A mail has no style sheet to lean on, and no policy either.
PAGES = [path for path in ALL_TEMPLATES if "mail" not in path.stem and not {"mail", "email"} & {*path.parts}]


class SampleForm(forms.Form):
    title = forms.CharField(label="Title", help_text="One sentence.", max_length=1200)
    how = forms.ChoiceField(label="How", choices=[("a", "By mail"), ("b", "Not at all")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree")


def component(name: str, **arguments: Any) -> str:
    with translation.override("en"):
        return render_to_string(f"components/{name}.html", arguments)


def test_a_field_in_error_is_tied_to_its_hint_and_its_sentence() -> None:
    html = component("field", field=SampleForm({})["title"])
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    control = re.search(r"<input[^>]*>", html)
    assert control is not None
    assert 'aria-describedby="id_title_helptext id_title_error"' in control[0]
    assert 'aria-invalid="true"' in control[0]


def test_a_field_without_error_says_nothing_of_errors() -> None:
    html = component("field", field=SampleForm()["title"])
    assert "field--error" not in html
    assert "aria-invalid" not in html


def test_a_choice_is_a_group_with_a_legend() -> None:
    html = component("field", field=SampleForm()["how"])
    assert "<fieldset" in html
    assert "<legend" in html
    assert html.count("<label") == 2


def test_a_limit_reaches_the_script_as_a_plain_number() -> None:
    """S89: a language that writes 1,200 must not break what reads it."""
    html = component("field", field=SampleForm()["title"], limit=1200)
    assert 'data-counter-limit-value="1200"' in html


def test_the_summary_links_each_error_to_its_field_and_repeats_its_sentence() -> None:
    form = SampleForm({"title": "x"})
    html = component("error_summary", form=form)
    assert 'role="alert"' in html
    for name, target in (("how", "id_how_group"), ("agree", "id_agree")):
        assert f'href="#{target}"' in html
        with translation.override("en"):
            sentence = str(form[name].errors[0])
        assert sentence in html
        assert sentence in component("field", field=form[name])
        assert f'id="{target}"' in component("field", field=form[name])
    assert "#id_title" not in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert component("error_summary", form=SampleForm()).strip() == ""


def test_the_vote_box_reads_well_and_measures_right() -> None:
    html = component("vote_box", support=1204, threshold=5000, action="/vote/", my_vote=0, csrf_token="x")
    assert "1,204" in html
    assert '<progress value="1204" max="5000"' in html
    assert 'name="value" value="1"' in html
    assert 'aria-pressed="false"' in html


def test_a_chosen_vote_is_told_in_words_and_can_be_taken_back() -> None:
    """S24"""
    html = component("vote_box", support=3, action="/vote/", my_vote=1, csrf_token="x")
    assert "take back" in html
    assert 'name="value" value="0"' in html
    assert 'aria-pressed="true"' in html


def test_a_closed_vote_shows_why_and_offers_no_button() -> None:
    """S22"""
    html = component("vote_box", support=3, action="/vote/", closed="Voting ended on 4 November.", csrf_token="x")
    assert "Voting ended on 4 November." in html
    assert "<button" not in html


@pytest.mark.parametrize("name", ["vote_box", "vote_bar", "vote_number"])
def test_a_closed_vote_has_no_form(name: str) -> None:
    """S22"""
    html = component(name, support=3, count=3, action="/vote/", closed="Voting is over.", csrf_token="x")
    assert "<form" not in html


def test_changes_are_told_in_words_too() -> None:
    """S20"""
    html = component("diff", parts=[{"kind": "removed", "text": "38"}, {"kind": "added", "text": "<47>"}])
    assert re.search(r"<del><span[^>]*>removed: </span>38</del>", html)
    assert re.search(r"<ins><span[^>]*>added: </span>&lt;47&gt;</ins>", html)


def test_the_last_page_offers_nothing_more() -> None:
    assert component("pager").strip() == ""
    assert 'rel="next"' in component("pager", next_url="?after=x")


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_component_shows_on_top_how_it_is_used(path: Path) -> None:
    top = path.read_text(encoding="utf-8").split("{% endcomment %}")[0]
    assert top.startswith("{% comment %}")
    assert f'{{% include "components/{path.name}" with ' in top


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_carries_style_or_script_of_its_own(path: Path) -> None:
    """The pages run under a policy that would refuse them."""
    html = path.read_text(encoding="utf-8")
    assert not re.search(r"<[a-z][^>]*\s(style|on[a-z]+)=", html)
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)", html)


@pytest.mark.parametrize("path", ALL_TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_sign_that_is_used_is_drawn(path: Path) -> None:
    drawn = set(re.findall(r'<symbol id="(i-[\w-]+)"', (ROOT / "frontend/templates/base.html").read_text("utf-8")))
    html = path.read_text(encoding="utf-8")
    used = {name for name in re.findall(r'<use href="#(i-[\w-]+)"', html) if not name.endswith("-")}
    used |= {f"i-{name}" for name in re.findall(r'components/icon.html" with name="([\w-]+)"', html)}
    assert used <= drawn


def test_a_page_that_is_handed_on_shows_a_picture_and_says_what_it_is(rf) -> None:
    request = rf.get("/")
    html = render_to_string("404.html", {"site": {"name": "Madang", "base_url": "https://example.org"}}, request)
    assert re.search(r'<meta property="og:image" content="https://example\.org/\S+\.png">', html)
    assert '<meta property="og:image:alt" content="' in html
    assert '<meta name="twitter:card" content="summary_large_image">' in html
    assert 'rel="apple-touch-icon"' in html
