"""The SQL of a vote: django-voting's own way asks first and then writes, and loses where two do so at once."""

from participation.events.watermark import ANNOUNCEMENT

# The lock that lets others refer to the row. Its second column announces the event to come.
HOLD = f"""
    SELECT same_person_as_id, {ANNOUNCEMENT} FROM accounts_user WHERE id = %(voter)s FOR NO KEY UPDATE
"""  # noqa: S608  # made of constants

# With the person's row held, what is read before is what the writing finds.
CAST = """
    WITH before AS (
        SELECT vote, version FROM votes
        WHERE user_id = %(voter)s AND content_type_id = %(kind)s AND object_id = %(thing)s
    ),
    written AS (
        INSERT INTO votes (user_id, content_type_id, object_id, vote, version, time_stamp)
        VALUES (%(voter)s, %(kind)s, %(thing)s, %(value)s, %(version)s, %(now)s)
        ON CONFLICT (user_id, content_type_id, object_id)
        DO UPDATE SET vote = EXCLUDED.vote, version = EXCLUDED.version, time_stamp = EXCLUDED.time_stamp
        WHERE votes.vote <> EXCLUDED.vote OR (votes.version < %(renewed)s AND votes.version < EXCLUDED.version)
    )
    SELECT vote, version FROM before
"""
WITHDRAW = """
    DELETE FROM votes WHERE user_id = %(voter)s AND content_type_id = %(kind)s AND object_id = %(thing)s
    RETURNING vote, version
"""

# The same for an engine that cannot write within a query but has one writer at a time.
FIRST = """
    INSERT INTO votes (user_id, content_type_id, object_id, vote, version, time_stamp)
    SELECT COALESCE(same_person_as_id, id), %(kind)s, %(thing)s, %(value)s, %(version)s, %(now)s
    FROM accounts_user WHERE id = %(voter)s
    ON CONFLICT (user_id, content_type_id, object_id) DO NOTHING RETURNING user_id
"""
READ = """
    SELECT vote, version, user_id FROM votes
    WHERE user_id = (SELECT COALESCE(same_person_as_id, id) FROM accounts_user WHERE id = %(voter)s)
    AND content_type_id = %(kind)s AND object_id = %(thing)s
"""
CHANGE = """
    UPDATE votes SET vote = %(value)s, version = %(version)s, time_stamp = %(now)s
    WHERE user_id = %(voter)s AND content_type_id = %(kind)s AND object_id = %(thing)s
"""
WITHDRAW_OF = """
    DELETE FROM votes
    WHERE user_id = (SELECT COALESCE(same_person_as_id, id) FROM accounts_user WHERE id = %(voter)s)
    AND content_type_id = %(kind)s AND object_id = %(thing)s RETURNING vote, version, user_id
"""
