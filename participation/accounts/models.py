"""Who takes part: people, the departments officials speak for, and what proves that an account is one person."""

import hashlib
import secrets
from functools import cache
from itertools import islice
from typing import Any, ClassVar, Self

import rules
from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import connection, models
from django.db.models.functions import Lower
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from participation.asking import Part, first_row


class Capacity(models.TextChoices):
    """In which role somebody speaks; recorded with every contribution."""

    CITIZEN = "citizen", _("Citizen")
    EXPERT = "expert", _("Expert")
    OFFICIAL = "official", _("Official")


class IdentityLevel(models.IntegerChoices):
    """How sure we are that an account is one person."""

    EMAIL = 1, _("E-mail address confirmed")
    SOCIAL = 2, _("Signed in through another service")
    VERIFIED = 3, _("Identity verified")


class Named(models.Model):
    """Something editors name in each language of the site; ``translations`` maps a language code to a name."""

    name = models.CharField(_("name"), max_length=100)
    translations = models.JSONField(_("names in other languages"), default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        """The name in the language of the reader, or in the site's own where there is no other."""
        return self.translations.get(translation.get_language() or "") or self.name


class Department(Named):
    """A part of the public body that answers; officials speak in its name."""

    slug = models.SlugField(_("address"), max_length=60, unique=True, allow_unicode=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    answers_need_approval = models.BooleanField(
        _("a colleague approves each answer"),
        default=False,
        db_default=False,
        help_text=_("Nothing goes out before somebody else of this department has read and approved it."),
    )
    head = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"capacity": Capacity.OFFICIAL},
        verbose_name=_("head of the department"),
        help_text=_("Is told when the department has missed a date."),
    )

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("department")
        verbose_name_plural = _("departments")


class UserManager(BaseUserManager["User"]):
    """Makes accounts by e-mail address, kept in lower case so that one address is one account."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get(self, *args: object, **named: object) -> "User":
        """Also how Django finds who is signed in, for every page: by a statement that PostgreSQL plans once."""
        if args or named.keys() != {"pk"} or not (isinstance(named["pk"], int) and 0 < named["pk"] < 1 << 63):
            return super().get(*args, **named)
        part, statement = _account()
        found = first_row(statement, named)
        if found is None:
            raise self.model.DoesNotExist
        user: User = part.made(found)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractUser):
    """A person with an account. Others see the public name; first and last name stay inside the office."""

    username = None  # type: ignore[assignment]  # people sign in by e-mail
    email = models.EmailField(_("e-mail address"), unique=True)
    public_name = models.CharField(_("public name"), max_length=40)
    language = models.CharField(_("language"), max_length=10, default="ko")
    capacity = models.CharField(_("capacity"), max_length=10, choices=Capacity, default=Capacity.CITIZEN)
    badge = models.CharField(
        _("badge"), max_length=60, blank=True, help_text=_("Shown beside the public name, for example “Urban planner”.")
    )
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="officials", verbose_name=_("department")
    )
    identity_level = models.PositiveSmallIntegerField(
        _("identity level"), choices=IdentityLevel, default=IdentityLevel.EMAIL, editable=False
    )
    same_person_as = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="further_accounts",
        help_text=_("The first account of the same person: votes of all are kept there."),
    )
    is_on_paper = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text=_("Took part on paper or at a counter: nobody signs in as this person, and no mail goes out."),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    failed_proofs = models.PositiveSmallIntegerField(default=0, editable=False)
    proofs_locked_until = models.DateTimeField(null=True, editable=False)
    blocked_at = models.DateTimeField(_("blocked"), null=True, editable=False)
    blocked_until = models.DateTimeField(null=True, editable=False)
    blocked_reason = models.TextField(blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()  # type: ignore[misc,assignment]  # e-mail takes the place of the user name

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_once")]

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """As Django has it, but that the rules bind those who administrate the site as well.

        A rule names them where they may. Where it asks for a second person, or for whose own something is, they are one
        person like everybody.
        """
        if self.is_active and self.is_superuser and rules.perm_exists(perm):
            return bool(rules.has_perm(perm, self, obj))
        return super().has_perm(perm, obj)

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """What others read as this person's name, also after the account was closed."""
        if self.closed_at:
            return str(_("Former member"))
        return self.public_name or str(_("Member"))

    def get_full_name(self) -> str:
        """The name the admin shows; never a real name on public pages, which use ``display_name``."""
        return self.public_name or super().get_full_name() or self.email

    def save(self, *args: object, **kwargs: object) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as it came

    @property
    def voter_id(self) -> int:
        """The account under which this person's votes are kept: one person, one voter, however many accounts."""
        return self.same_person_as_id or self.pk

    @property
    def is_blocked(self) -> bool:
        """Whether moderators have this person keep silent now; a block without an end lasts until it is lifted."""
        return self.blocked_at is not None and (self.blocked_until is None or self.blocked_until > timezone.now())

    @property
    def is_official(self) -> bool:
        return self.capacity == Capacity.OFFICIAL


@cache
def _account() -> tuple[Part, str]:
    part = Part.whole(User)
    return part, f"SELECT {', '.join(part.columns)} FROM accounts_user WHERE id = %(pk)s"  # noqa: S608  # of its columns


class IdentityKey(models.Model):
    """A keyed hash of what proves a person (a verified identity, a social account); kept when the link is cut."""

    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="identity_keys")
    source = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(choices=IdentityLevel)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.source} ({self.get_level_display()})"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self) -> Self:
        now = timezone.now()
        return self.filter(revoked_at=None).filter(models.Q(expires_at=None) | models.Q(expires_at__gt=now))

    def usable_with(self, secret: str) -> "ApiToken | None":
        """The one that this is, where it may be used, with its owner and the owner's department.

        By a statement that PostgreSQL plans once: every request of a program begins with it.
        """
        parts, statement = _with_owner()
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        found = first_row(statement, {"digest": ApiToken.digest_of(secret), "now": now})
        if found is None:
            return None
        values = iter(found)
        token, user, department = (part.made(islice(values, part.width)) for part in parts)
        token.user = user
        if user.department_id is not None:
            user.department = department
        made: ApiToken = token
        return made


class ApiToken(models.Model):
    """Lets a program act as its owner, within scopes. Only a hash is kept: the token is shown once."""

    class Scope(models.TextChoices):
        READ = "read", _("read what I may see")
        WRITE = "write", _("post, vote and edit as me")
        OFFICE = "office", _("answer and moderate as me")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("scopes"), default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def scope_labels(self) -> list[str]:
        return [str(self.Scope(scope).label) for scope in self.scopes]

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def issue(cls, *, user: User, name: str, scopes: list[str]) -> tuple["ApiToken", str]:
        """A new token: the row, and the secret that is shown this once."""
        token = f"mdg_{secrets.token_urlsafe(32)}"
        return cls.objects.create(user=user, name=name, scopes=scopes, digest=cls.digest_of(token)), token


@cache
def _with_owner() -> tuple[tuple[Part, Part, Part], str]:
    parts = Part.whole(ApiToken), Part.whole(User), Part.whole(Department)
    columns = ", ".join(column for part in parts for column in part.columns)
    statement = f"""
        SELECT {columns} FROM accounts_apitoken
        JOIN accounts_user ON accounts_user.id = accounts_apitoken.user_id
        LEFT JOIN accounts_department ON accounts_department.id = accounts_user.department_id
        WHERE digest = %(digest)s AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > %(now)s)
            AND accounts_user.is_active AND accounts_user.closed_at IS NULL
    """  # noqa: S608  # of its columns
    return parts, statement


class NotificationChoice(models.Model):
    """How often a person wants mail, by kind of news. No row means the kind's default."""

    class Pace(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("once a day")
        WEEKLY = "weekly", _("once a week")
        NEVER = "never", _("not at all")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_choices")
    kind = models.CharField(max_length=40)
    pace = models.CharField(max_length=10, choices=Pace)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "kind"], name="accounts_one_choice_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.pace}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def running(self) -> Self:
        today = timezone.localdate()
        return self.filter(starts_on__lte=today, ends_on__gte=today)

    def not_over(self) -> Self:
        return self.filter(ends_on__gte=timezone.localdate())


class Absence(models.Model):
    """Days on which an official is away, and who stands in: sees what waits, and may act."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("deputy"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    created_at = models.DateTimeField(default=timezone.now)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="accounts_absence_has_days"
            ),
            models.CheckConstraint(
                condition=~models.Q(deputy=models.F("person")), name="accounts_absence_deputy_is_another"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["deputy", "ends_on"], name="accounts_standing_in")]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"
