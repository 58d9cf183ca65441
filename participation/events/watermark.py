"""How far the events can be read without missing one that is numbered already and not committed yet.

PostgreSQL numbers rows when they are written, and shows them when their transactions end, in any order. Whoever asks
for "what came after 7" must not be told of 9 while 8 is still on its way. So each transaction that is about to number
events first takes a shared lock whose own number holds the last event before them; it is given back with the end of
the transaction, however that ends. A reader stops at the lowest of these. SQLite has one writer, and
no such order.
"""

from django.db import connection

# The high half of the lock's number, told from every other advisory lock; the low 40 bits hold the event.
CLASS = 0x4D45_56 << 40
EVENT_BITS = (1 << 40) - 1


# For a statement that asks something else as well, where every statement counts. A transaction says it once: each later
# event would have a lock of its own, and the server has room for a few thousand. Both end with the transaction, or with
# the savepoint that is rolled back.
ANNOUNCEMENT = f"""
    CASE WHEN coalesce(current_setting('madang.announced', true), '') = ''
    THEN set_config('madang.announced', 'yes', true) || CAST(
        pg_advisory_xact_lock_shared({CLASS} | (SELECT coalesce(max(id), 0) FROM events_event)) AS text)
    END
"""  # noqa: S608  # constants


def announce() -> None:
    """Say that this transaction will number events. Call it before the first of them."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {ANNOUNCEMENT}")


def settled() -> int | None:
    """The last event before which nothing can appear any more; None where nothing ever does."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        # The subquery's snapshot is older than the look at the locks: whoever numbered an event that it saw, or an
        # earlier one, holds its lock still, or has ended and is seen whole by the query after this one.
        cursor.execute(
            """
            SELECT (SELECT coalesce(max(id), 0) FROM events_event),
                   (SELECT min(((classid::bigint << 32) | objid::bigint) & %s)
                      FROM pg_locks
                     WHERE locktype = 'advisory' AND objsubid = 1 AND (classid::bigint >> 8) = %s
                       AND pid <> pg_backend_pid()
                       AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
            """,
            [EVENT_BITS, CLASS >> 40],
        )
        last, lowest = cursor.fetchone()
    return int(last) if lowest is None else min(int(last), int(lowest))
