"""The demo's people: a cast whose password everybody knows, officials of each department, and a crowd that votes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from participation.accounts.models import Capacity, Department, User
from participation.accounts.predicates import EDITORS, MODERATORS, OFFICIALS

from .stories import read

PASSWORD = "haetsal-madang"  # noqa: S105  # printed for whoever looks at the demo
DOMAIN = "example.org"


@dataclass(frozen=True)
class Role:
    """An account to sign in with."""

    name: str
    email: str


@dataclass
class People:
    """Who is there: the cast by role, each department's official, and everybody else."""

    cast: dict[str, User] = field(default_factory=dict)
    officials: dict[str, User] = field(default_factory=dict)
    # Works beside the official of the cast, whose answers need a second pair of eyes.
    colleague: User = field(init=False)
    crowd: list[User] = field(default_factory=list)

    @property
    def voters(self) -> list[User]:
        return [*self.crowd, self.cast["citizen"], self.cast["citizen2"], self.cast["expert"]]


def roles() -> list[Role]:
    return [Role(entry["role"], f"{entry['role']}@{DOMAIN}") for entry in read("people")["cast"]]


def make_people(joined_at: datetime) -> People:
    """Make all accounts; addresses are confirmed, and only the cast has a password."""
    content, people = read("people"), People()
    # Hashing is slow on purpose: once is enough for one password.
    password = make_password(PASSWORD)
    departments = {department.slug: department for department in Department.objects.all()}
    for entry in content["cast"]:
        user = _make(entry, departments, joined_at, password)
        people.cast[entry["role"]] = user
        if user.department:
            people.officials[user.department.slug] = user
    for entry in content["official"]:
        entry |= {"role": f"office-{entry['department']}", "capacity": Capacity.OFFICIAL}
        people.officials[entry["department"]] = _make(entry, departments, joined_at)
    colleague = content["colleague"] | {"role": "colleague", "capacity": Capacity.OFFICIAL}
    people.colleague = _make(colleague, departments, joined_at)
    names = content["crowd"]["names"]
    people.crowd = [
        make_neighbour(f"neighbour{number:03}", name, joined_at) for number, name in enumerate(names, start=1)
    ]
    return people


def make_neighbour(key: str, name: str, joined_at: datetime) -> User:
    """Somebody of the crowd."""
    return _make({"role": key, "name": name, "language": "en" if name.isascii() else "ko"}, {}, joined_at)


def _make(entry: dict[str, Any], departments: dict[str, Department], joined_at: datetime, password: str = "") -> User:
    capacity = entry.get("capacity", Capacity.CITIZEN)
    is_admin = entry["role"] == "admin"
    user = User.objects.create(
        email=f"{entry['role']}@{DOMAIN}",
        password=password or make_password(None),
        public_name=entry["name"],
        badge=entry.get("badge", ""),
        language=entry.get("language", "ko"),
        capacity=capacity,
        department=departments[entry["department"]] if "department" in entry else None,
        is_staff=is_admin,
        is_superuser=is_admin,
        date_joined=joined_at,
    )
    user.groups.set(Group.objects.filter(name__in=_groups_of(entry["role"], capacity)))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _groups_of(role: str, capacity: str) -> list[str]:
    """In a small town one person looks after what citizens write and approves what officials publish."""
    if role == "moderator":
        return [MODERATORS, EDITORS]
    return [OFFICIALS] if capacity == Capacity.OFFICIAL else []
