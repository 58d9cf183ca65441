"""What changed; nobody has told the story of the accepted idea."""

EXPECTED: dict[str, str] = {
    "GET feeds:changes": "200",
    "POST feeds:changes": "405",
    "GET changes:list": "200",
    "POST changes:list": "405",
    "GET changes:mine": "login 200 200 200 200 200",
    "POST changes:mine": "login 405 405 405 405 405",
    "GET changes:story": "404",
    "POST changes:story": "405",
    "GET changes:photo": "404",
    "POST changes:photo": "405",
    "GET changes:tell": "login 403 403 200 403 200",
    "POST changes:tell": "login 403 403 422 403 422",
    "GET /api/v1/changes": "200",
    "GET /api/v1/me/changes": "401 200 200 200 200 200",
    "GET /api/v1/ideas/<pk>/story": "404",
    "PUT /api/v1/ideas/<pk>/story": "401 403 403 409 403 409",
}
