"""Where webhooks may go: by https to public addresses, and into networks of one's own where the settings name them."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from salesmgmt.common.problems import Refused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
LONGEST = 500
_PORTS = {"https": 443, "http": 80}
_TUNNELS = tuple(ipaddress.ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48"))
"""IPv6 addresses behind which a gateway finds IPv4 ones, private ones among them (RFC 6052, RFC 8215)."""


@dataclass(frozen=True, slots=True)
class Target:
    """An endpoint's address in parts; `path` goes with its query."""

    scheme: str
    host: str
    port: int
    path: str


def target_of(url: str) -> Target:
    """Raises Refused for an address to which no webhook goes, whatever its host resolves to."""
    try:
        URLValidator(schemes=["https", "http"])(url)
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValidationError, ValueError, KeyError) as error:
        raise _refused(f"“{url[:80]}” is no address of a receiver; write one like https://example.com/hook.") from error
    if len(url) > LONGEST or not url.isascii():
        raise _refused(f"An address has up to {LONGEST} plain characters; shorten it, or write its host as xn--….")
    if parts.username is not None or parts.fragment:
        raise _refused("An address holds no password and no #part; the signature tells that a webhook is ours.")
    if parts.scheme != "https" and not settings.WEBHOOK_NETWORKS:
        raise _refused("Webhooks go by https only; write an address that begins with https://.")
    host = parts.hostname or ""
    if not _may_be_public(host):
        raise _refused(f"{host} is not on the public internet; write the receiver's public address.", "private")
    return Target(parts.scheme, host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def allowed(addresses: Iterable[str], *, scheme: str) -> list[str]:
    """Those of a host's addresses that a webhook may connect to; http stays within networks of one's own."""
    networks = [ipaddress.ip_network(each) for each in settings.WEBHOOK_NETWORKS]
    found = []
    for text in addresses:
        address = ipaddress.ip_address(text.partition("%")[0])
        is_own = any(address in network for network in networks)
        if is_own or (scheme == "https" and _is_public(address)):
            found.append(text)
    return found


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return _is_public(address.ipv4_mapped)
        if address.sixtofour or address.teredo or any(address in each for each in _TUNNELS):
            return False
    return address.is_global and not address.is_multicast


def _may_be_public(host: str) -> bool:
    """Judged by its text alone; what a name resolves to is judged when something is sent."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        is_local = "." not in host or host.rpartition(".")[2] in ("localhost", "local", "internal")
        return not is_local or bool(settings.WEBHOOK_NETWORKS)
    return bool(allowed([str(address)], scheme="https"))


def _refused(message: str, code: str = "address") -> Refused:
    return Refused(message, code=code, field="url")
