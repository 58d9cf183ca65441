"""The orders of lists, and what somebody has seen already."""

EXPECTED: dict[str, str] = {
    "GET ideas:orders": "200",
    "POST ideas:orders": "405",
    "GET ideas:memory": "405",
    "POST ideas:memory": "login 302 302 302 302 302",
    "GET office:ranking": "login 403 403 200 403 200",
    "POST office:ranking": "405",
    "GET office:half_life_of_site": "login 403 403 200 403 200",
    "POST office:half_life_of_site": "login 403 403 422 403 422",
    "GET office:half_life": "login 403 403 200 403 200",
    "POST office:half_life": "login 403 403 422 403 422",
    "GET /api/v1/orders": "200",
    "GET /api/v1/orders/half-life": "401 403 403 200 403 200",
    "POST /api/v1/orders/half-life": "401 403 403 403 403 201",
    "PUT /api/v1/ideas/<pk>/seen": "401 200 200 200 200 200",
    "GET /api/v1/me/seen": "401 200 200 200 200 200",
    "PUT /api/v1/me/seen": "401 200 200 200 200 200",
    "DELETE /api/v1/me/seen": "401 200 200 200 200 200",
}
