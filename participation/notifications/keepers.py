"""Who hears of dates that come near or have passed."""

from ideas.models import Duty
from participation.accounts.absences import deputies_of
from participation.accounts.models import Capacity, Department, User
from participation.events.models import Event


def keepers(event: Event) -> set[int]:
    """Who has to keep the date: whoever the idea was given to and stands in, or else the department that owes it."""
    duty = Duty.objects.select_related("idea").filter(pk=event.payload["duty"]).first()
    if duty is None or duty.department_id is None:
        return set()
    owner = duty.idea.owner_id
    if owner and duty.idea.department_id == duty.department_id:
        return {owner, *deputies_of([owner])}
    officials = User.objects.filter(department=duty.department_id, capacity=Capacity.OFFICIAL, is_active=True)
    return set(officials.values_list("pk", flat=True))


def keepers_and_head(event: Event) -> set[int]:
    """The same, and who leads the department; where nobody does, the administrators."""
    department = Department.objects.filter(pk=event.payload["department_id"]).first()
    leading = {department.head_id} if department and department.head_id else administrators(event)
    return keepers(event) | leading


def administrators(event: Event) -> set[int]:
    return set(User.objects.filter(is_superuser=True, is_active=True).values_list("pk", flat=True))
