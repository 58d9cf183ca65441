"""What the worker does for the search each round."""

from datetime import timedelta

from django.conf import settings

from participation.events.registry import every

from .vocabulary import learn


@every(timedelta(seconds=30), name="search.words")
def words() -> int:
    """Learn the words of new titles."""
    return learn()


@every(timedelta(0), name="search.send")
def send() -> int:
    """Bring changes to the index outside of the database, where there is one."""
    if not settings.ELASTICSEARCH_URL:
        return 0
    from .elastic.keeping import send_pending  # loads the client, which a site without a server never needs

    return send_pending()
