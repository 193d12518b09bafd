"""Why a project cannot be opened, planned, sent, approved, signed for, started or ended early now.

*When* only; *who* is in `rules`. Pages show these lists, and the verbs refuse with them.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calls.enums import SubmissionState
from core.access import clock, hands
from core.access.blocked import Blocker
from core.access.models import User
from core.people import queries as people
from core.people.enums import LEVELS_THAT_MANAGE, OrganisationKind
from core.programmes.enums import DatePrecision
from core.ui.wording import day_text, money_text
from projects import queries
from projects.enums import (
    ENDED_EARLY,
    PROJECT_MOVES,
    UNAPPROVED_STATES,
    AgreementState,
    Party,
    ProjectState,
)
from projects.models import Agreement, Milestone, Project

if TYPE_CHECKING:
    from calls.models import Submission


def open_blockers(submission: "Submission", *, contribution: object | None) -> list[Blocker]:
    """Why this application does not become a project (P1)."""
    found = []
    if submission.state != SubmissionState.SELECTED:
        text = _("Only a selected application becomes a project.")
        found.append(Blocker("not_selected", text, hands.official()))
    opened = Project.objects.filter(submission=submission)
    if opened.exclude(state=ProjectState.LAPSED).exists():
        text = _("This application already has its project.")
        found.append(Blocker("already_opened", text))
    if not contribution:
        text = _("The amount of the contribution is missing: the programme does not say it.")
        found.append(Blocker("no_contribution", text, hands.facilitators()))
    return found


def place_blockers(submission: "Submission") -> list[Blocker]:
    """Why the proposal can't leave its place: its project is approved, and only an act undoes an act."""
    project = Project.objects.filter(submission=submission).order_by().first()
    if project is None or project.state in UNAPPROVED_STATES | {ProjectState.REVOKED}:
        return []
    words = {"title": project.title}
    if project.state == ProjectState.CLOSED:
        text = _("The project “%(title)s” is closed: its place can't be left any more.") % words
        return [Blocker("project_closed", text)]
    text = _("The project “%(title)s” is approved: it must be revoked before its place is left.")
    return [Blocker("project_stands", text % words, hands.official())]


def lapse_blockers(project: Project) -> list[Blocker]:
    """Only a design lapses."""
    return [] if project.is_designing else [_over(project)]


def revoke_blockers(project: Project) -> list[Blocker]:
    """What was approved, and is not over, can be revoked."""
    if ProjectState.REVOKED in PROJECT_MOVES[ProjectState(project.state)]:
        return []
    if project.is_designing:
        text = _("The project is not approved yet: there is nothing to revoke.")
        return [Blocker("project_not_approved", text)]
    return [_over(project)]


def _over(project: Project) -> Blocker:
    text = _("The project is now: %(state)s.") % {"state": project.get_state_display()}
    return Blocker(f"project_{project.state}", text)


def write_blockers(project: Project) -> list[Blocker]:
    """Why nothing of the plan can be written now."""
    if project.state == ProjectState.LAPSED:
        return [_over(project)]
    if not project.is_designing:
        text = _("The project is approved: its plan stands.")
        return [Blocker("project_approved", text)]
    if project.is_submitted:
        text = _("The plan was sent and waits for a decision.")
        return [Blocker("plan_submitted", text, hands.official())]
    return []


def budget_blockers(project: Project) -> list[Blocker]:
    """P3: the lines make the contribution and the declared co-financing, to the cent."""
    totals = queries.budget_totals(project)
    found = []
    if totals.granted_left:
        text = _("The lines charge %(granted)s to the contribution, which is %(contribution)s.") % {
            "granted": money_text(totals.granted),
            "contribution": money_text(totals.contribution),
        }
        found.append(Blocker("granted_differs", text, _writers()))
    if totals.cofinancing_left:
        text = _("The lines hold %(sum)s of co-financing, but %(declared)s is declared.") % {
            "sum": money_text(totals.cofinancing),
            "declared": money_text(totals.declared),
        }
        found.append(Blocker("cofinancing_differs", text, _writers()))
    return found


def submit_blockers(project: Project) -> list[Blocker]:
    """Every reason the plan cannot be sent now, each with who can remove it."""
    if found := write_blockers(project):
        return found
    found = [*_description_blockers(project), *_plan_blockers(project), *budget_blockers(project)]
    signers = people.people_of_network(project.network, levels=LEVELS_THAT_MANAGE, lead_only=True)
    if not signers.exists():
        text = _("Nobody in the lead organisation can send: it needs a signatory or a manager.")
        found.append(Blocker("no_signer", text, hands.facilitators()))
    return found


def _description_blockers(project: Project) -> list[Blocker]:
    lacking = [
        ("no_summary", not project.summary["it"].strip(), _("The public summary is missing.")),
        (
            "no_days",
            not _has_days(project),
            _("The days on which the project starts and ends are missing."),
        ),
    ]
    return [Blocker(code, text, _writers()) for code, holds, text in lacking if holds]


def _plan_blockers(project: Project) -> list[Blocker]:
    activities = list(project.activities.all())
    milestones = list(project.milestones.all())
    members = set(
        people.organisations_of_network(project.network).order_by().values_list("pk", flat=True)
    )
    charged = {row.organisation_id for row in activities}
    charged |= set(project.budget_lines.order_by().values_list("organisation_id", flat=True))
    lacking = [
        ("no_activity", not activities, _("The plan has no activity yet.")),
        ("no_milestone", not milestones, _("The plan has no milestone yet.")),
        (
            "activity_outside",
            any(not _covers(project, row.starts_on, row.ends_on) for row in activities),
            _("An activity lies outside the days of the project."),
        ),
        (
            "milestone_outside",
            any(not _covers(project, row.due, row.due) for row in milestones),
            _("A milestone lies outside the days of the project."),
        ),
        (
            "stranger_in_charge",
            not charged <= members,
            _("An organisation in charge is no longer in the network."),
        ),
    ]
    return [Blocker(code, text, _writers()) for code, holds, text in lacking if holds]


def _covers(project: Project, first: date, last: date) -> bool:
    """Whether the days lie within the project's, once those are known."""
    if not _has_days(project) or project.starts_on is None or project.ends_on is None:
        return True
    return project.starts_on <= first and last <= project.ends_on


def _has_days(project: Project) -> bool:
    return bool(project.starts_on and project.ends_on and project.precision == DatePrecision.DAY)


def opinion_blockers(project: Project) -> list[Blocker]:
    """Why no opinion can be given now. After the silence term it still can, until the decision."""
    if not project.is_submitted:
        return [Blocker("plan_not_submitted", _("No plan waits for an opinion."), hands.signers())]
    if queries.opinion_of(project):
        text = _("The opinion on this plan has been given.")
        return [Blocker("opinion_given", text)]
    return []


def waiting_for_opinion(project: Project) -> list[Blocker]:
    """The opinion that the programme waits for, until it comes or its term passes."""
    step = queries.opinion_step()
    if not project.is_submitted or not step.is_waited_for or queries.opinion_of(project):
        return []
    if queries.is_silence_enough(project):
        return []
    text = _("The municipality has not given its opinion yet.")
    if project.opinion_due:
        text = _("The municipality can give its opinion until %(day)s; then silence is enough.") % {
            "day": day_text(project.opinion_due)
        }
    return [Blocker("no_opinion", text, hands.municipal_official())]


def approve_blockers(project: Project, by: User) -> list[Blocker]:
    """Why the project cannot be approved now by this person."""
    if project.state == ProjectState.LAPSED:
        return [_over(project)]
    if not project.is_designing:
        return [Blocker("project_approved", _("The project is already approved."))]
    if not project.is_submitted:
        text = _("The network has not sent its plan yet.")
        return [Blocker("plan_not_submitted", text, hands.signers())]
    found = [
        *queries.selection_blockers(project),
        *waiting_for_opinion(project),
        *budget_blockers(project),
    ]
    if project.submitted_by_id == by.pk:
        text = _("Whoever sent the plan cannot approve it.")
        found.append(Blocker("same_person", text, hands.official()))
    return found


def return_blockers(project: Project) -> list[Blocker]:
    if project.is_submitted:
        return []
    return [Blocker("plan_not_submitted", _("There is no plan to send back."))]


def table_blockers(project: Project) -> list[Blocker]:
    """Why no co-design table can be convened: they belong to the design, until the approval."""
    if project.is_designing:
        return []
    if project.state == ProjectState.LAPSED:
        return [_over(project)]
    text = _("The project is approved: its design is over.")
    return [Blocker("project_approved", text)]


def draft_blockers(project: Project) -> list[Blocker]:
    """Why no agreement can be drafted: one is there already, or the project was ended."""
    if Agreement.objects.filter(project=project).exists():
        return [Blocker("agreement_drafted", _("The project already has its agreement."))]
    return [_over(project)] if project.state in ENDED_EARLY else []


def change_agreement_blockers(agreement: Agreement, *, text_too: bool = True) -> list[Blocker]:
    """A text that somebody has signed does not change; the CUP may still be added."""
    if agreement.is_in_force:
        return [Blocker("in_force", _("The agreement is in force: it does not change."))]
    signed = agreement.signed_document_id or agreement.signatures.exists()
    if text_too and signed:
        text = _("Somebody has signed this text: take the signature and the file away first.")
        return [Blocker("signed", text, hands.facilitators())]
    return []


def approve_agreement_blockers(agreement: Agreement) -> list[Blocker]:
    """P2: no agreement in force without CUP, both signatures, the signed file and a lead."""
    if agreement.state != AgreementState.DRAFT:
        return [Blocker("in_force", _("The agreement is already in force."))]
    project = agreement.project
    signed = set(agreement.signatures.values_list("party", flat=True))
    lacking = [
        (
            "project_not_approved",
            project.state in UNAPPROVED_STATES,
            _("The project is not approved yet."),
            hands.official(),
        ),
        (
            "no_cup",
            agreement.cup_required and not agreement.cup,
            _("The CUP is missing: without it the act is null (DL 76/2020, art. 41)."),
            hands.facilitators(),
        ),
        (
            "no_body_signature",
            Party.BODY not in signed,
            _("The signature of the public body is not declared."),
            hands.facilitators(),
        ),
        (
            "no_lead_signature",
            Party.LEAD not in signed,
            _("The signature of the lead organisation is not declared."),
            hands.facilitators(),
        ),
        (
            "no_signed_file",
            agreement.signed_document_id is None,
            _("The signed file is missing."),
            hands.facilitators(),
        ),
    ]
    found = [Blocker(code, text, who) for code, holds, text, who in lacking if holds]
    return [*found, *_lead_blockers(project)]


def _lead_blockers(project: Project) -> list[Blocker]:
    takes_part = people.organisations_of_network(project.network).filter(pk=project.lead_id)
    if not takes_part.exists():
        text = _("%(lead)s is no longer in the network: the network needs a lead.") % {
            "lead": project.lead.name
        }
        return [Blocker("no_lead", text, hands.facilitators())]
    if project.lead.kind == OrganisationKind.INFORMAL_GROUP:
        text = _("An informal group cannot sign: the network needs a lead with a codice fiscale.")
        return [Blocker("informal_lead", text, hands.facilitators())]
    return []


def sign_blockers(agreement: Agreement) -> list[Blocker]:
    return change_agreement_blockers(agreement, text_too=False)


def check_cup_blockers(agreement: Agreement) -> list[Blocker]:
    if not agreement.cup:
        return [Blocker("no_cup", _("There is no CUP to check."), hands.facilitators())]
    if agreement.cup_checked_at:
        return [Blocker("cup_checked", _("The CUP has already been checked."))]
    return []


def activate_blockers(project: Project) -> list[Blocker]:
    """Why the project has not started: its approval, its agreement, its first day."""
    if project.state != ProjectState.APPROVED:
        text = _("Only an approved project starts.")
        return [Blocker("project_not_approved", text, hands.official())]
    found = queries.selection_blockers(project)
    agreement = queries.agreement_of(project)
    if agreement is None or not agreement.is_in_force:
        text = _("The agreement is not in force.")
        found.append(Blocker("agreement_not_in_force", text, hands.official()))
    if project.starts_on and project.starts_on > clock.today():
        text = _("The project starts on %(day)s.") % {"day": day_text(project.starts_on)}
        found.append(Blocker("too_early", text))
    return found


def complete_milestone_blockers(milestone: Milestone) -> list[Blocker]:
    if milestone.is_done:
        return [Blocker("milestone_done", _("This milestone has already been reached."))]
    if milestone.project.state in ENDED_EARLY:
        return [_over(milestone.project)]
    if milestone.project.is_designing:
        text = _("Milestones are reached once the project is approved.")
        return [Blocker("project_not_approved", text, hands.official())]
    return []


def _writers() -> str:
    return pgettext("who", "whoever writes in the plan")
