"""The pictures and files that people added, for whoever may see what they belong to."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from participation.moderation.visibility import require_visible

from ..drafts import Browser
from ..models import Attachment, Draft

# Nothing that a stranger uploaded may run, whatever a browser takes it for.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_safe
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """A picture to look at, any other file to take away."""
    user = request.user
    found = Attachment.objects.select_related("idea").filter(pk=pk).first()
    if found is None:
        raise Http404
    if found.idea is not None:
        require_visible(user, found.idea)
    elif not Draft.objects.of(user, [Browser.of(request).key]).filter(attachments=found).exists():
        raise Http404
    is_image = found.kind == Attachment.Kind.IMAGE
    try:
        content = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, as_attachment=not is_image, filename=found.name, content_type=found.content_type)
    is_public = found.idea is not None and not found.idea.is_hidden
    response.headers["Cache-Control"] = "public, max-age=3600" if is_public else "private, no-store"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
