"""What can be reported and hidden: every kind of contribution, known by its model's name."""

from functools import cache

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.http import Http404

from participation.contributions.models import Contribution


@cache
def kinds() -> dict[str, type[Contribution]]:
    """Every installed kind of contribution by the name that stands in addresses ("idea")."""
    found = (model for model in apps.get_models() if issubclass(model, Contribution))
    return {str(model._meta.model_name): model for model in found}


def kind_of(contribution: Contribution) -> str:
    return str(contribution._meta.model_name)


def find(kind: str, pk: int) -> Contribution:
    """The contribution with this address, hidden or not. Raises Http404."""
    model = kinds().get(kind)
    found = model._default_manager.select_related("author").filter(pk=pk).first() if model else None
    if found is None:
        raise Http404
    return found


def content_types() -> dict[int, type[Contribution]]:
    """The kinds by the key under which reports and events name them."""
    models = kinds().values()
    return {ContentType.objects.get_for_model(model).pk: model for model in models}
