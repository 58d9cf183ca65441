"""The pages of what can be kept, cited and taken away."""

from participation.research.open_data.publishing import publish

from .page_kinds import Site, Visit, kind


@kind("open-data")
def open_data(site: Site) -> Visit:
    site.idea()
    publish()
    return Visit("/data/")
