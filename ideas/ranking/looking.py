"""Which ideas look for support, said so that the order by nearness walks its own index."""

from typing import Any

from django.db.models import BooleanField, Func


class LooksForSupport(Func):
    """Of a status, with the words of the index: one of a part of the rows is used where no parameter hides which part.

    SQLite would rather gather all of these by their status and sort them; it is told that most rows are like this.
    """

    template = "(%(expressions)s IN ('posted', 'voting'))"
    output_field = BooleanField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template=f"likely({self.template})", **context)
