"""Who gets which status where: the decisions, one row for each method at each address, a file for each part.

A row with one status holds for everybody. "login" is a redirect to the sign-in page; 405 says that the method is not
for this address; 404 that what is somebody's own is not there for others. Every file here is read; a row stands in one.
"""

from importlib import import_module
from pkgutil import iter_modules

# joon is any citizen; mina wrote everything; see tests/cast.py
PEOPLE = ["visitor", "joon", "mina", "suho", "hana", "admin"]

EXPECTED: dict[str, str] = {}

for part in iter_modules(__path__):
    rows: dict[str, str] = import_module(f"{__name__}.{part.name}").EXPECTED
    assert not EXPECTED.keys() & rows.keys(), f"{part.name} decides what was decided elsewhere"
    EXPECTED |= rows
