"""The words of texts as people would list them."""

from search.telling import words_of


def words(*texts: str) -> set[str]:
    return set().union(*words_of(texts))


def test_particles_and_endings_are_taken_off() -> None:
    assert words("버스를 늘려 주세요", "버스가 늦습니다", "버스에서 내렸습니다", "정류장의 의자") >= {
        "버스",
        "정류장",
        "의자",
    }
    assert not any(
        word.startswith("버스") and word != "버스" for word in words("버스를", "버스가", "버스에서", "버스는")
    )


def test_a_word_that_ends_as_a_particle_does_stays_whole_where_texts_say_so() -> None:
    """코로나 is not 코로 with 나."""
    texts = [f"코로나{particle} 문제입니다" for particle in ("를", "의", "에서", "", "로", "")]
    assert "코로나" in words(*texts)
    assert "코로" not in words(*texts)


def test_what_never_bears_a_nouns_particle_is_no_noun() -> None:
    texts = [
        f"다시 정부{particle} 힘든 일을 합니다. 제발 있고 없는 것을 받는" for particle in ("를", "의", "가", "는") * 10
    ]
    assert words(*texts) == {"정부"}


def test_latin_words_are_words_and_numbers_are_none() -> None:
    assert words("KTX를 2019년에 탔다", "ktx 요금 100원") >= {"ktx", "요금"}
    assert not {"2019", "100"} & words("KTX를 2019년에 탔다", "ktx 요금 100원")


def test_each_text_has_its_own_words_in_order() -> None:
    first, second, third = words_of(["버스를 탔다", "", "공원에 갔다"])
    assert ("버스" in first, second, "공원" in third) == (True, set(), True)
    assert "버스" not in third
