"""The WSGI entry of the embedded server: as participation.wsgi, and it ends with the process that started it."""

import os

from .bound import end_with_parent

end_with_parent(os.getppid())

from participation.wsgi import application  # noqa: E402  # the process is bound to its parent before anything slow

__all__ = ["application"]
