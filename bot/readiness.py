"""What keeps the assistant from starting, said in one line."""

from __future__ import annotations

import errno
import socket


class Unready(Exception):
    """The assistant cannot start or go on; the message says why and what to do."""


LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A TCP port that is free on the loopback interface."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def refuse_busy_port(port: int, interface: str = LOOPBACK) -> None:
    """Raise :class:`Unready` where something already listens on ``port`` of ``interface``, or this machine has none."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((interface, port))
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise Unready(f"This machine has no address {interface}: choose another for --interface.") from error
            raise Unready(f"Port {port} is busy: stop what listens there, or choose another (PORT=5006).") from error
