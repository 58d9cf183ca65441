"""Consultations, topics and places."""

EXPECTED: dict[str, str] = {
    "GET feeds:consultations": "200",
    "POST feeds:consultations": "405",
    "GET consultations": "200",
    "POST consultations": "405",
    "GET /api/v1/consultations": "200",
    "GET /api/v1/consultations/<slug>": "200",
    "GET /api/v1/topics": "200",
    "GET /api/v1/places": "200",
}
