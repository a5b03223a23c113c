"""The bounds of chance, against tables and against what they mean."""

import random

import pytest

from tests.anonymity.chance import distribution, in_order, interval, quantile


def test_equal_probabilities_are_the_binomial() -> None:
    assert distribution([0.5] * 4) == pytest.approx([1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16])


def test_unequal_probabilities() -> None:
    assert distribution([0.1, 0.5]) == pytest.approx([0.45, 0.5, 0.05])


def test_the_quantile_is_passed_as_rarely_as_it_says() -> None:
    chances = [1 / 15] * 400
    most = quantile(chances, 0.999)
    beyond = sum(distribution(chances)[most + 1 :])
    assert beyond < 0.001 <= beyond + distribution(chances)[most]
    assert quantile([1.0] * 3, 0.999) == 3
    assert quantile([], 0.999) == 0


def test_the_order_of_chance() -> None:
    least, most = interval(40, 0.99)
    assert list(interval(100, 0.99)) == pytest.approx([0.413, 0.587], abs=0.001)
    draw = random.Random(1)  # noqa: S311 - repeatable
    outside = [not least <= in_order(draw.sample(range(40), 40)) <= most for _ in range(400)]
    assert sum(outside) <= 12


def test_an_order_is_seen() -> None:
    assert in_order(range(10)) == 1
    assert in_order(range(10, 0, -1)) == 0
