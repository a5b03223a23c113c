"""The one exception that speaks to the operator: a clear sentence, no secret, exit code 2."""


class Trouble(Exception):
    """Something the operator must change before the program can run; `str()` is the sentence to print."""
