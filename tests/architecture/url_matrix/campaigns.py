"""Campaigns; one runs in the consultation."""

EXPECTED: dict[str, str] = {
    "GET feeds:campaigns": "200",
    "POST feeds:campaigns": "405",
    "GET campaigns:list": "200",
    "POST campaigns:list": "405",
    "GET campaigns:detail": "200",
    "POST campaigns:detail": "405",
    "GET campaigns:enter": "405",
    "POST campaigns:enter": "login 422 422 422 422 422",
    "GET campaigns:new": "login 403 403 200 403 200",
    "POST campaigns:new": "login 403 403 422 403 422",
    "GET campaigns:edit": "login 403 403 200 403 200",
    "POST campaigns:edit": "login 403 403 422 403 422",
    "GET /api/v1/campaigns": "200",
    "POST /api/v1/campaigns": "401 403 403 201 403 201",
    "GET /api/v1/campaigns/<slug>": "200",
    "PUT /api/v1/campaigns/<slug>": "401 403 403 200 403 200",
    "PUT /api/v1/campaigns/<slug>/ideas/<pk>": "401 403 200 200 403 200",
}
