"""How mentorship is shared out: hours per network, the most and the least, territory by territory."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from core.people.models import Network
from projects.queries.mentorship import (
    NetworkHours,
    hours_by_network,
    hours_of,
    networks_to_accompany,
)

if TYPE_CHECKING:
    from calls.models import Call

NOTHING = NetworkHours()


@dataclass(frozen=True)
class Share:
    """One network's hours."""

    network: Network
    hours: NetworkHours


@dataclass(frozen=True)
class TerritoryShare:
    """A territory's networks: how many, hours held in all and for each."""

    name: str
    networks: int
    held: Decimal
    each: Decimal


@dataclass(frozen=True)
class Equity:
    """Shares from the least held to the most; `middle` is the median of hours held."""

    shares: Sequence[Share]
    territories: Sequence[TerritoryShare]

    @property
    def least(self) -> Decimal:
        return min((share.hours.held for share in self.shares), default=Decimal(0))

    @property
    def most(self) -> Decimal:
        return max((share.hours.held for share in self.shares), default=Decimal(0))

    @property
    def middle(self) -> Decimal:
        return hours_of(int(median([share.hours.minutes for share in self.shares] or [0])))

    @property
    def top(self) -> Decimal:
        """The end of the scale on which every network is drawn."""
        figures = [figure for one in self.shares for figure in (one.hours.held, one.hours.planned)]
        return max(figures, default=Decimal(0)) or Decimal(1)


def equity(call: "Call | None") -> Equity:
    """The hours of the networks that answered the call. Three queries."""
    hours = hours_by_network()
    networks = networks_to_accompany(call).select_related("territory", "programme")
    shares = [Share(network, hours.get(network.pk, NOTHING)) for network in networks]
    shares.sort(key=lambda share: (share.hours.minutes, share.network.name))
    return Equity(shares, _by_territory(shares))


def _by_territory(shares: Sequence[Share]) -> list[TerritoryShare]:
    minutes: dict[str, list[int]] = {}
    for share in shares:
        minutes.setdefault(share.network.territory.name, []).append(share.hours.minutes)
    return [
        TerritoryShare(name, len(each), hours_of(sum(each)), hours_of(sum(each) // len(each)))
        for name, each in sorted(minutes.items())
    ]
