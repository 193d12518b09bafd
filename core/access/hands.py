"""Who can help: the words with which blockers, gates and pages name whose hand it takes.

One name for each office, in every part. Who is meant by their work on one thing ("whoever writes the
card") is named where that thing is.
"""

from django.utils.translation import pgettext


def coordinator() -> str:
    return pgettext("who", "the coordinator")


def coordinators() -> str:
    return pgettext("who", "the coordinators")


def facilitators() -> str:
    return pgettext("who", "the facilitators")


def mentor() -> str:
    return pgettext("who", "the mentor")


def verifier() -> str:
    return pgettext("who", "the verifier")


def official() -> str:
    return pgettext("who", "the metropolitan official")


def another_official() -> str:
    return pgettext("who", "another metropolitan official")


def finance() -> str:
    return pgettext("who", "the finance office")


def municipality() -> str:
    return pgettext("who", "the municipality")


def municipal_official() -> str:
    return pgettext("who", "the municipality's official")


def commission() -> str:
    return pgettext("who", "the commission")


def chair() -> str:
    return pgettext("who", "the chair of the commission")


def evaluator() -> str:
    return pgettext("who", "an evaluator")


def scientific_editor() -> str:
    return pgettext("who", "a scientific editor")


def network() -> str:
    return pgettext("who", "the network")


def signers() -> str:
    """Of the network's lead: whoever may send, ask and declare in its name."""
    return pgettext("who", "a signatory or manager of the lead organisation")


def lead() -> str:
    """Of the network's lead: whoever signs for it."""
    return pgettext("who", "the signatory of the lead organisation")


def lead_writers() -> str:
    """Of the network's lead: whoever writes for it, its editors too."""
    return pgettext("who", "whoever writes for the lead organisation")
