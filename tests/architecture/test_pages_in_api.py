"""What a page shows or takes, a program can read or do: each page names its operation of the API."""

from .url_matrix import EXPECTED

# The parts of the platform that had an API from their first page on.
PARTS = {
    *("ledger", "patterns", "search", "research", "sets", "exports", "open_data", "departments", "results"),
    *("results_desk", "campaigns", "changes", "paper", "office", "desk"),
}
# A page whose own answer is for programs, or that is made of the operation named for another one.
FOR_PROGRAMS = {
    "departments:figures",
    "ledger:verifier",
    "open_data:catalogue",
    "research:months_svg",
    "research:months_csv",
    "research:shares_svg",
    "research:shares_csv",
    "research:words_csv",
    "research:periods_csv",
    "research:people_csv",
    "research:beside_csv",
    "sets:cite",
    "sets:ids",
}
IDEA, DESK = "ideas/<pk>", "desk/ideas/<pk>"
OPERATIONS = {
    "campaigns:list": "GET campaigns",
    "campaigns:detail": "GET campaigns/<slug>",
    "campaigns:new": "POST campaigns",
    "campaigns:edit": "PUT campaigns/<slug>",
    "changes:list": "GET changes",
    "changes:mine": "GET me/changes",
    "changes:tell": f"PUT {IDEA}/story",
    "departments:list": "GET departments",
    "departments:one": "GET departments/<slug>",
    "desk:absences": "GET desk/absences",
    "desk:templates": "GET desk/templates",
    "desk:new_template": "POST desk/templates",
    "desk:edit_template": "PUT desk/templates/<pk>",
    "desk:begin_answer": f"GET {DESK}/templates/<template_pk>",
    "desk:evaluations": "GET desk/evaluations",
    "desk:evaluation": "PUT desk/evaluations/<pk>",
    "desk:criteria": "PUT desk/consultations/<slug>/criteria",
    "desk:bulk_jobs": "GET desk/bulk",
    "desk:new_bulk": "POST desk/bulk",
    "desk:bulk": "GET desk/bulk/<pk>/items",
    "exports:mine": "GET research/exports",
    "exports:new": "POST research/exports",
    "exports:export": "GET research/exports/<token>",
    "ledger:overview": "GET ledger/head",
    "ledger:mine": "GET me/votes",
    "office:desk": "GET desk/ideas",
    "office:idea": f"GET {DESK}/history",
    "office:rewrite": f"POST {IDEA}/answers",
    "office:ranking": "GET orders",
    "office:same": "GET desk/merge-proposals",
    "office:decline_same": "POST desk/merge-proposals/<pk>/decline",
    "office:half_life_of_site": "POST orders/half-life",
    "office:half_life": "GET orders/half-life",
    "open_data:page": "GET research/results",
    "paper:sheets": "GET sheets",
    "paper:new_sheet": f"POST {IDEA}/sheets",
    "paper:sheet": "GET sheets/<pk>",
    "paper:counter": "POST counter/ideas",
    "paper:claim": "POST counter/claim",
    "patterns:counting": f"GET {IDEA}/unusual-votes",
    "research:documents": "GET research/results",
    "research:time": "GET research/histogram",
    "research:words": "GET research/words",
    "research:people": "GET research/contributors",
    "research:beside": "GET research/compare",
    "research:alike": "GET research/more-like-this",
    "results:list": "GET results",
    "results:detail": "GET results/<pk>",
    "results_desk:list": "GET results",
    "results_desk:new": "POST results",
    "results_desk:edit": "PATCH results/<pk>",
    "search:results": "GET search",
    "search:suggest": "GET search/suggestions",
    "sets:saved": "GET research/saved",
    "sets:save": "POST research/saved",
    "sets:mine": "GET research/sets",
    "sets:keep": "POST research/sets",
    "sets:set": "GET research/sets/<code>",
    "sets:changes": "GET research/sets/<code>/changes",
    "sets:words": "GET research/sets/<code>/words",
}


def test_every_page_has_its_operation():
    pages = {
        key.removeprefix("GET ")
        for key, statuses in EXPECTED.items()
        if key.startswith("GET ") and key[4:].partition(":")[0] in PARTS and "200" in statuses
    }
    assert sorted(pages - OPERATIONS.keys() - FOR_PROGRAMS) == [], "a page without its operation"
    assert sorted((OPERATIONS.keys() | FOR_PROGRAMS) - pages) == [], "these pages are gone"


def test_the_operations_are_there():
    named = {operation.replace(" ", " /api/v1/") for operation in OPERATIONS.values()}
    assert sorted(named - EXPECTED.keys()) == []
