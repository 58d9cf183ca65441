"""Every kind of page, a file for each part of the platform; every file here is read."""

from importlib import import_module
from pkgutil import iter_modules

from .table import KINDS, Site, Visit

__all__ = ["KINDS", "Site", "Visit"]

for part in iter_modules(__path__):
    import_module(f"{__name__}.{part.name}")
