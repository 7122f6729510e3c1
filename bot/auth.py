"""Who speaks: the subject of a signed token."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jwt

from bot.settings import Access

SHORTEST_SECRET = 32
LEEWAY_SECONDS = 30
LONGEST_SUBJECT = 100
SHARED = ["HS256"]
PUBLIC = ["RS256", "PS256", "ES256", "EdDSA"]

ASK_ANEW = "Please sign in again."


class TokenRefused(Exception):
    """The token proves nothing; the message says why, for the person who sent it."""


class KeyUnusable(ValueError):
    """The settings name no key that tokens could be checked with; the message says what to change."""


class Verifier:
    """Checks tokens with the key that the settings name."""

    def __init__(self, access: Access) -> None:
        """Read the key of ``access``. Raises :class:`KeyUnusable` where it is missing, too short, or one of several."""
        named = [name for name in ("secret", "key_file", "key_set") if getattr(access, name)]
        if len(named) != 1:
            raise KeyUnusable(
                "Set exactly one of FOOTNOTE_TOKEN_SECRET, FOOTNOTE_TOKEN_KEY_FILE and FOOTNOTE_TOKEN_KEY_SET; "
                f"{len(named)} are set."
            )
        self._access = access
        self._algorithms = SHARED if access.secret else PUBLIC
        self._key_set = jwt.PyJWKClient(access.key_set, timeout=5) if access.key_set else None
        self._key = access.secret or (_read(access.key_file) if access.key_file else "")
        if access.secret and len(access.secret.encode()) < SHORTEST_SECRET:
            raise KeyUnusable(f"FOOTNOTE_TOKEN_SECRET is too short: it needs at least {SHORTEST_SECRET} bytes.")

    def subject(self, authorization: str | None) -> str:
        """The subject of the bearer token in the header ``authorization``; raises :class:`TokenRefused`.

        May wait for the identity provider, for at most five seconds.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.casefold() != "bearer" or not token.strip():
            raise TokenRefused(f"This assistant answers signed-in users only. {ASK_ANEW}")
        try:
            claims = self._claims(token.strip())
        except jwt.ExpiredSignatureError as error:
            raise TokenRefused(f"Your sign-in has expired. {ASK_ANEW}") from error
        except jwt.PyJWTError as error:
            raise TokenRefused(f"Your sign-in could not be verified. {ASK_ANEW}") from error
        subject = claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
            raise TokenRefused(f"Your sign-in names no user. {ASK_ANEW}")
        return subject

    def _claims(self, token: str) -> dict[str, Any]:
        key = self._key if self._key_set is None else self._key_set.get_signing_key_from_jwt(token).key
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=self._algorithms,
            issuer=self._access.issuer or None,
            audience=self._access.audience or None,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "sub"], "verify_aud": bool(self._access.audience)},
        )
        return claims


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise KeyUnusable(f"FOOTNOTE_TOKEN_KEY_FILE cannot be read: {error}") from error
