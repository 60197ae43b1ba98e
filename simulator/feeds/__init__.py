"""The feeds the city can deliver. A feed joins by one module with `deliveries(order)` and one line here."""

from simulator.feeds import cell, resident_population, telecom_event
from simulator.orders import Feed

FEEDS: dict[str, Feed] = {
    "cell": cell.deliveries,
    "resident_population": resident_population.deliveries,
    "telecom_event": telecom_event.deliveries,
}
