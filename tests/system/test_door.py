"""With signed tokens: who is served, and that nobody reaches another's conversation."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import jwt
import pytest
from rich.console import Console

from bot.readiness import Unready, free_port
from bot.server import running
from bot.settings import Access
from bot.training import train
from knowledge.store import build
from tests.system.chat import Chat, answers, bar
from tests.system.conftest import settings_in
from tests.system.test_command import footnote

SECRET = "a secret of thirty-two bytes or more"
ORIGIN = "https://intranet.example"
ACCESS = Access(secret=SECRET, audience="footnote", origins=(ORIGIN,), messages_per_minute=10)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an assistant that serves every interface, to whoever has a token."""
    settings = settings_in(tmp_path_factory.mktemp("guarded"))
    build(settings.knowledge_url, settings.content)
    train(settings, Console())
    with running(settings, free_port(), "0.0.0.0", ACCESS) as assistant:
        yield assistant.url


def bearer(subject: str, seconds: int = 300) -> dict[str, str]:
    claims = {"sub": subject, "aud": "footnote", "exp": time.time() + seconds}
    return {"Authorization": f"Bearer {jwt.encode(claims, SECRET, 'HS256')}"}


def test_without_a_token_nothing_is_answered(guarded: str) -> None:
    body = {"sender": "a", "conversation": "a", "message": "dose?", "text": "dose?", "slot": "weight_kg", "value": "5"}
    requests = [
        httpx.post(f"{guarded}/webhooks/rest/webhook", json=body),
        httpx.post(f"{guarded}/chat/messages", json=body),
        httpx.post(f"{guarded}/chat/patient", json=body),
        httpx.get(f"{guarded}/chat/events", params={"conversation": "a"}),
        httpx.get(f"{guarded}/chat/stream", params={"conversation": "a"}),
        httpx.get(f"{guarded}/chat/events", params={"conversation": "a"}, headers=bearer("dr-a", -60)),
    ]
    for reply in requests:
        assert reply.status_code == 401
        assert reply.headers["www-authenticate"] == "Bearer"
        assert reply.json()["code"] == "token"
        assert "sign in" in reply.json()["error"]


def test_who_has_a_token_is_answered_over_both_channels(guarded: str) -> None:
    assert answers(Chat(guarded, headers=bearer("dr-a")).say("contraindications?"))
    body = {"sender": "ward-7", "message": "contraindications?"}
    reply = httpx.post(f"{guarded}/webhooks/rest/webhook", json=body, headers=bearer("dr-a"), timeout=60)
    assert reply.json()[0]["recipient_id"] == "dr-a/ward-7"


@pytest.mark.parametrize(
    ("one", "other"),
    [(("dr-a", "c"), ("dr-b", "c")), (("a", "b/c"), ("a/b", "c")), (("a%2Fb", "c"), ("a/b", "c"))],
)
def test_nobody_reaches_the_conversation_of_another(guarded: str, one: tuple[str, str], other: tuple[str, str]) -> None:
    first = Chat(guarded, one[1], bearer(one[0]))
    second = Chat(guarded, other[1], bearer(other[0]))
    first.say("58 kg, iv infusion dose?")
    assert second.events()["events"] == []
    assert bar(second.events()) == {}
    assert bar(first.events())["weight_kg"] == "58"


def test_a_user_is_counted_over_all_conversations(guarded: str) -> None:
    headers = bearer("dr-flood")
    replies = [Chat(guarded, headers=headers).post("messages", {"text": "thanks"}) for _ in range(11)]
    assert [reply.status_code for reply in replies] == [200] * 10 + [429]
    refused = replies[-1].json()
    assert refused["code"] == "too_many"
    assert 0 < refused["retry_after"] <= 61
    assert replies[-1].headers["retry-after"] == str(refused["retry_after"])
    assert Chat(guarded, headers=bearer("dr-calm")).post("messages", {"text": "thanks"}).status_code == 200


def test_pages_of_the_intranet_may_embed_it_and_others_not(guarded: str) -> None:
    asked = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    allowed = httpx.options(f"{guarded}/chat/messages", headers=asked)
    assert allowed.headers["access-control-allow-origin"] == ORIGIN
    refused = httpx.options(f"{guarded}/chat/messages", headers={**asked, "Origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in refused.headers
    assert f"frame-ancestors 'self' {ORIGIN}" in httpx.get(f"{guarded}/chat/").headers["content-security-policy"]


def test_the_command_asks_with_a_token_and_says_why_it_was_refused_without(guarded: str) -> None:
    port = guarded.rsplit(":", 1)[1]
    token = bearer("dr-a")["Authorization"].removeprefix("Bearer ")
    answered = footnote("ask", "contraindications?", "--port", port, "--token", token)
    assert answered.returncode == 0, answered.stderr
    refused = footnote("ask", "contraindications?", "--port", port)
    assert refused.returncode == 1
    assert "401" in refused.stderr
    assert "sign in" in " ".join(refused.stderr.split())


@pytest.mark.parametrize(
    ("interface", "access", "said"),
    [
        ("0.0.0.0", Access(), "signed tokens"),
        ("192.0.2.1", Access(), "signed tokens"),
        ("192.0.2.1", ACCESS, "no address 192.0.2.1"),
        ("127.0.0.1", replace(ACCESS, secret="short"), "32 bytes"),
    ],
)
def test_it_does_not_start_where_strangers_could_come_in(
    tmp_path: Path, interface: str, access: Access, said: str
) -> None:
    with pytest.raises(Unready, match=said), running(settings_in(tmp_path), free_port(), interface, access):
        pytest.fail("it started")
