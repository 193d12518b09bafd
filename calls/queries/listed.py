"""A call with what stands around the list of its applications, in the query that reads the call."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from calls.models import Call
from calls.queries.admissibility import to_check
from core.access.counting import CountOf
from core.programmes.models import Territory


def with_surroundings(calls: QuerySet[Call]) -> QuerySet[Call]:
    """Adds `waiting`, how many applications wait for a check, and `places`, the programme's territories."""
    waiting = CountOf(to_check().filter(call=OuterRef("pk")))
    return calls.annotate(waiting=waiting, places=places())


def places() -> ArraySubquery:
    """Code and name of each territory of the programme, as a value of another query."""
    rows = Territory.objects.order_by("position", "pk")
    return ArraySubquery(rows.values(place=JSONObject(code="code", name="name")))


def waiting_in(call: Call) -> int:
    return int(getattr(call, "waiting", 0))


def places_of(call: Call) -> list[tuple[str, str]] | None:
    """Code and name of each territory; None where the call was read without them."""
    rows = getattr(call, "places", None)
    return None if rows is None else [(row["code"], row["name"]) for row in rows]
