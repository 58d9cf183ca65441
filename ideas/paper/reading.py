"""The lines of a sheet, made into keyed hashes at once: what stood on them goes no further than this module."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from participation.accounts.identity import digest_of
from participation.accounts.verification import proof_on_paper

MOST_LINES = 500


@dataclass(frozen=True, repr=False)
class Line:
    """What a line proves; an empty digest is a line that nobody can read. No ``repr``: hashes stay out of logs."""

    digest: str = ""
    source: str = ""
    level: int = 0


def lines_of(text: str) -> list[str]:
    """The lines of pasted text or of a CSV file, without empty ones."""
    return [line for raw in text.replace("\0", "").replace("\ufeff", "").splitlines() if (line := raw.strip(' \t,;"'))]


def read(lines: Iterable[str]) -> Iterator[Line]:
    for line in lines:
        proof = proof_on_paper(line)
        if proof is None:
            yield Line()
        else:
            yield Line(digest_of(proof.source, proof.secret), proof.source, int(proof.level))
