"""Separates what a title is about from how people word any request."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import korean
from .overlap import Word

GENERIC_WEIGHT = 0.2
"""What the wish (more, fewer, repair) weighs against the thing that it is about."""

ENDING = re.compile(
    "(?:해|하여|하게|해서)?(?:주세요|주십시오|주십시요|주시기|주시길|주셔요|주시고|줍시다|주시면|주기를|주길|달라고|달라|바랍니다|바라며|"
    "부탁드립니다|부탁합니다|부탁드려요|드립니다|드려요|했으면|합니다|입니다|합시다|습니까|습니다|됩니다|됩니까|합니까|인가요|"
    "할까요|될까요|을까요|일까요|하나요|되나요|있나요|없나요|나요|까요|하자|하라|해야|하는|되는|하고|하여|하게|해요|돼요|되도록|하도록|이에요|예요)$"
)
EMPTY = korean.words("""
    더 좀 꼭 그 이 저 수 것 및 등 또 안 못 잘 다 왜 제 내 위 전 후 중 때 해 한 할 된 될 각 에게 우리 제발 정말
    너무 매우 아주 모든 모두 위한 위해 위하여 위해서 대한 대해 대하여 대해서 관한 관하여 관련 통한 통해 통하여
    하면 되면 하지 되지 많은 많이 같은 같이 청원 국민청원 요청 건의 제안 제안서 촉구 부탁 질문 바람 생각 있는
    있도록 있게 있어야 있다 없는 없다 없이 않는 않게 않도록 어떻게 언제 언제까지 무엇 무엇인가 어디 누가 누구
    얼마나 어떤 이런 그런 저런 이렇게 그리고 그러나 하지만 또는 혹은 a an the of for to in on at and or is are
    be we our my your i it this that please need needs should would could can do does how why what when where
    more from by with about
""")
_GENERIC = korean.words("""
    개선 확대 확충 증설 증가 증차 설치 지원 강화 폐지 금지 도입 추진 마련 시행 허용 반대 찬성 운영 관리 정책
    제도 문제 문제점 방안 대책 해결 해소 보장 보호 늘려 늘리 늘어 줄여 줄이 만들 만드 없애 없어 막아 막을 고쳐
    고치 바꿔 바꾸 처벌 규제 완화 조사 공개 철회 중단 확보 조성 활성화 사업 필요 가능 불편 대통령 정부 국가
    나라 국민 시민 주민 사람 한국 대한민국 우리나라 현실 사회 개정 엄벌 엄중 반드시 강력 강력하 철저 철저히
    제대로 improve increase extend support ban remove add build make change stop problem policy
""")


@dataclass(frozen=True)
class Weighed:
    """A word of a title and what it tells of the subject."""

    word: Word
    weight: float

    @property
    def tells(self) -> bool:
        return self.weight > GENERIC_WEIGHT


def _bare(run: str) -> str:
    """A Hangul word without particles and without the ending of a request; empty where nothing else is in it."""
    bare = ENDING.sub("", run)
    return korean.stem(bare) if bare else ""


def _is_generic(bare: str) -> bool:
    """Whether a word is a wish: one of the list, or one of them with an ending of a syllable."""
    if bare in _GENERIC:
        return True
    return len(bare) > 2 and bare[:-1] in _GENERIC


def weighed(title: str) -> list[Weighed]:
    """The words of a title that tell something, each once."""
    found: dict[str, Weighed] = {}
    for run, paired in korean.runs(korean.fold(title)):
        bare = _bare(run) if paired else run
        if not bare or run in EMPTY or bare in EMPTY:
            continue
        found[bare] = Weighed((bare, paired), GENERIC_WEIGHT if _is_generic(bare) else 1.0)
    return list(found.values())
