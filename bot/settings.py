"""What the channels read of the environment."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass

MESSAGES_PER_MINUTE = 120


@dataclass(frozen=True)
class Access:
    """Who may speak to the assistant, from where, and how much.

    Tokens are signed with a shared ``secret``, or with the key of ``key_file`` (PEM) or of ``key_set`` (the URL of an
    identity provider's JWKS). ``issuer`` and ``audience`` are checked where they are set. ``origins`` are the web
    origins whose pages may embed the chat. Without a key only the machine itself is served.
    """

    secret: str = ""
    key_file: str = ""
    key_set: str = ""
    issuer: str = ""
    audience: str = ""
    origins: tuple[str, ...] = ()
    messages_per_minute: int = MESSAGES_PER_MINUTE

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Access:
        """Read ``FOOTNOTE_TOKEN_{SECRET,KEY_FILE,KEY_SET,ISSUER,AUDIENCE}``, ``_ORIGINS``, ``_MESSAGES_PER_MINUTE``.

        Raises :class:`ValueError` where the last one is no positive number.
        """
        environment = os.environ if environment is None else environment
        return cls(
            secret=environment.get("FOOTNOTE_TOKEN_SECRET", ""),
            key_file=environment.get("FOOTNOTE_TOKEN_KEY_FILE", ""),
            key_set=environment.get("FOOTNOTE_TOKEN_KEY_SET", ""),
            issuer=environment.get("FOOTNOTE_TOKEN_ISSUER", ""),
            audience=environment.get("FOOTNOTE_TOKEN_AUDIENCE", ""),
            origins=tuple(environment.get("FOOTNOTE_ORIGINS", "").split()),
            messages_per_minute=_positive(environment.get("FOOTNOTE_MESSAGES_PER_MINUTE", str(MESSAGES_PER_MINUTE))),
        )

    def as_environment(self) -> dict[str, str]:
        """The variables from which another process reads the same."""
        return {
            "FOOTNOTE_TOKEN_SECRET": self.secret,
            "FOOTNOTE_TOKEN_KEY_FILE": self.key_file,
            "FOOTNOTE_TOKEN_KEY_SET": self.key_set,
            "FOOTNOTE_TOKEN_ISSUER": self.issuer,
            "FOOTNOTE_TOKEN_AUDIENCE": self.audience,
            "FOOTNOTE_ORIGINS": " ".join(self.origins),
            "FOOTNOTE_MESSAGES_PER_MINUTE": str(self.messages_per_minute),
        }

    @property
    def has_key(self) -> bool:
        """Whether tokens can be checked."""
        return bool(self.secret or self.key_file or self.key_set)


def is_loopback(host: str) -> bool:
    """Whether ``host``, a name or an address, is this machine and nothing else."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise ValueError(f"FOOTNOTE_MESSAGES_PER_MINUTE is {text!r}: it has to be a whole number above 0.")
    return int(text)
