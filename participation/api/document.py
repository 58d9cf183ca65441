"""The API itself: its operations, its parser and its description in OpenAPI 3.1."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from . import schemas
from .access import Visitor
from .desk import answers, bulk, evaluations
from .desk import operations as desk
from .operations import (
    activity,
    campaigns,
    changes,
    duties,
    ideas,
    kept,
    ledger,
    merging,
    observations,
    office,
    paper,
    process,
    ranking,
    research,
    results,
    voting,
)
from .parsing import StrictParser
from .problems import CONTENT_TYPE, problem_response

ABOUT = """\
Everything the site can do with ideas, for programs.

- **Who asks**: a token (`Authorization: Bearer …`, made on the account's page, with the scopes read, write, office), \
or the site's own session with its CSRF token in `X-CSRFToken`. Visitors may read what is public.
- **Lists** are pages: `{"items": […], "next": "<cursor>" | null, "count": n}`. \
Ask for the page after with `cursor=<next>`.
- **ETag**: send it back as `If-None-Match` and an unchanged answer is 304, without a body.
- **Idempotency-Key**: on a POST that creates and on a vote, the same key gives the same answer once, for a day or more.
- **Problems** are `application/problem+json` (RFC 9457) with a stable `code`, in the language of `Accept-Language`.
- Topics, places and consultations are named by their slug; where one is asked for, its id does as well.
"""

api = NinjaAPI(
    title="Madang",
    version="1.0.0",
    description=ABOUT,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    parser=StrictParser(),
)
for part in (
    campaigns,
    ideas,
    voting,
    merging,
    ledger,
    office,
    desk,
    duties,
    answers,
    evaluations,
    bulk,
    changes,
    paper,
    observations,
    process,
    ranking,
    activity,
    research,
    results,
    kept,
):
    api.add_router("", part.router)


@api.exception_handler(Exception)
def answer_problem(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem_response(request, error)


# Ninja's own handlers stand nearer to these than the one for every exception.
for kind in (Http404, HttpError, ValidationError):
    api.exception_handler(kind)(answer_problem)

KEY_HEADER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "maxLength": 255},
    "description": "The same key gives the same answer once.",
}
# A vote sent again is the same vote, unless it was changed in between: the key says which of the two was meant.
TAKES_KEY = frozenset({"vote_on_idea", "withdraw_vote"})
METHODS = ("get", "post", "put", "patch", "delete")


def openapi() -> dict[str, Any]:
    """The description of the API, with the problems every operation may answer."""
    described: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1"))
    components = described["components"]["schemas"]
    for name, schema in _problem_schemas().items():
        components.setdefault(name, schema)
    problem = {
        "description": "Problem",
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    described["components"]["securitySchemes"].pop(Visitor.__name__)
    described["paths"] = {path.replace("{pk}", "{id}"): operations for path, operations in described["paths"].items()}
    for operation in _operations(described):
        operation["security"] = [{} if Visitor.__name__ in way else way for way in operation["security"]]
        for parameter in operation["parameters"]:
            parameter["name"] = "id" if parameter["name"] == "pk" else parameter["name"]
        operation["responses"].setdefault("default", problem)
        if 201 in operation["responses"] or operation["operationId"] in TAKES_KEY:
            operation["parameters"].append(KEY_HEADER)
        operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}
    return described


def _operations(described: dict[str, Any]) -> list[dict[str, Any]]:
    return [path[method] for path in described["paths"].values() for method in METHODS if method in path]


def _problem_schemas() -> dict[str, Any]:
    schema = schemas.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs", {}), "Problem": schema}
