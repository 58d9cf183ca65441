"""Reads Han letters as Korean does, so that 시장 finds 市長 and the other way round."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_HAN = re.compile(f"[{HAN}]")
_LETTER = re.compile(f"[\uac00-\ud7a3{HAN}]")
_FIRST = 0xAC00
_PER_INITIAL = 21 * 28
_NIEUN, _RIEUL, _IEUNG = 2, 5, 11
_WITH_Y = frozenset((2, 3, 6, 7, 12, 17, 20))
"""The vowels before which ㄴ and ㄹ fall silent at the beginning of a word: ㅑ ㅒ ㅕ ㅖ ㅛ ㅠ ㅣ."""
_CLOSED_BY_NIEUN = 4
_DIGEUT, _JIEUT = 3, 12

# Letters of several readings are read by the commonest; of these words some part is read otherwise.
_OTHERWISE = """
    音樂:음악 樂器:악기 樂團:악단 樂曲:악곡 聲樂:성악 國樂:국악 樂山樂水:요산요수 自轉車:자전거
    人力車:인력거 停車場:정거장 金氏:김씨 金浦:김포 金海:김해 金泉:김천 金堤:김제 六月:유월 十月:시월
    家宅:가택 宅內:댁내 貴宅:귀댁 更新:갱신 更生:갱생 復活:부활 復興:부흥 遊說:유세 殺到:쇄도 相殺:상쇄
    減殺:감쇄 省略:생략 便所:변소 小便:소변 大便:대변 易經:역경 容易:용이 簡易:간이 難易:난이 安易:안이
    平易:평이 降伏:항복 投降:항복 敗北:패배 布施:보시 木瓜:모과 沙糖:사탕 雪糖:설탕 茶禮:차례 惡寒:오한
    憎惡:증오 嫌惡:혐오 暴惡:포악 標識:표지 糖尿:당뇨 一切:일체 要塞:요새 狀態:상태 現狀:현상 症狀:증상
    形狀:형상 賞狀:상장 令狀:영장 答狀:답장 計劃:계획 滑稽:골계 畫面:화면 畵面:화면
"""
_WORDS = dict(pair.split(":") for pair in _OTHERWISE.split())
_COMMONEST = {
    "車": "차",
    "樂": "락",
    "說": "설",
    "易": "역",
    "畫": "화",
    "畵": "화",
    "更": "경",
    "復": "복",
    "狀": "상",
}
_WORD = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))


@cache
def _table() -> dict[str, str]:
    lines = resources.files(__package__).joinpath("readings.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" ") for line in lines if line and not line.startswith("#"))
    return {letter: reading for reading, letters in pairs for letter in letters} | _COMMONEST


def has_han(text: str) -> bool:
    """Whether there is anything to be read."""
    return _HAN.search(text) is not None


def read(text: str) -> str:
    """The text with each Han letter as its syllable; a letter that Korean does not read stays. Lengths are kept."""
    text = _WORD.sub(lambda match: _WORDS[match.group()], text)
    table = _table()
    read: list[str] = []
    for i, letter in enumerate(text):
        reading = table.get(letter)
        read.append(_in_place(letter, reading, read[-1] if read else "", text[i + 1 : i + 2]) if reading else letter)
    return "".join(read)


def _in_place(letter: str, reading: str, before: str, after: str) -> str:
    """The reading as the letters around change it."""
    if letter == "不" and after and _initial(_table().get(after, after)) in (_DIGEUT, _JIEUT):
        return "부"
    if not before or not _LETTER.match(before):
        return _at_the_beginning(reading)
    if reading in ("률", "렬") and _final(before) in (0, _CLOSED_BY_NIEUN):
        return {"률": "율", "렬": "열"}[reading]
    return reading


def _at_the_beginning(reading: str) -> str:
    """여자 for 녀자, 노동 for 로동: ㄴ and ㄹ do not begin a word."""
    code = ord(reading) - _FIRST
    initial, rest = divmod(code, _PER_INITIAL)
    if initial not in (_NIEUN, _RIEUL):
        return reading
    if rest // 28 in _WITH_Y:
        return chr(_FIRST + _IEUNG * _PER_INITIAL + rest)
    return chr(_FIRST + _NIEUN * _PER_INITIAL + rest)


def _initial(letter: str) -> int:
    code = ord(letter) - _FIRST
    return code // _PER_INITIAL if 0 <= code < 11_172 else -1


def _final(letter: str) -> int:
    code = ord(letter) - _FIRST
    return code % 28 if 0 <= code < 11_172 else -1
