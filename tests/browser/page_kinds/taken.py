"""What is kept and taken away: saved searches, result sets, exports, open data."""

from participation.research.exports.actions import ask_for_export
from participation.research.exports.making import make_waiting_exports
from participation.research.open_data.publishing import publish
from participation.research.results import read
from participation.research.sets.actions import keep_set, save_search
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
