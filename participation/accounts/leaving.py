"""Going on to a verifier's site after a form: by a page of its own."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from .adapters import is_local


def leave_by_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same answer; but where a form's answer leads to another site, a page that goes there.

    The content policy says where forms may go, and browsers hold the redirect after a form to that too. It names the
    sign-in services, but knows nothing of the verifier, which is a class of the agency's own.
    """
    if request.method != "POST" or not isinstance(response, HttpResponseRedirect) or is_local(response.url, request):
        return response
    page = render(request, "accounts/leaving.html", {"url": response.url})
    page.cookies.update(response.cookies)
    return page
