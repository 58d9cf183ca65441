"""The search."""

EXPECTED: dict[str, str] = {
    "GET feeds:search": "200",
    "POST feeds:search": "405",
    "GET search:results": "200",
    "POST search:results": "405",
    "GET search:suggest": "200",
    "POST search:suggest": "405",
    "GET /api/v1/search": "200",
    "GET /api/v1/search/suggestions": "200",
}
