"""Ideas that are merged and divided."""

EXPECTED: dict[str, str] = {
    "GET ideas:merge": "login 403 403 200 200 200",
    "POST ideas:merge": "login 403 403 422 422 422",
    "GET ideas:unmerge": "login 403 403 409 409 409",
    "POST ideas:unmerge": "login 403 403 409 409 409",
    "GET ideas:merges": "200",
    "POST ideas:merges": "405",
    "GET ideas:split": "login 403 403 200 200 200",
    "POST ideas:split": "login 403 403 422 422 422",
    "GET ideas:unsplit": "login 403 403 409 409 409",
    "POST ideas:unsplit": "login 403 403 409 409 409",
    "GET ideas:choose": "404",
    "POST ideas:choose": "404",
    "GET /api/v1/ideas/<pk>/merges": "200",
    "POST /api/v1/ideas/<pk>/merge": "401 422 422 422 422 422",
    "POST /api/v1/ideas/<pk>/unmerge": "401 403 403 422 422 422",
    "POST /api/v1/ideas/<pk>/split": "401 422 422 422 422 422",
    "POST /api/v1/ideas/<pk>/unsplit": "401 403 403 422 422 422",
    "POST /api/v1/ideas/<pk>/choose": "401 404 404 404 404 404",
    "GET /api/v1/ideas/<pk>/merge": "401 403 403 422 422 422",
}
