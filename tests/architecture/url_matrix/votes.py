"""Votes, the ledger and how votes are counted; nothing was sealed in this world."""

EXPECTED: dict[str, str] = {
    "GET patterns:counting": "200",
    "POST patterns:counting": "405",
    "GET ledger:overview": "200",
    "POST ledger:overview": "405",
    "GET ledger:mine": "login 200 200 200 200 200",
    "POST ledger:mine": "405",
    "GET ledger:verifier": "200",
    "POST ledger:verifier": "405",
    "GET ledger:receipt": "404",
    "POST ledger:receipt": "405",
    "GET /api/v1/ledger/head": "404",
    "GET /api/v1/ledger/heads": "200",
    "GET /api/v1/ledger/keys": "200",
    "GET /api/v1/ledger/entries": "200",
    "GET /api/v1/ledger/proof/<receipt>": "404",
    "GET /api/v1/ledger/consistency": "200",
    "GET /api/v1/ideas/<pk>/unusual-votes": "401 403 403 200 200 200",
    "PUT /api/v1/ideas/<pk>/vote": "401 200 200 200 200 200",
    "DELETE /api/v1/ideas/<pk>/vote": "401 200 200 200 200 200",
    "GET /api/v1/me/votes": "401 200 200 200 200 200",
}
