"""How often an address asked within the last hour: more than it may is refused. Kept in memory alone."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address

HOUR = 3600.0
MOST_ADDRESSES = 20_000


def network_of(address: str) -> str:
    """An IPv4 address, or the /64 of an IPv6 one: a household has all of its addresses."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    return str(found) if found.version == 4 else found.exploded[:19]


@dataclass
class PerHour:
    """When each address asked. Of too many addresses the one that asked longest ago is forgotten."""

    most: int
    _asked: OrderedDict[str, list[float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def may(self, address: str, at: float) -> bool:
        """Whether the address may ask now; if so, it is counted."""
        with self._lock:
            times = [one for one in self._asked.pop(address, []) if at - one < HOUR]
            allowed = len(times) < self.most
            self._asked[address] = [*times, at] if allowed else times
            if len(self._asked) > MOST_ADDRESSES:
                self._asked.popitem(last=False)
            return allowed
