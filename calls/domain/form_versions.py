"""The form of a call: begun, opened again as a new version, put into force.

A published form never changes under those who answer (RULES C3): a change is a new version. What was sent
keeps the form on which it was sent; a draft moves on with every answer that fits, and its network is told
what did not. The text of the call stays as it was published (L. 241/1990 art. 12): only what must be
written to answer it changes, so that is decided by whoever may publish the call.
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls.enums import CallState, SubmissionState
from calls.form_notices import FormChanged
from calls.models import Call, Submission
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.questionnaires.domain import succession, versions
from core.questionnaires.models import Questionnaire, Version
from core.questionnaires.spec import QuestionnaireSpec

WITH_A_LIVING_FORM = frozenset({CallState.DRAFT, CallState.PUBLISHED})


def form_on_the_table(call: Call) -> Version | None:
    """The draft that follows the call's form, if there is one; else the form itself."""
    if call.version is None:
        return None
    last = call.version.questionnaire.versions.order_by("-number").first()
    return last if last is not None and not last.is_published else call.version


def change_form_blockers(call: Call) -> list[Blocker]:
    """Why the form of this call can't be written now."""
    if call.state in WITH_A_LIVING_FORM:
        return []
    return [Blocker("call_over", _("This call is over: its form stays as it was."))]


def begin_form_blockers(call: Call) -> list[Blocker]:
    found = change_form_blockers(call)
    if call.version_id is not None:
        found.append(Blocker("has_form", _("This call has a form already.")))
    return found


@transaction.atomic
def begin_form(*, call_id: UUID, by: User, source: Version | None = None) -> Version:
    """The call's first form: empty, or a copy of `source` with its own life from here on."""
    call = lock(Call, call_id)
    refuse(begin_form_blockers(call))
    sections = versions.to_spec(source).sections if source else ()
    spec = QuestionnaireSpec.model_validate(
        {"key": _free_key(call), "title": dict(call.title), "sections": sections}
    )
    version = versions.create_questionnaire(spec, by=by)
    call.version = version
    call.save(update_fields=["version"])
    record(call, Verb.CHANGE, by=by, data={"fields": ["version"], "form": spec.key})
    return version


@transaction.atomic
def revise_form(*, call_id: UUID, by: User) -> Version:
    """A draft that begins as a copy of the call's form, which stays in force meanwhile."""
    call = lock(Call, call_id)
    refuse(change_form_blockers(call))
    if call.version is None:
        refuse([Blocker("no_form", _("No form has been chosen."))])
    assert call.version is not None
    return versions.new_version(
        questionnaire_id=call.version.questionnaire_id, by=by, spec=versions.to_spec(call.version)
    )


def publish_form_blockers(call: Call) -> list[Blocker]:
    """Why the form on the table can't be put into force now."""
    found = change_form_blockers(call)
    version = form_on_the_table(call)
    if version is None:
        return [*found, Blocker("no_form", _("No form has been chosen."))]
    return [*found, *versions.publish_blockers(version)]


@transaction.atomic
def publish_form(*, call_id: UUID, by: User) -> Version:
    """Freeze the form and give it to the call; drafts of applicants move on to it, and are told."""
    call = lock(Call, call_id)
    refuse(publish_form_blockers(call))
    draft = form_on_the_table(call)
    assert draft is not None
    version = versions.publish_version(version_id=draft.pk, by=by)
    call.version = version
    call.save(update_fields=["version"])
    moved = [_move_on(row, version, by) for row in drafts_of(call)]
    data = {"fields": ["version"], "number": version.number, "drafts": len(moved)}
    record(call, Verb.CHANGE, by=by, data=data)
    return version


def drafts_of(call: Call) -> list[Submission]:
    """Drafts never sent: they move on to a new form. What was sent, even if reopened, keeps its own."""
    rows = Submission.objects.filter(call=call, state=SubmissionState.DRAFT)
    return list(rows.select_related("sheet", "network", "call").order_by("pk"))


def _move_on(draft: Submission, version: Version, by: User) -> Submission:
    submission = lock(Submission, draft.pk)
    before = submission.sheet
    submission.sheet = succession.move_sheet(before, version)
    submission.save(update_fields=["sheet"])
    left = succession.left_behind(submission.sheet)
    data = {"what": "form", "sheet": before.pk, "number": version.number, "left": len(left)}
    record(submission, Verb.CHANGE, by=by, data=data)
    FormChanged(submission, [label for label, _answer in left]).queue()
    return submission


def _free_key(call: Call) -> str:
    """The call's address as key, with a figure if another form has it."""
    taken = set(Questionnaire.objects.values_list("key", flat=True))
    base = call.slug if call.slug[:1].isalpha() else f"f-{call.slug}"
    tries = [base[:56], *(f"{base[:50]}-{number}" for number in range(2, len(taken) + 3))]
    return next(key for key in tries if key not in taken)
