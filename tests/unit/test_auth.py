"""Signed tokens: who is let in, and what the others read."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.auth import KeyUnusable, TokenRefused, Verifier
from bot.settings import Access

SECRET = "a secret of thirty-two bytes or more"
CLAIMS = {"sub": "dr-a", "exp": time.time() + 86_400, "iss": "https://id.example", "aud": "footnote"}
SHARED = Access(secret=SECRET, issuer="https://id.example", audience="footnote")


def token(key: Any = SECRET, algorithm: str = "HS256", headers: dict[str, str] | None = None, **claims: Any) -> str:
    kept = {name: value for name, value in {**CLAIMS, **claims}.items() if value is not None}
    return "Bearer " + jwt.encode(kept, key, algorithm, headers=headers)


@pytest.fixture(scope="module")
def private_key() -> RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
def key_set(private_key: RSAPrivateKey) -> Iterator[str]:
    """The URL of an identity provider's keys."""
    public: dict[str, Any] = jwt.algorithms.RSAAlgorithm.to_jwk(private_key.public_key(), as_dict=True)
    body = json.dumps({"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}).encode()

    class Provider(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/keys"
    server.shutdown()
    server.server_close()


def test_the_subject_is_that_of_the_token() -> None:
    assert Verifier(SHARED).subject(token()) == "dr-a"
    assert Verifier(SHARED).subject(token().replace("Bearer", "bearer")) == "dr-a"


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (None, "signed-in"),
        ("", "signed-in"),
        ("Bearer", "signed-in"),
        ("Basic ZHI6YQ==", "signed-in"),
        ("Bearer nonsense", "verified"),
        (token("another secret of thirty-two bytes!!"), "verified"),
        (token(exp=time.time() - 60), "expired"),
        (token(exp=None), "verified"),
        (token(sub=None), "verified"),
        (token(sub=""), "no user"),
        (token(sub="x" * 101), "no user"),
        (token(iss="https://elsewhere.example"), "verified"),
        (token(aud="another service"), "verified"),
        (token(nbf=time.time() + 43_200, exp=time.time() + 86_400), "verified"),
        ("Bearer " + jwt.encode(CLAIMS, "", "none"), "verified"),
    ],
    ids=[
        "none",
        "empty",
        "no token",
        "another scheme",
        "nonsense",
        "another secret",
        "expired",
        "no expiry",
        "no subject",
        "empty subject",
        "long subject",
        "another issuer",
        "another audience",
        "not yet",
        "unsigned",
    ],
)
def test_what_proves_nothing_is_refused_and_says_why(header: str | None, said: str) -> None:
    with pytest.raises(TokenRefused, match=said):
        Verifier(SHARED).subject(header)


def test_a_public_key_file_verifies_and_never_counts_as_a_shared_secret(
    tmp_path: Path, private_key: RSAPrivateKey
) -> None:
    pem = private_key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    path = tmp_path / "key.pem"
    path.write_bytes(pem)
    verifier = Verifier(Access(key_file=str(path)))
    assert verifier.subject(token(private_key, "RS256")) == "dr-a"
    # The classic forgery: signed with the public key as if it were a shared secret.
    head, body = (jwt.utils.base64url_encode(json.dumps(one).encode()) for one in ({"alg": "HS256"}, CLAIMS))
    signature = hmac.digest(pem, head + b"." + body, "sha256")
    forged = b".".join([head, body, jwt.utils.base64url_encode(signature)]).decode()
    with pytest.raises(TokenRefused):
        verifier.subject(f"Bearer {forged}")


def test_an_identity_providers_keys_verify(key_set: str, private_key: RSAPrivateKey) -> None:
    verifier = Verifier(Access(key_set=key_set))
    assert verifier.subject(token(private_key, "RS256", headers={"kid": "one"})) == "dr-a"
    with pytest.raises(TokenRefused):
        verifier.subject(token(private_key, "RS256", headers={"kid": "two"}))
    stranger = rsa.generate_private_key(65537, 2048)
    with pytest.raises(TokenRefused):
        verifier.subject(token(stranger, "RS256", headers={"kid": "one"}))


def test_an_identity_provider_that_is_away_lets_nobody_in(private_key: RSAPrivateKey) -> None:
    with pytest.raises(TokenRefused, match="verified"):
        Verifier(Access(key_set="http://127.0.0.1:9/keys")).subject(token(private_key, "RS256", headers={"kid": "one"}))


@pytest.mark.parametrize(
    ("access", "said"),
    [
        (Access(), "0 are set"),
        (Access(secret=SECRET, key_set="http://127.0.0.1:9/keys"), "2 are set"),
        (Access(secret="short"), "at least 32 bytes"),
        (Access(key_file="/nowhere/key.pem"), "cannot be read"),
    ],
)
def test_a_key_that_cannot_be_used_is_said_at_once(access: Access, said: str) -> None:
    with pytest.raises(KeyUnusable, match=said):
        Verifier(access)


def test_another_process_reads_the_same_access() -> None:
    access = Access(SECRET, "", "", "https://id.example", "footnote", ("https://a.example", "https://b.example"), 7)
    assert Access.from_environment(access.as_environment()) == access
    assert Access.from_environment({}) == Access()
    assert not Access().has_key


@pytest.mark.parametrize("text", ["0", "-1", "many", "1.5", ""])
def test_a_rate_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="FOOTNOTE_MESSAGES_PER_MINUTE"):
        Access.from_environment({"FOOTNOTE_MESSAGES_PER_MINUTE": text})
