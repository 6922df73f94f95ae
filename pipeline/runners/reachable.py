"""Whether something listens at an address that the user gave."""

from __future__ import annotations

import socket

from pipeline.config import OptionError

CONNECT_SECONDS = 5.0


def address_of(flag: str, text: str) -> tuple[str, int]:
    """HOST:PORT in two; raises OptionError."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 1 << 16:
        raise OptionError(f"{flag} {text}: write HOST:PORT")
    return host.strip("[]"), int(port)


def check_listens(endpoint: str) -> None:
    """Raises OptionError if nothing listens there: Beam's client would wait for minutes."""
    try:
        socket.create_connection(address_of("--job-endpoint", endpoint), CONNECT_SECONDS).close()
    except OSError as error:
        raise OptionError(
            f"--job-endpoint {endpoint}: nothing listens there ({error.strerror or error}); "
            "start the job service, or name another"
        ) from error
