"""Routing: what next for a returned battery, and which modules make the best packs.

>>> from dicycle.routing import Battery, route
>>> decision = route(Battery(id="B1", chemistry="LFP", kind="pack", energy_kwh=60), as_of="2026-11-22")
>>> decision.route, decision.option("second_life").open
('recycling', False)
"""

from dicycle.routing.deciding import route as route
from dicycle.routing.events import events_for as events_for
from dicycle.routing.laws import our_laws as our_laws
from dicycle.routing.laws import read_law as read_law
from dicycle.routing.lots import RoutedLot as RoutedLot
from dicycle.routing.lots import route_lot as route_lot
from dicycle.routing.model import Battery as Battery
from dicycle.routing.model import Decision as Decision
from dicycle.routing.model import outcomes as outcomes
from dicycle.routing.parameters import having as having
from dicycle.routing.parameters import our_parameters as our_parameters
from dicycle.routing.parameters import read_parameters as read_parameters
