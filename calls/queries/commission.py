"""The commission of a call: who sits in it, what each may open, what waits for a declaration (C7)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from calls.enums import (
    ALWAYS_BARRING,
    BARRED_BY,
    EXAMINED,
    SCORING_SEATS,
    BarringTie,
    ScorecardState,
    SeatKind,
    SubmissionState,
)
from calls.models import (
    Assignment,
    Call,
    Commission,
    CommissionSeat,
    Declaration,
    Scorecard,
    Selection,
    Submission,
    SubmissionOrigin,
    Substitution,
)
from calls.queries.scores import rule_of
from core.access.models import User
from core.access.once import asked_once
from core.people import queries as people
from core.people.enums import TieKind
from core.people.models import Network

IN_PLAY = EXAMINED | {SubmissionState.SUBMITTED, SubmissionState.TO_INTEGRATE}
"""States whose networks each seat declares on: sent, not withdrawn, not excluded."""


def commission_of(call: Call) -> Commission | None:
    return Commission.objects.filter(call=call).select_related("call__programme").first()


def seats_of(commission: Commission) -> list[CommissionSeat]:
    """Chair, members, alternates, secretary; members and alternates in the order of their appointment."""
    return in_order(commission.seats.all())


def in_order(seats: QuerySet[CommissionSeat]) -> list[CommissionSeat]:
    """As `seats_of` gives them: with their people and call."""
    order = list(SeatKind)
    rows = seats.select_related("person", "commission__call")
    return sorted(rows, key=lambda seat: (order.index(SeatKind(seat.kind)), seat.position))


def is_seated(user: User, call_id: UUID) -> bool:
    """Whether the person holds a seat of this call's commission today. No query of its own."""
    return any(call == call_id for _role, call in people.standing_of(user).calls)


@asked_once
def seats_held(user: User) -> list[CommissionSeat]:
    """The seats of appointed commissions whose role the person holds today, in any call."""
    held = people.standing_of(user).calls
    if not held:
        return []
    rows = (
        appointed_seats(user)
        .filter(commission__call__in=[call for _role, call in held])
        .select_related("commission__call__programme")
        .order_by("commission__appointed_at", "pk")
    )
    seats = [row for row in rows if (SeatKind(row.kind).role, row.commission.call_id) in held]
    for row in seats:
        row.person = user  # whose standing is known already
    return seats


def appointed_seats(user: User) -> QuerySet[CommissionSeat]:
    """By the acts, whether or not the role is still held."""
    return CommissionSeat.objects.filter(person=user, commission__appointed_at__isnull=False)


def seat_of(user: User, call: Call) -> CommissionSeat | None:
    """The seat that the person holds today in this call's commission."""
    return next((row for row in seats_held(user) if row.commission.call_id == call.pk), None)


def barring_kinds(selection: Selection | None) -> frozenset[TieKind]:
    """The ties that keep a seat from an application: those of the call's rule, and those of any call."""
    chosen = selection.barring_ties if selection else []
    return ALWAYS_BARRING.union(*(BARRED_BY[BarringTie(tie)] for tie in chosen))


def rules_of(call_ids: Iterable[UUID]) -> dict[UUID, Selection]:
    """The rule of each of these calls that has one, in one query."""
    keys = set(call_ids)
    if len(keys) == 1:  # the call of the page: others ask for its rule too
        rule = rule_of(keys.pop())
        return {rule.call_id: rule} if rule else {}
    return {row.call_id: row for row in Selection.objects.filter(call__in=keys).order_by("pk")}


def barring_kinds_of(call_ids: Iterable[UUID]) -> dict[UUID, frozenset[TieKind]]:
    """The same for several calls, in one query."""
    keys = list(call_ids)
    found = rules_of(keys)
    return {key: barring_kinds(found.get(key)) for key in keys}


@asked_once
def opened_to_seats(user: User) -> Q:
    """The applications that the person's seats open, with the names of who wrote them (C7).

    Examined on merit; of a network on which the seat declared, with no tie that bars, then or today; for
    an alternate, only where called. In a blind call, only once the own card is in; a secretary scores
    nothing and reads the names.
    """
    return _opened(user, with_names=True)


@asked_once
def texts_open_to_seats(user: User) -> Q:
    """The same without the wait of a blind call: whoever reads these shows no names (`queries.blind`)."""
    return _opened(user, with_names=False)


def _opened(user: User, *, with_names: bool) -> Q:
    opened = Q(pk__in=[])
    seats = seats_held(user)
    found = rules_of({seat.commission.call_id for seat in seats}) if seats else {}
    for seat in seats:
        rule = found.get(seat.commission.call_id)
        one = _open_to(seat, user, barring_kinds(rule))
        if with_names and rule and rule.blind and seat.kind != SeatKind.SECRETARY:
            done = Scorecard.objects.filter(state=ScorecardState.SUBMITTED)
            own = done if rule.collegial else done.filter(seat=seat)
            one &= Q(pk__in=own.values("submission"))
        opened |= one
    return opened


def _open_to(seat: CommissionSeat, user: User, kinds: frozenset[TieKind]) -> Q:
    free = Declaration.objects.filter(seat=seat, bars=False).values("network")
    tied = people.tied_networks(user, kinds).order_by().values("pk")
    one = Q(call=seat.commission.call_id, state__in=EXAMINED, network__in=free)
    one &= ~Q(network__in=tied)
    if seat.kind == SeatKind.ALTERNATE:
        called = Substitution.objects.filter(alternate=seat, ended_at__isnull=True)
        one &= Q(pk__in=called.values("submission"))
    return one


def behind_the_wall(user: User) -> Q | None:
    """Applications of the calls in whose commissions the person sits; None for whoever sits in none.

    Whatever other office opens them, a seat closes them until it has declared; and with them the ideas
    from which they grew, which tell the same.
    """
    seated = {call for _role, call in people.standing_of(user).calls}
    if not seated:
        return None
    grown = Submission.objects.filter(call__in=seated, grown_from__isnull=False).order_by()
    origins = SubmissionOrigin.objects.filter(submission__call__in=seated).order_by()
    return (
        Q(call__in=seated) | Q(pk__in=grown.values("grown_from")) | Q(pk__in=origins.values("idea"))
    )


def networks_in_play(call: Call) -> list[Network]:
    """Whose applications are examined: names only, which is what a seat declares on."""
    rows = Submission.objects.filter(call=call, state__in=IN_PLAY)
    networks = Network.objects.filter(pk__in=rows.values("network")).select_related(
        "territory", "lead"
    )
    return list(networks.order_by("territory__position", "name", "pk"))


@dataclass(frozen=True)
class NetworkToDeclare:
    """One line of the declaration: what the portal knows, what was declared, whether it is still open.

    `known` cannot be denied. `open` asks for an answer: nothing was declared, or a tie arose since.
    """

    network: Network
    known: frozenset[TieKind]
    declared: Declaration | None
    bars: bool
    open: bool

    @property
    def known_words(self) -> list[str]:
        return [str(kind.label) for kind in TieKind if kind in self.known]

    @property
    def declared_words(self) -> list[str]:
        return [str(TieKind(tie).label) for tie in self.declared.ties] if self.declared else []


def declaration_of(seat: CommissionSeat) -> list[NetworkToDeclare]:
    """Every network of the call as this seat declares on it. Five queries, whatever their number."""
    return _declarations(seat, networks_in_play(seat.commission.call))


def declaration_on(seat: CommissionSeat, network: Network) -> NetworkToDeclare:
    """The line of one network."""
    [line] = _declarations(seat, [network])
    return line


def _declarations(seat: CommissionSeat, networks: list[Network]) -> list[NetworkToDeclare]:
    call = seat.commission.call_id
    kinds = barring_kinds_of([call])[call]
    known = people.ties_by_network(seat.person, networks)
    made = {row.network_id: row for row in seat.declarations.filter(network__in=networks)}
    return [
        _to_declare(row, frozenset(tie.kind for tie in known.get(row.pk, ())), made, kinds)
        for row in networks
    ]


def _to_declare(
    network: Network,
    known: frozenset[TieKind],
    made: dict[UUID, Declaration],
    kinds: frozenset[TieKind],
) -> NetworkToDeclare:
    declared = made.get(network.pk)
    bars = bool(known & kinds) or (declared is not None and declared.bars)
    arose = declared is not None and bars and not declared.bars
    return NetworkToDeclare(network, known, declared, bars, declared is None or arose)


def still_to_declare(seat: CommissionSeat) -> int:
    return to_declare(seat).count()


def to_declare(seat: CommissionSeat) -> QuerySet[Network]:
    """On which networks this seat has to declare before their texts open; as `declaration_of` says it,
    by the database."""
    call = seat.commission.call_id
    declared = Declaration.objects.filter(seat=seat, network=OuterRef("pk"))
    tied = people.tied_networks(seat.person, barring_kinds_of([call])[call]).order_by()
    arose = Q(Exists(declared.filter(bars=False)), pk__in=tied.values("pk"))
    in_play = Submission.objects.filter(call=call, state__in=IN_PLAY).order_by()
    rows = Network.objects.filter(pk__in=in_play.values("network"))
    return rows.filter(Q(~Exists(declared)) | arose)


@dataclass(frozen=True)
class Coverage:
    """For one network, who of the seats is tied to it, and how many could score it."""

    network: Network
    ties: tuple[tuple[CommissionSeat, tuple[TieKind, ...]], ...]
    untied: int
    needed: int

    @property
    def is_short(self) -> bool:
        """Fewer could score it than are appointed: nothing would count as scored."""
        return self.untied < self.needed

    @property
    def words(self) -> list[tuple[str, str]]:
        """Who, and which ties."""
        return [
            (seat.person.full_name, ", ".join(str(kind.label) for kind in kinds))
            for seat, kinds in self.ties
        ]


def coverage_of(call: Call, seats: Collection[CommissionSeat]) -> list[Coverage]:
    """Which applications would be left without enough untied scorers. Two queries for each seat."""
    networks = networks_in_play(call)
    kinds = barring_kinds_of([call.pk])[call.pk]
    known = {seat.pk: people.ties_by_network(seat.person, networks) for seat in seats}
    needed = sum(seat.kind in SCORING_SEATS for seat in seats)
    return [_coverage(network, seats, known, kinds, needed) for network in networks]


def _coverage(
    network: Network,
    seats: Collection[CommissionSeat],
    known: Mapping[UUID, Mapping[UUID, frozenset[people.KnownTie]]],
    kinds: frozenset[TieKind],
    needed: int,
) -> Coverage:
    ties, barred = [], set()
    for seat in seats:
        found = {tie.kind for tie in known[seat.pk].get(network.pk, ())}
        if found:
            ties.append((seat, tuple(kind for kind in TieKind if kind in found)))
        if found & kinds:
            barred.add(seat.pk)
    scorers = [seat for seat in seats if seat.kind != SeatKind.SECRETARY]
    untied = sum(seat.pk not in barred for seat in scorers)
    return Coverage(network, tuple(ties), min(untied, needed), needed)


def scoring_submissions(seat: CommissionSeat) -> QuerySet[Submission]:
    """The applications that this seat scores: none for a secretary, the assigned ones where the rule
    asks for some scorers, all or none where one card is written for the whole commission."""
    rule = rules_of([seat.commission.call_id]).get(seat.commission.call_id)
    if seat.kind == SeatKind.SECRETARY or rule is None:
        return Submission.objects.none()
    mine = Q(texts_open_to_seats(seat.person), call=seat.commission.call_id)
    if rule.collegial and seat.kind != SeatKind.CHAIR:
        called = Substitution.objects.filter(alternate=seat, seat__kind=SeatKind.CHAIR)
        mine &= Q(pk__in=called.filter(ended_at__isnull=True).values("submission"))
    elif rule.scorers_each and seat.kind in SCORING_SEATS:
        mine &= Q(pk__in=Assignment.objects.filter(seat=seat).values("submission"))
    rows = Submission.objects.filter(mine)
    return rows.select_related("network", "territory", "lead", "call", "programme").order_by(
        "number", "pk"
    )


def substitutions_of(call: Call) -> QuerySet[Substitution]:
    """Who stands in for whom, and where."""
    rows = Substitution.objects.filter(submission__call=call, ended_at__isnull=True)
    return rows.select_related(
        "seat__person", "alternate__person", "submission__network", "submission__lead"
    ).order_by("submission__number", "called_at", "pk")
