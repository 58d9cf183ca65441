"""One thing of each kind, so that every address has something to show."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from ideas.campaigns.models import Campaign
from ideas.models import Answer, Attachment, Draft, Duty, Idea, MergeProposal, Observation
from ideas.paper.models import SignatureSheet
from ideas.results.models import Result, ResultLink
from participation.accounts.models import Absence, ApiToken, Department, User
from participation.consultations.models import ConsultationPage, Topic
from participation.desk.evaluations.criteria import criteria_of
from participation.desk.models import AnswerTemplate, BulkJob, Evaluation, EvaluationRequest
from participation.moderation.models import Report
from tests.factories import IdeaFactory, ResultFactory, TopicFactory, UserFactory

from .addresses import Address
from .kept import keep_something, kept_value

# Arguments that come of no thing in particular.
PLAIN = {
    "key": "not-a-key",
    "uidb36": "1",
    "provider_id": "nobody",
    "token": "not-a-token",
    "receipt": "0" * 64,
    "kind": "idea",
    "a": 1,
    "b": 1,
    "name": "pages",
    "number": 1,
    "page_view_restriction_id": 1,
    "page_id": 1,
}

# What is sent where an empty form would be refused before anybody asks for permission.
REASON = {"reason": "광고입니다."}
CAMPAIGN = {
    "title": "밤길을 밝게",
    "text": "밤길을 밝히는 제안을 찾습니다.",
    "reward": "버스 한 달 표",
    "consultation": "night-bus",
    "starts": "2026-01-01T00:00:00+09:00",
    "ends": "2036-01-01T00:00:00+09:00",
}
BODIES: dict[str, dict[str, Any]] = {
    "POST ideas:vote": {"value": "1"},
    "POST moderation:hide": REASON,
    "POST moderation:unhide": REASON,
    "POST moderation:block": {**REASON, "days": "7"},
    "POST moderation:unblock": REASON,
    "POST office:assign": {"assign-department": "1"},
    "PUT /api/v1/desk/ideas/<pk>/assignment": {"department": "transport"},
    "POST office:answer": {"reason": "예산을 살펴보고 있습니다."},
    "POST desk:note": {"note-text": "안에서만 보는 메모입니다."},
    "POST /api/v1/desk/ideas/<pk>/notes": {"text": "안에서만 보는 메모입니다."},
    "POST /api/v1/desk/ideas/<pk>/evaluations": {"people": [1], "due_on": "2020-01-01"},
    "PUT /api/v1/desk/evaluations/<pk>": {"scores": [3, 3, 3, 3]},
    "PUT /api/v1/desk/consultations/<slug>/criteria": {"criteria": [{"name": "안전"}]},
    "POST /api/v1/desk/bulk": {"to": "declined", "reason": "예산이 없습니다.", "ideas": [1]},
    "POST /api/v1/desk/templates": {"name": "접수", "text": "살펴봅니다."},
    "PUT /api/v1/desk/templates/<pk>": {"name": "접수", "text": "살펴봅니다."},
    "PUT /api/v1/desk/ideas/<pk>/answers/<answer_pk>/approval": {"approve": True, "fingerprint": "x"},
    "POST /api/v1/desk/absences": {"deputy": 1, "starts": "2026-01-05", "ends": "2026-01-02"},
    "POST office:progress": {"percent": "10", "text": "설계를 시작했습니다."},
    "POST /api/v1/ideas": {
        "title": "골목에 가로등을 더 놓아 주세요",
        "body": "밤에 골목이 어두워 아이들이 다니기 무섭습니다. 두 곳만 더 밝혀 주세요.",
        "consultation": "night-bus",
    },
    "PUT /api/v1/ideas/<pk>/vote": {"value": 1},
    "PUT /api/v1/ideas/<pk>/confirmation": {"was_done": True},
    "POST /api/v1/ideas/<pk>/transition": {"to": "declined", "reason": "예산이 없습니다."},
    "POST ideas:extend_duty": {"reason": "늦어집니다."},
    "POST /api/v1/ideas/<pk>/duties/<duty_pk>/extend": {"due": "2020-01-01T00:00:00+09:00", **REASON},
    "POST /api/v1/ideas/<pk>/duties/<duty_pk>/fulfil": {"report": "마쳤습니다."},
    "POST /api/v1/ideas/<pk>/reopen": REASON,
    "POST /api/v1/ideas/<pk>/answers": {"reason": "예산을 살펴보고 있습니다."},
    "POST /api/v1/ideas/<pk>/progress": {"percent": 10, "text": "설계를 시작했습니다."},
    "POST /api/v1/results": {"title": "밤 버스 두 대", "text": "은행동을 도는 밤 버스를 두 대 더 다니게 합니다."},
    "POST /api/v1/results/<pk>/reports": {"percent": 10, "text": "설계를 시작했습니다."},
    "POST /api/v1/ideas/<pk>/sheets": {"number": "2", "lines": ["7001-11"]},
    "POST /api/v1/sheets/<pk>/undo": REASON,
    "POST /api/v1/sheets/<pk>/keep": REASON,
    "POST /api/v1/counter/claim": {"code": "no such code"},
    "POST /api/v1/counter/ideas": {
        "title": "경로당 앞 길을 고쳐 주세요",
        "body": "비가 오면 물이 고여 넘어지는 분이 많습니다.",
        "consent": "서명한 종이",
        "consultation": "night-bus",
    },
    "PUT /api/v1/ideas/<pk>/story": {"words": "차를 골랐습니다."},
    "POST /api/v1/campaigns": CAMPAIGN,
    "PUT /api/v1/campaigns/<slug>": CAMPAIGN,
    "POST /api/v1/results/<pk>/stop": REASON,
    "POST /api/v1/results/<pk>/ideas/<idea_pk>/unlink": REASON,
    "POST /api/v1/ideas/<pk>/hide": REASON,
    "POST /api/v1/ideas/<pk>/unhide": REASON,
    "POST /api/v1/observations/<pk>/hide": REASON,
    "POST /api/v1/observations/<pk>/unhide": REASON,
    "POST /api/v1/observations": {"text": "횡단보도 불이 너무 짧습니다.", "consultation": "night-bus"},
    "POST /api/v1/orders/half-life": {"days": 14, "reason": "한 주로는 짧습니다."},
    "PUT /api/v1/me/seen": {"remember": True},
    "POST /api/v1/research/saved": {"search": "q=가로등"},
    "PATCH /api/v1/research/saved/<pk>": {"paused": True},
    "POST /api/v1/research/sets": {"search": "q=버스"},
    "POST /api/v1/research/exports": {"search": "q=버스"},
    "POST /api/v1/reports": {"kind": "idea", "id": 1, "reason": "spam"},
}
QUERIES = {
    "GET /api/v1/orders/half-life": "days=14",
    "GET /api/v1/ideas/<pk>/merge": "into=1",
    "GET /api/v1/ledger/consistency": "first=0",
    "GET /api/v1/ideas/similar": "title=심야버스",
    "GET /api/v1/search": "q=버스",
    "GET /api/v1/research/results": "search=q%3D버스",
    **{
        f"{method} {name}": "q=버스" for method in ("GET", "POST") for name in ("sets:save", "sets:keep", "exports:new")
    },
    "GET ideas:similar": "title=심야버스",
}


@dataclass(frozen=True)
class World:
    """Mina wrote all of it; the transport department answers."""

    idea: Idea
    observation: Observation
    consultation: ConsultationPage
    draft: Draft
    attachment: Attachment
    answer: Answer
    token: ApiToken
    topic: Topic
    absence: Absence
    result: Result
    duty: Duty
    template: AnswerTemplate
    evaluation: Evaluation
    job: BulkJob
    sheet: SignatureSheet
    campaign: Campaign

    def path(self, address: Address) -> str:
        query = QUERIES.get(address.key, "")
        return f"{self._path(address)}?{query}" if query else self._path(address)

    def body(self, address: Address) -> dict[str, Any]:
        body = BODIES.get(address.key, {})
        named = {"id": self.idea.pk, "ideas": [self.idea.pk]}
        return body | {name: value for name, value in named.items() if name in body}

    def _path(self, address: Address) -> str:
        values = {name: self._value(address, name) for name in address.arguments}
        if address.route.startswith("api/v1/"):
            path = address.route
            for name, value in values.items():
                path = path.replace(f"<{name}>", str(value))
            return f"/{path}"
        if address.name == address.route:
            return f"/{address.route}"
        if address.name == "wagtail_serve":
            return str(self.consultation.get_url())
        if address.name == "serving:media":
            return reverse(address.name, kwargs={"path": "images/none.png"})
        return reverse(address.name, kwargs=values)

    def _value(self, address: Address, name: str) -> Any:
        if (kept := kept_value(address, name)) is not None:
            return kept
        if name == "pk":
            return self._thing(address).pk
        if name == "duty_pk":
            return self.duty.pk
        if name == "slug" and "departments/" in address.route:
            return "transport"
        if name == "slug":
            return self._slug(address)
        if name == "idea_pk":
            return self.result.ideas.get().pk
        named = {"answer_pk": self.answer.pk, "template_pk": self.template.pk}
        return named.get(name) or PLAIN.get(name, "nothing")

    def _slug(self, address: Address) -> str:
        if "campaigns/" in address.route:
            return self.campaign.slug
        if "consultations/" in address.route or "criteria/" in address.route:
            return str(self.consultation.slug)
        return self.result.slug if "results/" in address.route else self.idea.slug

    def _thing(self, address: Address) -> Any:
        if "same/<" in address.route or "merge-proposals/<" in address.route:
            return MergeProposal.objects.get()
        if "sheets/<" in address.route:
            return self.sheet
        if "results/" in address.route:
            return self.result
        if "drafts/" in address.route:
            return self.draft
        if "files/" in address.route:
            return self.attachment
        if "tokens/" in address.route:
            return self.token
        if "topics/" in address.route:
            return self.topic
        if "absences/" in address.route:
            return self.absence
        if "templates/" in address.route and "ideas/" not in address.route:
            return self.template
        if "evaluations/" in address.route and "ideas/" not in address.route:
            return self.evaluation
        if "bulk/" in address.route:
            return self.job
        if "people/" in address.route:
            return self.idea.author
        return self.observation if "observations/" in address.route else self.idea


@pytest.fixture
def world(
    idea: Idea,
    observation: Observation,
    consultation: ConsultationPage,
    mina: User,
    joon: User,
    suho: User,
    transport: Department,
) -> World:
    topic = TopicFactory(slug="roads")
    observation.photo.save("seat.png", ContentFile(b"\x89PNG\r\n\x1a\n"))
    observation.thumbnail.save("seat.jpg", ContentFile(b"\xff\xd8\xff"))
    draft = Draft.objects.create(id=uuid.UUID(int=7), author=mina, browser_key="x", title="밤 버스")
    attachment = Attachment.objects.create(
        idea=idea, kind=Attachment.Kind.FILE, name="plan.pdf", size=4, content_type="application/pdf"
    )
    attachment.file.save("plan.pdf", ContentFile(b"%PDF"))
    answer = Answer.objects.create(
        idea=idea, is_interim=True, reason="살펴봅니다.", html="<p>살펴봅니다.</p>", department=transport
    )
    token, _ = ApiToken.issue(user=mina, name="script", scopes=["read"])
    Report.objects.create(reporter=joon, target=idea, reason=Report.Reason.SPAM)
    keep_something(mina)
    today = timezone.localdate()
    absence = Absence.objects.create(
        person=suho, deputy=UserFactory(official=True), starts_on=today + timedelta(30), ends_on=today + timedelta(31)
    )
    now = timezone.now()
    campaign = Campaign.objects.create(
        title="밤길",
        slug="night",
        text="찾습니다.",
        reward="버스 표",
        consultation=consultation,
        starts_at=now - timedelta(1),
        ends_at=now + timedelta(9),
    )
    sheet = SignatureSheet.objects.create(idea=idea, number="1", entered_by=suho)
    result = ResultFactory(department=transport)
    accepted = IdeaFactory(author=mina, consultation=consultation, department=transport, accepted=True)
    ResultLink.objects.create(result=result, idea=accepted)
    MergeProposal.objects.create(source=idea, target=IdeaFactory(consultation=consultation), proposed_by=joon)
    now = timezone.now()
    duty = Duty.objects.create(
        idea=idea, position=1, days=30, met_at=now, due_at=now + timedelta(days=30), department=transport
    )
    asked = EvaluationRequest.objects.create(
        idea=idea, asked_by=suho, criteria=criteria_of(consultation), due_on=today + timedelta(7)
    )
    evaluation = Evaluation.objects.create(request=asked, evaluator=suho)
    job = BulkJob.objects.create(actor=suho, to="declined", reason="예산이 없습니다.")
    template = AnswerTemplate.objects.create(name="접수", text="{title} 제안을 살펴봅니다.", department=transport)
    return World(
        idea,
        observation,
        consultation,
        draft,
        attachment,
        answer,
        token,
        topic,
        absence,
        result,
        duty,
        template,
        evaluation,
        job,
        sheet,
        campaign,
    )
