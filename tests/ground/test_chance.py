"""One random source: the operating system's; where another stands in its place, all that is drawn follows it."""

import random

from community import chance
from community.numbers import CROCKFORD


def drawn() -> list:
    return [
        *(chance.octets(16), chance.token(16), chance.hexadecimal(16), chance.signs(CROCKFORD, 12)),
        *(chance.below(1 << 40), chance.uuid(), chance.around(1.0)),
    ]


def test_it_is_the_operating_system_s():
    assert type(chance._source) is random.SystemRandom
    assert not set(drawn()) & set(drawn())


def test_all_that_is_drawn_follows_the_one_source(monkeypatch):
    def drawn_from(seed: int) -> list:
        monkeypatch.setattr(chance, "_source", random.Random(seed))
        return drawn()

    assert drawn_from(7) == drawn_from(7)
    assert not set(drawn_from(7)) & set(drawn_from(8))


def test_each_has_the_size_and_the_signs_that_are_asked_for():
    assert len(chance.octets(20)) == 20
    assert len(chance.token(32)) == 43 and chance.token(32).replace("-", "").replace("_", "").isalnum()
    assert len(chance.hexadecimal(8)) == 16 and int(chance.hexadecimal(8), 16) >= 0
    assert {chance.below(3) for _ in range(200)} == {0, 1, 2}
    assert chance.uuid().version == 4
    assert all(5 <= chance.around(10) <= 15 for _ in range(200))
    assert set(chance.signs("ab", 200)) == {"a", "b"}
