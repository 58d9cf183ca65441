"""What is kept and taken away: saved searches, result sets, exports, open data."""

from participation.moderation.actions import hide
from participation.research.exports.actions import ask_for_export
from participation.research.exports.making import make_waiting_exports
from participation.research.open_data.publishing import publish
from participation.research.results import read
from participation.research.sets.actions import count_words_of, keep_set, save_search
from participation.research.sets.comparing import compare
from participation.research.sets.counting import count_waiting_words
from participation.research.sets.stopping import stop_path
from search.indexing import index

from .table import Site, Visit, kind, plain

plain("open-data-empty", "/data/")


BUSES = "kind=idea&q=버스"


plain("saved-empty", "/research/saved/", person="joon")
plain("sets-empty", "/research/sets/", person="joon")
plain("exports-empty", "/research/exports/", person="joon")


@kind("open-data")
def open_data(site: Site) -> Visit:
    site.idea()
    publish()
    return Visit("/data/")


@kind("saved")
def saved(site: Site) -> Visit:
    for address in (BUSES, "q=공원"):
        save_search(user=site.mina, asked=read(address), pace="weekly")
    return Visit("/research/saved/", site.mina)


@kind("save-search")
def save(site: Site) -> Visit:
    index(site.idea())
    return Visit(f"/research/saved/new/?{BUSES}", site.mina)


@kind("stop-saved")
def stop_saved(site: Site) -> Visit:
    return Visit(stop_path(site.mina, [save_search(user=site.mina, asked=read(BUSES))]))


@kind("keep-set")
def keep(site: Site) -> Visit:
    index(site.idea())
    return Visit(f"/research/sets/new/?{BUSES}", site.mina)


@kind("result-set")
def result_set(site: Site) -> Visit:
    index(site.idea())
    return Visit(keep_set(user=site.mina, asked=read(BUSES)).get_absolute_url())


def _counted(site: Site) -> str:
    """The page of the words of a set, which somebody asked for."""
    for number in range(6):
        index(site.idea(title=f"버스 {number}", body="정류장을 늘려 주세요."))
        index(site.idea(title=f"공원 {number}", body="의자를 고쳐 주세요."))
    return count_words_of(user=site.mina, kept=keep_set(user=site.mina, asked=read(BUSES))).get_absolute_url()


@kind("set-words")
def set_words(site: Site) -> Visit:
    kept = keep_set(user=site.mina, asked=read(BUSES))
    return Visit(f"{kept.get_absolute_url()}words/", site.mina)


@kind("set-words-waiting")
def set_words_waiting(site: Site) -> Visit:
    return Visit(_counted(site))


@kind("set-words-counted")
def set_words_counted(site: Site) -> Visit:
    path = _counted(site)
    count_waiting_words()
    return Visit(path)


@kind("result-set-changed")
def result_set_changed(site: Site) -> Visit:
    """What is different is listed: one is new, one hidden."""
    idea = site.idea(title="버스를 늘립시다")
    index(idea)
    kept = keep_set(user=site.mina, asked=read(BUSES))
    hide(user=site.hana, target=idea, reason="광고")
    index(site.idea(title="버스를 더 늘립시다"))
    compare(kept)
    return Visit(kept.get_absolute_url())


@kind("result-sets")
def result_sets(site: Site) -> Visit:
    keep_set(user=site.mina, asked=read(BUSES))
    return Visit("/research/sets/", site.mina)


@kind("export-new")
def export_new(site: Site) -> Visit:
    return Visit(f"/research/exports/new/?{BUSES}", site.mina)


@kind("export-waiting")
def export_waiting(site: Site) -> Visit:
    index(site.idea())
    return Visit(ask_for_export(user=site.mina, asked=read(BUSES)).get_absolute_url(), site.mina)


@kind("export-ready")
def export_ready(site: Site) -> Visit:
    index(site.idea())
    export = ask_for_export(user=site.mina, asked=read(BUSES))
    make_waiting_exports()
    return Visit(export.get_absolute_url(), site.mina)


@kind("exports")
def exports(site: Site) -> Visit:
    ask_for_export(user=site.mina, asked=read(BUSES))
    return Visit("/research/exports/", site.mina)
