"""What can be wrong with the ground under the program: the operator's to mend, or passing."""


class Trouble(Exception):
    """Something the operator must change before the program can run; `str()` is the sentence to print."""


class Away(Exception):
    """The database cannot be reached or written just now; nothing was kept, and the same may be tried again."""
