"""The list of a call's applications: columns to choose, filters of the desk, the way back."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from calls import lists, paths
from calls.models import Call, Handling, Submission
from calls.queries import admissibility, overview
from calls.queries.admissibility import Checklist
from core.access.models import User
from core.ui.cells import Text
from core.ui.returning import leading_back
from core.ui.tables import Column, Filter, Listing

COLUMNS = "columns"
CHECKS, HANDLER = "checks", "handler"
ALWAYS = frozenset({"number", "title"})
USUAL = frozenset({"lead", "territory", "state", "marks", "sent"})
"""The checklist costs six queries and its time: whoever checks asks for its column."""
ORDER = (
    "number", "title", "lead", "kind", "territory", "state", CHECKS, HANDLER, "marks", "channel",
    "started", "changed", "sent",
)  # fmt: skip


DRAWN = (
    "number", "title", "state", "late", "reopened_at", "channel", "entered_by", "confirmed_at",
    "started_at", "changed_at", "submitted_at", "network__name", "lead__name", "lead__kind",
    "territory__name",
)  # fmt: skip
"""What the columns of an application read; a column that reads more asks once a row, and tests say so."""


class _Beside:
    """What some columns read beside the row, for the drawn rows only: filled by `Listing.prepare`."""

    def __init__(self, call: Call, keys: Sequence[str]) -> None:
        self.call, self.keys = call, keys
        self.checks: Mapping[UUID, Checklist] = {}
        self.handlers: Mapping[UUID, str] = {}

    def prepare(self, rows: list[Submission]) -> None:
        if CHECKS in self.keys:
            waiting = [row for row in rows if row.state in admissibility.TO_CHECK]
            self.checks = admissibility.checklists(self.call, waiting)
        if HANDLER in self.keys:
            self.handlers = overview.handlers(rows)

    def columns(self) -> dict[str, Column[Submission]]:
        """Every column by its key."""
        beside = [
            Column[Submission](
                CHECKS, _("Checklist"), lambda s: lists.check_cell(self.checks.get(s.pk))
            ),
            Column[Submission](
                HANDLER, _("Looked after by"), lambda s: Text(self.handlers.get(s.pk, ""))
            ),
        ]
        return {column.key: column for column in (*lists.SUBMISSION_COLUMNS, *beside)}


def chosen(query: QueryDict, *, checks: bool) -> list[str]:
    """The columns that the address names, in the order of the list; the usual ones if it names none.

    `checks` says whether anything waits for the reader's check: else its column is not offered.
    """
    asked = {key for part in query.getlist(COLUMNS) for key in part.split(",")} & set(ORDER)
    wanted = ALWAYS | (asked or USUAL)
    return [key for key in ORDER if key in wanted and (checks or key != CHECKS)]


def drawn(rows: QuerySet[Submission], query: QueryDict, *, checks: bool) -> QuerySet[Submission]:
    """The rows with what the list draws and nothing else; the checklist reads whole applications."""
    return rows if CHECKS in chosen(query, checks=checks) else rows.only(*DRAWN)


def choices(call: Call, query: QueryDict, *, checks: bool) -> list[tuple[str, object, bool]]:
    """Key, heading and whether it is shown, of every column that may be taken away."""
    shown, columns = chosen(query, checks=checks), _Beside(call, ()).columns()
    offered = (key for key in ORDER if key not in ALWAYS and (checks or key != CHECKS))
    return [(key, columns[key].label, key in shown) for key in offered]


def submissions_listing(
    call: Call,
    reader: User,
    query: QueryDict,
    *,
    checks: bool = False,
    territories: Sequence[tuple[str, str]] | None = None,
) -> Listing[Submission]:
    """The list as `query` asks for it; each row leads to a page that leads back to the same list."""
    keys = chosen(query, checks=checks)
    beside = _Beside(call, keys)
    columns = beside.columns()
    listing = Listing[Submission](
        columns=[columns[key] for key in keys],
        row_url=paths.details_in(call.programme.slug),
        filters=[*lists.submission_filters(territories), _looked_after(reader)],
        search=lists.matching,
        default_sort="-sent" if "sent" in keys else "-number",
        keep=(COLUMNS,),
        prepare=beside.prepare,
    )
    return leading_back(listing, query)


def _looked_after(reader: User) -> Filter[Submission]:
    def apply(rows: QuerySet[Submission], value: str) -> QuerySet[Submission]:
        held = Handling.objects.order_by()
        if value == "nobody":
            return rows.exclude(pk__in=held.values("submission"))
        return rows.filter(pk__in=held.filter(person=reader).values("submission"))

    words = [("mine", _("by me")), ("nobody", _("by nobody"))]
    return Filter("handling", _("Looked after"), words, apply)
