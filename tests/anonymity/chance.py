"""How many hits a guesser has by chance alone: the Poisson-binomial distribution, exactly, by convolution."""

from collections.abc import Sequence
from itertools import combinations
from math import sqrt
from statistics import NormalDist, mean


def distribution(probabilities: Sequence[float]) -> list[float]:
    """The probability of 0, 1, 2… hits, when each guess hits with a probability of its own."""
    hits = [1.0]
    for p in probabilities:
        missed, hit = [each * (1 - p) for each in hits] + [0.0], [0.0] + [each * p for each in hits]
        hits = [one + other for one, other in zip(missed, hit, strict=True)]
    return hits


def quantile(probabilities: Sequence[float], share: float) -> int:
    """The smallest number of hits that chance exceeds in less than `1 - share` of all cases."""
    left = 1.0
    for hits, probability in enumerate(distribution(probabilities)):
        left -= probability
        if left < 1 - share:
            return hits
    return len(probabilities)


def interval(things: int, certainty: float) -> tuple[float, float]:
    """Which share of all pairs is in order, of things in an order of chance: Kendall's, as nearly normal as it is."""
    pairs = things * (things - 1) / 2
    deviation = sqrt(things * (things - 1) * (2 * things + 5) / 72) / pairs
    beyond = NormalDist().inv_cdf((1 + certainty) / 2) * deviation
    return 0.5 - beyond, 0.5 + beyond


def in_order(places: Sequence[int]) -> float:
    """The share of all pairs of which the earlier one comes first."""
    return mean(one < other for one, other in combinations(places, 2))
