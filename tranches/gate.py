"""The gate that explains itself (T3): every condition of the next step, and the blockers it makes.

The page draws these lines and the verbs refuse with those of them that are not met: one list.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.access import clock, hands
from core.access.blocked import Blocker
from core.programmes.enums import PayerKind
from core.ui.wording import day_text, local_date
from projects import paths as project_paths
from projects import queries as projects
from tranches import paths, queries
from tranches.enums import BEFORE_ORDER, RULE_OF, ClearanceState, Condition, ReportState, Step
from tranches.models import Clearance, Tranche

if TYPE_CHECKING:
    from core.access.blocked import Text

AGREEMENT_BLOCKER = "agreement_not_in_force"


@dataclass(frozen=True)
class Line:
    """A condition as it stands: `evidence` says why, `url` leads to the proof, `fix_url` to putting it right,
    in words of its own where it has a `fix_label`."""

    code: str
    label: "Text"
    is_met: bool
    rule: "Text"
    evidence: str = ""
    url: str = ""
    who: str = ""
    fix_url: str = ""
    fix_label: "Text" = ""

    @property
    def blocker(self) -> Blocker:
        text = f"{self.label}: {self.evidence}" if self.evidence else str(self.label)
        return Blocker(self.code, text, self.who)


def gate(tranche: Tranche, step: Step | None = None) -> list[Line]:
    """The conditions of `step` (default: the next one), met or not.

    Asking and checking look at the agreement and at what the plan asks; the order also at what the law
    asks of every payment (T6). Publication is a duty and waits for nothing but the act itself: the
    lines shown with it are those of the order that follows.
    """
    step = step or queries.next_step(tranche)
    if step in {None, Step.PAY}:
        return []
    lines = [*_project_lines(tranche)]
    if Condition.REPORT_ACCEPTED in tranche.conditions:
        lines.append(_report(tranche))
    if step in {Step.ORDER, Step.PUBLISH}:
        lines.extend(_CHECKS[condition](tranche) for condition in BEFORE_ORDER)
    return lines


def unmet(tranche: Tranche, step: Step) -> list[Blocker]:
    """What refuses the step."""
    return [line.blocker for line in gate(tranche, step) if not line.is_met]


def _project_lines(tranche: Tranche) -> list[Line]:
    """The agreement, and whatever else keeps money from this project."""
    project = tranche.grant.project
    blockers = projects.payment_blockers(project)
    agreement = projects.agreement_of(project)
    in_force = not any(blocker.code == AGREEMENT_BLOCKER for blocker in blockers)
    evidence = ""
    if in_force and agreement is not None and agreement.in_force_since:
        since = _("in force since %(day)s") % {"day": day_text(agreement.in_force_since, year=True)}
        evidence = f"CUP {agreement.cup}, {since}" if agreement.cup else since
    lines = [
        Line(
            Condition.AGREEMENT_IN_FORCE,
            Condition.AGREEMENT_IN_FORCE.label,
            in_force,
            RULE_OF[Condition.AGREEMENT_IN_FORCE],
            evidence or _("not in force"),
            url=project_paths.detail(project),
            who="" if in_force else hands.official(),
        )
    ]
    lines += [
        Line(one.code, one.message, False, _("Agreement"), who=str(one.who))
        for one in blockers
        if one.code != AGREEMENT_BLOCKER
    ]
    return lines


def _report(tranche: Tranche) -> Line:
    """Who can change it depends on whose turn it is; the page gives each person their own way."""
    standing, condition = queries.report_standing(tranche), Condition.REPORT_ACCEPTED
    found = standing.evidence
    if found is None:
        awaited = standing.state == ReportState.AWAITED
        who = hands.verifier() if awaited else hands.lead_writers()
        return _line(
            condition,
            evidence=_report_words(standing),
            url=standing.handover.document.url() if standing.handover else "",
            who=who,
        )
    words = _("%(what)s, accepted on %(day)s") % {
        "what": found.reference,
        "day": day_text(found.accepted_on, year=True),
    }
    return _line(
        condition, True, evidence=words, url=found.document.url() if found.document else ""
    )


def _report_words(standing: queries.ReportStanding) -> str:
    """What a line says of a report that nobody has accepted."""
    if standing.handover is None:
        return _("not handed over yet: the lead hands it over here, then the verifier accepts it")
    if standing.answer is None:
        day = day_text(local_date(standing.handover.handed_over_at), year=True)
        return _("handed over on %(day)s, waits for the verifier") % {"day": day}
    return _("sent back on %(day)s: %(reason)s") % {
        "day": day_text(local_date(standing.answer.answered_at), year=True),
        "reason": standing.answer.reason,
    }


def _act(tranche: Tranche) -> Line:
    condition = Condition.ACT_PUBLISHED
    found = queries.publication_of(tranche)
    if found is None:
        return _line(
            condition,
            evidence=_("not published yet"),
            who=hands.official(),
            fix_url=paths.of(tranche, "act_publish"),
        )
    words = _("published on %(day)s") % {"day": day_text(found.published_on, year=True)}
    return _line(condition, True, evidence=words, url=found.url)


def _clearance(tranche: Tranche) -> Line:
    condition = Condition.CLEARANCE_REGULAR
    found = queries.clearance_of(tranche.grant.beneficiary)
    is_met = found is not None and is_valid(found)
    is_public = tranche.grant.payer_kind == PayerKind.PUBLIC
    return _line(
        condition,
        is_met,
        evidence=clearance_words(found),
        url=found.document.url() if found and found.document else "",
        who="" if is_met else hands.finance() if is_public else hands.lead(),
        fix_url="" if is_met else paths.of(tranche, "clearance_record"),
    )


def _iban(tranche: Tranche) -> Line:
    condition = Condition.IBAN_VERIFIED
    organisation = tranche.grant.beneficiary
    where = paths.beneficiary(tranche)
    if not organisation.iban:
        return _line(condition, evidence=_("no IBAN yet"), who=hands.lead(), fix_url=where)
    if not organisation.is_iban_verified or organisation.iban_verified_on is None:
        return _line(condition, evidence=_("not verified"), who=hands.finance(), fix_url=where)
    words = _("ending in %(end)s, verified on %(day)s") % {
        "end": organisation.iban[-4:],
        "day": day_text(organisation.iban_verified_on, year=True),
    }
    return _line(condition, True, evidence=words, url=where)


def _withholding(tranche: Tranche) -> Line:
    condition = Condition.WITHHOLDING_DECLARED
    found = queries.declaration_of(tranche.grant)
    if found is None:
        return _line(
            condition,
            evidence=_("not declared yet"),
            who=hands.lead(),
            fix_url=paths.of(tranche, "withholding_declare"),
        )
    words = (
        _("%(percent)s %% is withheld") % {"percent": f"{found.percent.normalize():f}"}
        if found.subject
        else _("not subject")
    )
    url = found.document.url() if found.document else ""
    return _line(condition, True, evidence=f"{words}: {found.norm}", url=url)


_CHECKS = {
    Condition.ACT_PUBLISHED: _act,
    Condition.CLEARANCE_REGULAR: _clearance,
    Condition.IBAN_VERIFIED: _iban,
    Condition.WITHHOLDING_DECLARED: _withholding,
}


def _line(
    condition: Condition,
    is_met: bool = False,
    *,
    evidence: str,
    url: str = "",
    who: str = "",
    fix_url: str = "",
) -> Line:
    return Line(condition, condition.label, is_met, RULE_OF[condition], evidence, url, who, fix_url)


def is_valid(clearance: Clearance) -> bool:
    """Regular on this very day, or not subject to it."""
    if clearance.state == ClearanceState.NOT_SUBJECT:
        return clearance.valid_until is None or clearance.valid_until >= clock.today()
    until = clearance.valid_until
    return (
        clearance.state == ClearanceState.REGULAR and until is not None and until >= clock.today()
    )


def clearance_words(clearance: Clearance | None) -> str:
    """What a line says of it: "regular until …", "pending, asked on …"."""
    if clearance is None:
        return _("never asked")
    word = str(clearance.get_state_display())
    if clearance.state in {ClearanceState.PENDING, ClearanceState.IRREGULAR}:
        day = day_text(clearance.asked_on, year=True)
        return _("%(state)s, asked on %(day)s") % {"state": word, "day": day}
    if clearance.valid_until is None:
        return word
    day = day_text(clearance.valid_until, year=True)
    if clearance.valid_until < clock.today():
        return _("expired on %(day)s") % {"day": day}
    return _("%(state)s until %(day)s") % {"state": word, "day": day}
