"""The people and things of the tests. Traits name what is special: ``IdeaFactory(declined=True)``."""

from datetime import timedelta
from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Page, Site

from ideas.life import Status
from ideas.models import Idea, IdeaVersion, Observation
from ideas.ranking.half_life import half_lives
from ideas.results.models import Result
from participation.accounts.models import Capacity, Department, User
from participation.accounts.predicates import EDITORS, MODERATORS, OFFICIALS
from participation.consultations.models import ConsultationIndexPage, ConsultationPage, Place, Rung, Stage, Topic
from participation.consultations.stages import StageKind
from participation.pages.models import HomePage

PASSWORD = "a-long-test-password"


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"department-{n}")
    name = factory.LazyAttribute(lambda department: department.slug)


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"topic-{n}")
    name = factory.LazyAttribute(lambda topic: topic.slug)


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"place-{n}")
    name = factory.LazyAttribute(lambda place: place.slug)


class UserFactory(DjangoModelFactory):
    """A citizen whose address is confirmed."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        moderator = factory.Trait(groups=[MODERATORS])
        editor = factory.Trait(groups=[EDITORS])
        official = factory.Trait(
            capacity=Capacity.OFFICIAL, department=factory.SubFactory(DepartmentFactory), groups=[OFFICIALS]
        )
        admin = factory.Trait(is_staff=True, is_superuser=True)

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    public_name = factory.Sequence(lambda n: f"사람 {n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **fields: Any) -> User:
        names = fields.pop("groups", ())
        user = model_class.objects.create_user(password=fields.pop("password", PASSWORD), **fields)
        user.groups.add(*(Group.objects.get_or_create(name=name)[0] for name in names))
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


def home_page() -> HomePage:
    """The first page of the site, made where the migrations left none."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        home = root.add_child(instance=HomePage(title="마당", slug="madang"))
        Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    return home


def consultation_index() -> ConsultationIndexPage:
    index = ConsultationIndexPage.objects.first()
    return index or home_page().add_child(instance=ConsultationIndexPage(title="참여 주제", slug="consultations"))


class ConsultationFactory(DjangoModelFactory):
    """A live consultation with one open stage; ``stage`` gives its kind, None leaves it without any.

    ``ladder`` gives its rungs as dicts, lowest first.
    """

    class Meta:
        model = ConsultationPage

    title = factory.Sequence(lambda n: f"우리 동네 주제 {n}")
    slug = factory.Sequence(lambda n: f"consultation-{n}")
    intro = "무엇을 바꾸면 좋을지 함께 이야기합니다."
    department = factory.SubFactory(DepartmentFactory)

    @classmethod
    def _create(cls, model_class: type[ConsultationPage], *args: Any, **fields: Any) -> ConsultationPage:
        kind = fields.pop("stage", StageKind.OPEN)
        stage = {"starts_at": timezone.now() - timedelta(days=1), **fields.pop("stage_fields", {})}
        ladder = fields.pop("ladder", ())
        page = consultation_index().add_child(instance=model_class(**fields))
        if ladder:
            page.rungs.set([Rung(sort_order=order, **rung) for order, rung in enumerate(ladder)])
            page.save()
        if kind is not None:
            page.stages.add(Stage(kind=kind, **stage))
            page.save()
        return model_class.objects.get(pk=page.pk)


class ObservationFactory(DjangoModelFactory):
    class Meta:
        model = Observation

    author = factory.SubFactory(UserFactory)
    text = factory.Sequence(lambda n: f"버스 정류장 {n}번의 의자가 망가져 있습니다.")
    consultation = factory.SubFactory(ConsultationFactory)


class IdeaFactory(DjangoModelFactory):
    """A posted idea with its first version."""

    class Meta:
        model = Idea

    class Params:
        voting = factory.Trait(status=Status.VOTING, support_count=3)
        owed = factory.Trait(
            status=Status.OWED,
            support_count=100,
            answer_due_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=30)),
        )
        accepted = factory.Trait(status=Status.ACCEPTED, answered_at=factory.LazyFunction(timezone.now))
        declined = factory.Trait(status=Status.DECLINED, answered_at=factory.LazyFunction(timezone.now))
        done = factory.Trait(status=Status.DONE, progress=100, answered_at=factory.LazyFunction(timezone.now))
        expired = factory.Trait(status=Status.EXPIRED)
        retired = factory.Trait(status=Status.RETIRED)
        hidden = factory.Trait(hidden_at=factory.LazyFunction(timezone.now), hidden_reason="광고")

    author = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"심야버스를 {n}대 더 늘려 주세요")
    body = "밤 11시가 지나면 집에 갈 버스가 없습니다. 두 대만 더 있으면 좋겠습니다."
    consultation = factory.SubFactory(ConsultationFactory)

    @classmethod
    def _create(cls, model_class: type[Idea], *args: Any, **fields: Any) -> Idea:
        title, body = fields.pop("title"), fields.pop("body")
        idea = model_class(**fields)
        idea.write(title=title, body=body)
        half_lives().place(idea)
        idea.save()
        IdeaVersion.objects.create(
            idea=idea, number=1, title=idea.title, body=idea.body, html=idea.html, editor=idea.author
        )
        return idea


class ResultFactory(DjangoModelFactory):
    """A plan of which nothing has been done yet."""

    class Meta:
        model = Result

    title = factory.Sequence(lambda n: f"밤 버스 {n}대를 더 다니게 합니다")
    text = "은행동을 도는 밤 버스를 더 다니게 합니다."
    department = factory.SubFactory(DepartmentFactory)

    @classmethod
    def _create(cls, model_class: type[Result], *args: Any, **fields: Any) -> Result:
        result = model_class(
            html=f"<p>{fields['text']}</p>", **{name: fields[name] for name in fields if name != "title"}
        )
        result.name(fields["title"])
        result.save()
        return result
