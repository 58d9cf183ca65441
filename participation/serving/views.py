"""Files of the media folder, where no other server is in front: pictures that editors chose for public pages."""

from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

# Wagtail's sized pictures. What citizens upload is handed out by views of its own, which ask who may see it.
PUBLIC_FOLDER = "images"
PICTURES = {".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"}


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One public file. A picture may be shown in a page; anything else is only downloaded, and never run."""
    parts = PurePosixPath(path).parts
    if not parts or parts[0] != PUBLIC_FOLDER or ".." in parts:
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    if PurePosixPath(path).suffix.lower() not in PICTURES:
        response.headers["Content-Type"] = "application/octet-stream"
        response.headers["Content-Disposition"] = "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # A changed picture gets a new name.
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
