"""Who may work on a consultation's page: editors on all, officials on those of their own department."""

from typing import Any

from wagtail.models import PagePermissionTester


class OfficePermissions(PagePermissionTester):
    """Wagtail's answers, but "may change" means the own department where one may not publish as well.

    Whoever began a page may go on with it, as everywhere in Wagtail.
    """

    permissions: set[str]

    def __init__(self, user: Any, page: Any) -> None:
        super().__init__(user, page)
        if not user.is_active or user.is_superuser or "publish" in self.permissions:
            return
        department = getattr(user, "department_id", None)
        if department is None or department != page.department_id:
            self.permissions = self.permissions - {"change"}
