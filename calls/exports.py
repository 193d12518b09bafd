"""A call's applications as a table, with the answers as columns (`core.ui.spreadsheets` writes it)."""

from collections.abc import Collection, Iterator
from itertools import islice

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from calls.models import Call, Sending, Submission
from core.questionnaires import queries as questionnaires
from core.questionnaires import readable
from core.ui.spreadsheets import Cell, told_apart

BATCH = 200

Row = list[Cell]


def own_columns() -> list[tuple[str, str]]:
    """Key and heading of what an application says beside its answers, in the active language."""
    return [(f"own.{place}", heading) for place, heading in enumerate(_own_headings(), start=1)]


def answer_columns(call: Call, language: str) -> list[tuple[str, str]]:
    """Key and heading of each question of the call's form."""
    assert call.version is not None
    return [(f"answer.{key}", label) for key, label in readable.columns(call.version, language)]


def rows_of(
    call: Call,
    submissions: QuerySet[Submission],
    language: str = "it",
    keys: Collection[str] | None = None,
) -> Iterator[Row]:
    """The headings, then one row per application: what was sent last, or the draft where nothing was.

    `keys` are those of `own_columns` and `answer_columns`; None takes them all.
    """
    with translation.override(language):
        headings = [*own_columns(), *answer_columns(call, language)]
    taken = [place for place, (key, _label) in enumerate(headings) if keys is None or key in keys]
    yield [*told_apart(headings[place][1] for place in taken)]
    for row in _whole_rows(call, submissions, language):
        yield [row[place] for place in taken]


def _whole_rows(call: Call, submissions: QuerySet[Submission], language: str) -> Iterator[Row]:
    assert call.version is not None
    headings = readable.columns(call.version, language)
    found = submissions.select_related("network", "lead", "territory", "sheet")
    iterator = found.prefetch_related(
        "further_territories__territory", "registry_entries"
    ).iterator(chunk_size=BATCH)
    while batch := list(islice(iterator, BATCH)):
        yield from _rows_of(batch, [key for key, _label in headings], language)


def _rows_of(batch: list[Submission], keys: list[str], language: str) -> Iterator[Row]:
    sent = {
        sending.submission_id: sending.sheet
        for sending in Sending.objects.filter(submission__in=batch)
        .select_related("sheet")
        .order_by("ordinal")
    }
    sheets = {row.pk: sent.get(row.pk, row.sheet) for row in batch}
    filled = questionnaires.load_many(sheets.values())
    for submission in batch:
        answers = readable.row(filled[sheets[submission.pk].pk], language)
        with translation.override(language):
            own = _own_cells(submission)
        yield [*own, *(answers.get(key, "") for key in keys)]


def _own_headings() -> list[str]:
    return [
        _("Application number"), _("State"), _("Title"), _("Network"), _("Lead organisation"),
        _("Principal territory"), _("Further territories"), _("Sent"), _("Sent late"),
        _("How it came in"), _("Confirmed by the applicant"), _("Registry number"), _("Registry date"),
    ]  # fmt: skip


def _own_cells(submission: Submission) -> Row:
    further = [row.territory.name for row in submission.further_territories.all()]
    entry = next(iter(submission.registry_entries.all()), None)
    confirmed = "" if not submission.is_on_behalf else _yes_no(submission.confirmed_at is not None)
    sent_at = submission.submitted_at
    return [
        submission.number,
        submission.get_state_display(),
        submission.title,
        submission.network.name,
        submission.lead.name,
        submission.territory.name,
        ", ".join(sorted(further)),
        sent_at or "",
        _yes_no(submission.late) if sent_at else "",
        submission.get_channel_display(),
        confirmed,
        entry.number if entry else "",
        entry.date if entry else "",
    ]


def _yes_no(value: bool) -> str:
    return _("yes") if value else _("no")
