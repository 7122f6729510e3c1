"""What the Matrix channel reads of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

DEFAULT_ID = "footnote"
NAMES = ("HOMESERVER", "AS_TOKEN", "HS_TOKEN")


class MatrixUnusable(ValueError):
    """The settings are half done; the message says what is missing."""


@dataclass(frozen=True)
class MatrixSettings:
    """The homeserver, the two tokens of the registration, and who may speak to the assistant.

    ``as_token`` opens the homeserver to the assistant, ``hs_token`` the assistant to the homeserver. ``service`` is the
    registration's id, ``user`` the user's localpart, ``name`` what people see of it. ``servers`` and ``users`` are
    patterns (``*.hospital.example``, ``@*-ward:hospital.example``) of whom it answers; without any, of the users of its
    own homeserver.
    """

    homeserver: str
    as_token: str
    hs_token: str
    service: str = DEFAULT_ID
    user: str = DEFAULT_ID
    name: str = "Footnote"
    servers: tuple[str, ...] = ()
    users: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> MatrixSettings | None:
        """Read ``FOOTNOTE_MATRIX_{HOMESERVER,AS_TOKEN,HS_TOKEN,ID,USER,NAME,SERVERS,USERS}``.

        ``None`` where none of the first three is set; raises :class:`MatrixUnusable` where some are missing.
        """
        environment = os.environ if environment is None else environment
        given = {name: environment.get(f"FOOTNOTE_MATRIX_{name}", "").strip() for name in NAMES}
        if not any(given.values()):
            return None
        if missing := [f"FOOTNOTE_MATRIX_{name}" for name, value in given.items() if not value]:
            raise MatrixUnusable(f"Matrix is set up by half: set {' and '.join(missing)} as well (docs/channels.md).")
        homeserver = given["HOMESERVER"].rstrip("/")
        if urlsplit(homeserver).scheme not in ("http", "https"):
            raise MatrixUnusable(
                "FOOTNOTE_MATRIX_HOMESERVER has to be an address such as https://matrix.hospital.example."
            )
        return cls(
            homeserver,
            given["AS_TOKEN"],
            given["HS_TOKEN"],
            environment.get("FOOTNOTE_MATRIX_ID") or DEFAULT_ID,
            environment.get("FOOTNOTE_MATRIX_USER") or DEFAULT_ID,
            environment.get("FOOTNOTE_MATRIX_NAME") or "Footnote",
            tuple(environment.get("FOOTNOTE_MATRIX_SERVERS", "").split()),
            tuple(environment.get("FOOTNOTE_MATRIX_USERS", "").split()),
        )

    def allows(self, user: str, own_server: str) -> bool:
        """Whether ``user`` (such as ``@ada:hospital.example``) may speak to the assistant of ``own_server``."""
        server = user.partition(":")[2]
        servers = self.servers or (() if self.users else (own_server,))
        allowed = any(fnmatchcase(server, pattern) for pattern in servers)
        return allowed or any(_is_like(user, pattern) for pattern in self.users)


def _is_like(user: str, pattern: str) -> bool:
    """Whether both parts of ``user`` are as in ``pattern``: no star reaches over the colon between them."""
    parts = zip(user.partition(":"), pattern.partition(":"), strict=True)
    return all(fnmatchcase(part, allowed) for part, allowed in parts)
