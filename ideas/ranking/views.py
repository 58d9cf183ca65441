"""How lists are ordered: told to everybody, tried and changed by those who may; and what one has seen."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.consultations.models import ConsultationPage
from participation.errors import ParticipationError

from ..models import HalfLifeChange
from ..rows import ago
from .actions import change_half_life
from .forms import HalfLifeForm, TryForm
from .half_life import half_lives
from .reasons import supporters
from .seen import choose_memory, forget, remembers
from .showing import changes, days_in_words, orders_explained, rules_in_force
from .simulation import Place, Simulation, simulate


@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """What each order goes by, the half-lives in force, and every change that was made to them."""
    log = changes(everywhere=True)
    context = {
        "section": "ideas",
        "crumbs": [{"label": _("Ideas"), "url": reverse("ideas:list")}],
        "orders": orders_explained(),
        "rules": [(rule["name"], days_in_words(rule["days"])) for rule in rules_in_force()],
        "rule_columns": [_("List"), _("Half-life")],
        "changes": log,
    }
    return render(request, "ranking/orders.html", context)


def memory_note(request: HttpRequest, wanted: Any) -> dict[str, Any] | None:
    """What stands above the list that begins with what is new to the reader; None above any other."""
    if wanted.sort != "unseen":
        return None
    if not isinstance(request.user, User):
        return {"sign_in": f"{reverse('account_login')}?next={reverse('ideas:list')}%3Fsort%3Dunseen"}
    return {"remembers": remembers(request.user)}


@require_POST
@login_required
def memory(request: HttpRequest) -> HttpResponse:
    """Have forgotten what one opened (``do`` = forget), or not remembered at all (off), or again (on)."""
    user, do = cast(User, request.user), request.POST.get("do")
    if do == "off":
        choose_memory(user, remember=False)
        messages.success(request, _("What you open is no longer remembered."))
    elif do == "on":
        choose_memory(user, remember=True)
        messages.success(request, _("From now on the site remembers which ideas you opened."))
    else:
        forget(user)
        messages.success(request, _("Forgotten: everything is new to you again."))
    return redirect(reverse("ideas:list") + "?sort=unseen")


@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every list that has a half-life, for those who may look into changing it."""
    require(request.user, "ideas.see_ranking")
    rules = half_lives()
    pages = ConsultationPage.objects.live().prefetch_related("words").order_by("title")
    rows = [_list_row(None, _("Lists of the site"), rules.site.days, is_own=True)]
    rows += [_list_row(page, page.local.title, rules.of(page.pk).days, is_own=page.pk in rules.rules) for page in pages]
    running = {change.rule.consultation_id: change.percent for change in _running()}
    for row in rows:
        row["percent"] = running.get(row["key"])
    return render(request, "ranking/overview.html", {"rows": rows, "crumbs": _crumbs()})


def _list_row(page: ConsultationPage | None, name: str, days: int, *, is_own: bool) -> dict[str, Any]:
    return {
        "key": page.pk if page else None,
        "name": name,
        "days": days_in_words(days),
        "note": "" if is_own else _("as the site"),
        "url": _address(page),
    }


def _running() -> list[HalfLifeChange]:
    return list(HalfLifeChange.objects.unfinished().select_related("rule").order_by("pk"))


def _address(page: ConsultationPage | None) -> str:
    return reverse("office:half_life", args=[page.slug]) if page else reverse("office:half_life_of_site")


def _crumbs(*further: dict[str, str]) -> list[dict[str, str]]:
    return [{"label": _("Desk"), "url": reverse("office:desk")}, *further]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def half_life(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Try another half-life (``days`` in the address), see the two first pages, and put it in force (POST)."""
    require(request.user, "ideas.see_ranking")
    page = get_object_or_404(ConsultationPage.objects.prefetch_related("words"), slug=slug) if slug else None
    if request.method == "POST":
        return _change(request, page)
    now = half_lives().of(page.pk if page else None).days
    trial = TryForm(request.GET if "days" in request.GET else None, initial={"days": now})
    days = trial.cleaned_data["days"] if trial.is_bound and trial.is_valid() else None
    return _page(request, page, trial, days, status=422 if trial.errors else 200)


def _change(request: HttpRequest, page: ConsultationPage | None) -> HttpResponse:
    user = cast(User, request.user)
    form = HalfLifeForm(request.POST)
    status = 422
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            change_half_life(user=user, consultation=page, days=chosen["days"], reason=chosen["reason"])
        except ParticipationError as error:
            if error.status == 403:
                raise
            status = form.take_errors(error)
        else:
            messages.success(request, _("The half-life is changed. The ideas follow within moments."))
            return redirect(_address(page))
    trial = TryForm(initial={"days": form["days"].value()})
    return _page(request, page, trial, form.cleaned_data.get("days"), form=form, status=status)


def _page(
    request: HttpRequest,
    page: ConsultationPage | None,
    trial: TryForm,
    days: int | None,
    *,
    form: HalfLifeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    key = page.pk if page else None
    simulation = simulate(key, days) if days else None
    running = next((change.percent for change in _running() if change.rule.consultation_id == key), None)
    may_change = request.user.has_perm("ideas.change_half_life", page)
    context = {
        "name": page.local.title if page else _("Lists of the site"),
        "now": days_in_words(half_lives().of(key).days),
        "trial": trial,
        "simulation": _in_words(simulation) if simulation else None,
        "form": (form or HalfLifeForm(days=days)) if may_change and simulation else None,
        "running": running,
        "changes": changes(key),
        "crumbs": _crumbs({"label": _("Orders of lists"), "url": reverse("office:ranking")}),
    }
    return render(request, "ranking/half_life.html", context, status=status)


def _in_words(simulation: Simulation) -> dict[str, Any]:
    moved = simulation.moved
    said = ngettext("%(count)s place would hold another idea.", "%(count)s places would hold another idea.", moved)
    if not moved:
        said = _("The first page would stay as it is.")
    same = simulation.days == simulation.days_now
    return {
        "is_change": not same,
        "summary": _("That is the half-life as it is now.") if same else said % {"count": moved},
        "pages": [
            {
                "title": _("Now: %(days)s") % {"days": days_in_words(simulation.days_now)},
                "rows": [_place_row(place, is_new_page=False) for place in simulation.before],
            },
            {
                "title": _("Then: %(days)s") % {"days": days_in_words(simulation.days)},
                "rows": [_place_row(place, is_new_page=True) for place in simulation.after],
            },
        ],
    }


def _place_row(place: Place, *, is_new_page: bool) -> dict[str, Any]:
    return {
        "title": place.idea.title,
        "language": place.idea.language,
        "url": place.idea.get_absolute_url(),
        "supporters": _("results hidden") if place.is_hidden else supporters(place.idea.support_count),
        "age": ago(place.idea.created_at),
        "move": _move(place) if is_new_page else "" if place.other else _("leaves the page"),
    }


def _move(place: Place) -> str:
    if place.other is None:
        return _("new on the page")
    steps = place.other - place.number
    if steps > 0:
        return ngettext("%(steps)s place up", "%(steps)s places up", steps) % {"steps": steps}
    if steps < 0:
        return ngettext("%(steps)s place down", "%(steps)s places down", -steps) % {"steps": -steps}
    return ""
