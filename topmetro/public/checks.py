"""What whoever doubts would ask of a programme, each with the page where anybody can check the answer."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls import queries as calls
from core.audit.queries import public_digest
from core.ui.wording import money_text
from evaluation import queries as evaluation
from tranches import queries as tranches


@dataclass(frozen=True)
class Check:
    """A question, what can be said of it today, and the page that proves it."""

    question: str
    answer: str
    url: str
    link: str


def checks(slug: str) -> list[Check]:
    return [_choice(slug), _money(slug), _decisions(slug), _effect(slug)]


def _choice(slug: str) -> Check:
    question = _("How are the projects chosen?")
    ranked = next(
        (call for call in calls.public_calls() if calls.has_published_ranking(call)), None
    )
    if ranked is not None:
        text = _("The ranking is public with its scores: with the same file anybody recomputes it.")
        url = reverse("calls:ranking_public", args=[slug, ranked.slug])
        return Check(question, text, url, _("Read the ranking"))
    text = _(
        "Criteria and weights stand in each call before it opens, and don’t change afterwards."
    )
    return Check(question, text, reverse("calls:call_list", args=[slug]), _("Read the calls"))


def _money(slug: str) -> Check:
    granted, paid = tranches.granted_total(), tranches.paid_total()
    text = _("Nothing has been granted yet. Every act and payment will be listed, with its file.")
    if granted:
        words = {"granted": money_text(granted), "paid": money_text(paid)}
        text = (
            _("%(granted)s granted, %(paid)s paid so far: act by act, payment by payment.") % words
        )
    url = reverse("public:transparency", args=[slug])
    return Check(_("Where does the money go?"), text, url, _("Read acts and payments"))


def _decisions(slug: str) -> Check:
    number = public_digest().number
    none = _("Every decision will leave an entry in a register that can’t be rewritten.")
    some = ngettext(
        "%(count)d entry is in a register that can’t be rewritten: each is sealed with the one before.",
        "%(count)d entries are in a register that can’t be rewritten: each is sealed with the one before.",
        number,
    )  # fmt: skip
    url = f"{reverse('public:transparency', args=[slug])}#register"
    text = some % {"count": number} if number else none
    return Check(_("Who decided, and when?"), text, url, _("See the register"))


def _effect(slug: str) -> Check:
    number = evaluation.public_questions().count()
    text = ngettext(
        "The evaluation asks %(count)d question, and publishes what it measures.",
        "The evaluation asks %(count)d questions, and publishes what it measures.",
        number,
    )
    url = reverse("evaluation:evaluation_home", args=[slug])
    return Check(_("Does it work?"), text % {"count": number}, url, _("Read the evaluation"))
