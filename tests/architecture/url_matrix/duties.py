"""What is owed for an idea, and the departments that owe it."""

EXPECTED: dict[str, str] = {
    "GET ideas:reopen": "login 403 403 403 403 403",
    "POST ideas:reopen": "login 403 403 403 403 403",
    "GET ideas:extend_duty": "login 403 403 200 403 200",
    "POST ideas:extend_duty": "login 403 403 422 403 422",
    "GET ideas:fulfil_duty": "login 403 403 409 403 409",
    "POST ideas:fulfil_duty": "login 403 403 409 403 409",
    "GET departments:list": "200",
    "POST departments:list": "405",
    "GET departments:figures": "200",
    "POST departments:figures": "405",
    "GET departments:one": "200",
    "POST departments:one": "405",
    "GET /api/v1/ideas/<pk>/duties": "200",
    "POST /api/v1/ideas/<pk>/duties/<duty_pk>/extend": "401 403 403 422 403 422",
    "POST /api/v1/ideas/<pk>/duties/<duty_pk>/fulfil": "401 403 403 409 403 409",
    "POST /api/v1/ideas/<pk>/reopen": "401 403 403 403 403 403",
    "GET /api/v1/departments/<slug>": "200",
    "GET /api/v1/departments/<slug>/owed": "200",
    "GET /api/v1/departments": "200",
}
