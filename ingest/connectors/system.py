"""A system that answers over HTTP, as a profile declares it: its address, its limits, its key."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from dataclasses import dataclass
from urllib.parse import quote, quote_plus, urlsplit

from ingest.errors import AddressRefused, ProfileInvalid, SourceSilent

HIDDEN_KEY = "(key)"


@dataclass(frozen=True)
class System:
    """Where a system is found and how it may be asked.

    `address` is `http(s)://host[:port]`, or `$VARIABLE` for one that is known only when it runs. `key_variable` names
    the environment variable that holds its key; the key itself is in no file. None for `requests_per_minute` is no limit.
    `shelf` is for the demonstration: the folder within the working folder from which the local portal answers.
    """

    name: str
    address: str
    requests_per_minute: int | None = None
    key_variable: str = ""
    allows_private_addresses: bool = False
    shelf: str = ""

    @property
    def base(self) -> str:
        """The address without a slash at its end."""
        if not self.address.startswith("$"):
            return self.address.rstrip("/")
        value = os.environ.get(self.address[1:])
        if not value:
            raise ProfileInvalid(
                f"The environment variable {self.address[1:]} is not set. It holds the address of `{self.name}`; the portal "
                "of the demonstration is started by `make run` and `make up`, or by `python -m demo.portal`."
            )
        return value.rstrip("/")

    @property
    def key(self) -> str:
        """The key of the system, or nothing where it asks for none."""
        value = self._known_key()
        if self.key_variable and not value:
            raise ProfileInvalid(
                f"The key of `{self.name}` is missing: set {self.key_variable}, or the Airflow connection `{self.name}` "
                "with the key as its password (docs/real-systems.md)."
            )
        return value

    def without_key(self, text: str) -> str:
        """A text from which nobody learns the key, as it is or as it stands in an address."""
        key = self._known_key()
        forms = "|".join(map(re.escape, (quote_plus(key), quote(key, safe=""), key)))
        return re.sub(forms, HIDDEN_KEY, text, flags=re.IGNORECASE) if key else text

    def _known_key(self) -> str:
        return os.environ.get(self.key_variable, "") if self.key_variable else ""


def require_allowed(url: str, system: System) -> None:
    """Refuse an address that is not http(s), carries a login, or leads into a private network that the profile forbids.

    Raises `AddressRefused`; `SourceSilent` when the name cannot be resolved now.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise AddressRefused(
            f"`{system.name}`: {shown(url)} is no http or https address. Mend the profile or the contract."
        )
    if parts.username or parts.password:
        raise AddressRefused(
            f"`{system.name}`: the address of {parts.hostname} carries a login. Put it into the environment."
        )
    if system.allows_private_addresses:
        return
    try:
        found = socket.getaddrinfo(
            parts.hostname, parts.port or (443 if parts.scheme == "https" else 80), type=socket.SOCK_STREAM
        )
    except OSError as error:
        raise SourceSilent(f"`{system.name}`: the name {parts.hostname} could not be resolved ({error}).") from error
    for entry in found:
        require_public(str(entry[4][0]), system)


def require_public(address: str, system: System) -> None:
    """Refuse an IP address that is not one of the public internet, unless the profile allows it for the system."""
    if system.allows_private_addresses:
        return
    if not ipaddress.ip_address(address.partition("%")[0]).is_global:
        raise AddressRefused(
            f"`{system.name}` leads to {address}, an address of a private network or of this machine. Nothing is sent there. "
            "If that is meant, set `allows_private_addresses: true` for the system in the profile."
        )


def shown(url: str) -> str:
    """An address as it may be shown and kept: without its query, in which keys are sent."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
