"""What a simulated call may end in besides a result: Telegram's refusals and a broken connection."""


class ApiError(Exception):
    """A refusal as the Bot API words it: an HTTP status, a description and sometimes parameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters


class Cut(Exception):
    """The connection broke before the call reached Telegram: nothing happened."""


class Lost(Exception):
    """The call had its effect, but its answer never arrives."""


class Impossible(Exception):
    """A phone was asked for something that the app does not offer: a test or the page is wrong."""


def bad(description: str) -> ApiError:
    """A 400, worded as Telegram does."""
    return ApiError(400, f"Bad Request: {description}")


def forbidden(description: str) -> ApiError:
    """A 403, worded as Telegram does."""
    return ApiError(403, f"Forbidden: {description}")
