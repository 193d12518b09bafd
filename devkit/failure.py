"""What stops `dev.py`: told in one line, with its remedy."""


class Failure(Exception):
    """Something the person at the keyboard can put right; the message says how."""
