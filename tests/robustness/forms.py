"""The forms of the site, read from its pages as a browser reads them: a new form is found by itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve

from tests.architecture.addresses import all_addresses
from tests.architecture.world import World

# Rows that every request may leave behind: whose browser it is, and what it was told.
OF_THE_BROWSER = {"sessions.Session"}
# Not passwords: any word may be one, they are never sent back, and what is wrong with a pair is not told.
TYPED = {"text", "textarea", "email", "search", "url", "tel", "number"}
CHOSEN = {"select", "radio"}


@dataclass(frozen=True)
class Field:
    """A control of a form; ``kind`` is its type, or the tag's name."""

    name: str
    kind: str
    values: tuple[str, ...] = ()
    # People do not see it, and whoever fills it in is a program.
    is_trap: bool = False


@dataclass(frozen=True)
class Form:
    """A form on a page that one person sees."""

    person: str
    page: str
    action: str
    name: str
    is_multipart: bool
    fields: tuple[Field, ...] = field(default=())

    def __str__(self) -> str:
        return f"{self.name} on {self.page} as {self.person}"

    @property
    def values(self) -> dict[str, list[str]]:
        """What the browser would send if nothing was touched and the first button pressed."""
        values = {each.name: list(each.values) for each in self.fields if each.values and each.kind != "submit"}
        button = next((each for each in self.fields if each.kind == "submit"), None)
        return values | ({button.name: list(button.values)} if button else {})


def pages(world: World) -> list[str]:
    """Every address that may be a page."""
    addresses = [each for each in all_addresses() if each.method == "GET"]
    return [world.path(each) for each in addresses if not each.route.startswith(("api/", "feeds/", "admin/"))]


def find_forms(client: Client, person: str, paths: Iterable[str]) -> list[Form]:
    """Every form with method POST on the pages that open for this person, each once."""
    found: dict[str, Form] = {}
    for path in paths:
        response = client.get(path)
        if response.status_code == 200 and response.get("Content-Type", "").startswith("text/html"):
            for form in forms_in(response.content, path, person):
                found.setdefault(f"{form.name} {sorted(each.name for each in form.fields)}", form)
        elif response.streaming:
            response.getvalue()
    return list(found.values())


def forms_in(html: bytes, page: str, person: str) -> Iterator[Form]:
    for tag in BeautifulSoup(html, "html.parser").find_all("form"):
        if str(tag.get("method", "get")).lower() == "post":
            action = urljoin(f"http://testserver{page}", str(tag.get("action") or page))
            path = urlsplit(action).path
            yield Form(
                person=person,
                page=page,
                action=action.removeprefix("http://testserver"),
                name=_name(path),
                is_multipart=tag.get("enctype") == "multipart/form-data",
                fields=tuple(_fields(tag)),
            )


def _name(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return path


def _fields(form: Tag) -> Iterator[Field]:
    for tag in form.find_all(["input", "textarea", "select", "button"]):
        name = str(tag.get("name") or "")
        if not name or name == "csrfmiddlewaretoken":
            continue
        trap = tag.get("tabindex") == "-1"
        if tag.name == "textarea":
            yield Field(name, "textarea", (tag.text.removeprefix("\n"),), trap)
        elif tag.name == "select":
            options = tag.find_all("option")
            chosen = [option for option in options if option.has_attr("selected")] or options[:1]
            yield Field(name, "select", tuple(str(option.get("value", option.text)) for option in chosen), trap)
        else:
            kind = str(tag.get("type", "text"))
            is_sent = kind not in {"radio", "checkbox", "file"} or tag.has_attr("checked")
            value = (str(tag.get("value", "")),) if is_sent else ()
            yield Field(name, kind, value, trap)


def everything() -> dict[str, int]:
    """How many rows each table has, but for what belongs to the browser."""
    tables = {
        model._meta.label: model._meta.db_table
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy and model._meta.label not in OF_THE_BROWSER
    }
    counts = " UNION ALL ".join(f"SELECT '{label}', count(*) FROM \"{table}\"" for label, table in tables.items())
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return dict(cursor.fetchall())


def is_named(html: bytes, name: str) -> bool:
    """Whether the page marks a control of this name as wrong, and says so on top."""
    page = BeautifulSoup(html, "html.parser")
    marked = page.select(f'[name="{name}"][aria-invalid="true"], .field--error [name="{name}"]')
    return bool(marked) and page.select_one(".error-summary") is not None


def holds(html: bytes, name: str, typed: str) -> bool:
    """Whether what was typed stands in a control of this name."""
    return any(
        typed == (tag.text.removeprefix("\n") if tag.name == "textarea" else tag.get("value"))
        for tag in BeautifulSoup(html, "html.parser").select(f'[name="{name}"]')
    )
