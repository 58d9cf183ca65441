"""The description of the API says of every operation what that operation takes and gives."""

import importlib
import pkgutil
from collections import defaultdict

from pydantic import BaseModel

import participation.api
from participation.api.document import openapi


def shapes() -> dict[str, set[type[BaseModel]]]:
    """Every shape of the API, by its name."""
    found: dict[str, set[type[BaseModel]]] = defaultdict(set)
    for module in pkgutil.walk_packages(participation.api.__path__, "participation.api."):
        for name, shape in vars(importlib.import_module(module.name)).items():
            if (
                isinstance(shape, type)
                and issubclass(shape, BaseModel)
                and shape.__module__.startswith("participation.")
            ):
                found[name].add(shape)
    return found


def test_no_two_shapes_have_one_name() -> None:
    """OpenAPI knows a shape by its name alone: of two the later one would be described in both places."""
    assert {name: several for name, several in shapes().items() if len(several) > 1} == {}


def test_hiding_takes_a_reason_and_answer_reasons_are_a_list_of_what_is_offered() -> None:
    described = openapi()
    schemas = described["components"]["schemas"]
    body = described["paths"]["/api/v1/ideas/{id}/hide"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert set(schemas[body["$ref"].rpartition("/")[2]]["properties"]) == {"reason"}
    assert set(schemas["OfferedReason"]["properties"]) == {"id", "name", "decision"}
