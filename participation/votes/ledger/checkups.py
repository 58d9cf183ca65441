"""What could disagree about the ledger. Repair adds what it lacks; what was sealed is never touched."""

from participation.events.checkup import register_checkup

from .agreeing import make_agree
from .checking import check


def _ledger(repair: bool) -> int:
    wrong: list[str] = []
    check(wrong.append)
    if repair and wrong:
        make_agree()
    return len(wrong)


register_checkup("ledger", _ledger)
