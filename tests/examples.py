"""How many examples a property that takes long is tried on: a part of what the profile of the run asks for."""

from hypothesis import settings


def fewer(times: int) -> settings:
    """As many times fewer than of other properties; two at least."""
    return settings(max_examples=max(2, settings().max_examples // times))
