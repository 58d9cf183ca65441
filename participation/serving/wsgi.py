"""The WSGI entry of the embedded server: as participation.wsgi, and it ends with the process that started it."""

import os

from .bound import end_with_parent

end_with_parent(os.getppid())

from participation.wsgi import application as site  # noqa: E402  # bound to its parent before anything slow

from .lingering import lingering  # noqa: E402

application = lingering(site)

__all__ = ["application"]
