"""The web chat's channel: its pages at ``/chat``, messages by POST, and what becomes of a conversation as a stream."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import uuid4

from rasa.core.channels.channel import InputChannel
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.chat_pages import NOT_BUILT, SCRIPT, File, read_files, security_headers
from bot.channels.door import Door, Refused, guard, json_body
from bot.channels.exchange import Incoming, Message, answer_before_rasa, events_of
from bot.channels.once import Once
from bot.channels.streams import Listener, Streams
from bot.channels.timeline import timeline
from bot.channels.turn import Handler, Turn, audience_of, metadata_of, take
from bot.channels.web_patient import PatientBar
from bot.settings import Access
from knowledge.settings import Settings
from knowledge.store import open_store

MESSAGE_FORM = 'Send a JSON object such as {"conversation": "id", "id": "message id", "text": "your question"}.'
EDIT_FORM = 'Send a JSON object such as {"conversation": "id", "id": "message id", "slot": "name", "value": "value"}.'
NAMELESS = "The request names no conversation: “conversation” has to be a text of its own for each."
NO_NUMBER = "“after” has to be a whole number: that of the last event which is known."
# What the patient bar offers at any time, with what the conversation then shows.
ALWAYS = {"/new_patient": "New patient", "/clear_patient": "Forget the patient"}
HEARTBEAT_SECONDS = 15.0


class WebChannel(InputChannel):
    """``/chat``: Rasa mounts a channel's routes below ``/webhooks/`` unless its prefix begins with a slash."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in trackers."""
        return "web"

    def url_prefix(self) -> str:
        """Where the chat is."""
        return "/chat"

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The routes of the chat."""
        access = Access.from_environment()
        bar = PatientBar(open_store(Settings.from_environment().knowledge_url))
        chat = _Chat(Door(access), Streams(), bar, on_new_message)
        blueprint = Blueprint("footnote_web", "footnote_web")
        guard(blueprint)
        _add_chat(blueprint, chat)
        _add_pages(blueprint, read_files(), security_headers(access.origins))
        return blueprint


def _add_chat(blueprint: Blueprint, chat: _Chat) -> None:
    # Sanic marks its handlers, which bound methods do not allow.
    @blueprint.route("/messages", methods=["POST"])
    async def message(request: Request) -> HTTPResponse:
        return await chat.message(request)

    @blueprint.route("/patient", methods=["POST"])
    async def edit(request: Request) -> HTTPResponse:
        return await chat.edit(request)

    @blueprint.route("/events", methods=["GET"])
    async def events(request: Request) -> HTTPResponse:
        return await chat.events(request)

    @blueprint.route("/stream", methods=["GET"])
    async def stream(request: Request) -> None:
        await chat.stream(request)

    @blueprint.listener("before_server_stop")
    async def stop(_app: Sanic, _loop: object) -> None:
        chat.close()


def _add_pages(blueprint: Blueprint, files: Mapping[str, File], headers: Mapping[str, str]) -> None:
    async def page(request: Request, name: str = "index.html") -> HTTPResponse:
        file = files.get(name)
        if file is None:
            status, words = (
                (503, NOT_BUILT) if name == SCRIPT else (404, "There is no such page. The chat is at /chat.")
            )
            return response.text(words, status, headers=headers)
        sent = {**headers, "ETag": file.tag, "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == file.tag:
            return response.raw(b"", 304, sent)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return response.raw(
                file.compressed, headers={**sent, "Content-Encoding": "gzip"}, content_type=file.content_type
            )
        return response.raw(file.body, headers=sent, content_type=file.content_type)

    async def bare(_: Request) -> HTTPResponse:
        # Without the slash the page's own addresses would lead elsewhere.
        return response.redirect("/chat/")

    blueprint.add_route(bare, "", methods=["GET"], strict_slashes=True)
    blueprint.add_route(page, "/", methods=["GET", "HEAD"], name="index", strict_slashes=True)
    blueprint.add_route(page, "/<name:str>", methods=["GET", "HEAD"], name="page")


class _Chat:
    """The conversations of the web chat. The tracker holds each: here is only what is under way."""

    def __init__(self, door: Door, streams: Streams, bar: PatientBar, on_new_message: Handler) -> None:
        self._door = door
        self._streams = streams
        self._bar = bar
        self._on_new_message = on_new_message
        self._once = Once()

    async def message(self, request: Request) -> HTTPResponse:
        """``POST /chat/messages``: answers a message once, however often it is sent."""
        sender, body = await self._let_in(request, MESSAGE_FORM)
        early = answer_before_rasa(Incoming(body.get("text")))
        if early is not None:
            raise Refused(422, early["custom"]["headline"])
        return await self._answered(request.app, _turn(sender, body, body.get("text"), ALWAYS), _after_in(body))

    async def edit(self, request: Request) -> HTTPResponse:
        """``POST /chat/patient``: changes one criterion of the patient, or takes it back."""
        sender, body = await self._let_in(request, EDIT_FORM)
        payload, shown = await self._bar.edit(_slots(await _whole_conversation(request.app, sender)), body)
        return await self._answered(request.app, _turn(sender, body, payload, {payload: shown}), _after_in(body))

    async def events(self, request: Request) -> HTTPResponse:
        """``GET /chat/events``: the conversation after an event."""
        sender = await self._listener(request)
        return response.json(await self._reply(request.app, sender, _after(request.args.get("after", "-1"))))

    async def stream(self, request: Request) -> None:
        """``GET /chat/stream``: the same for as long as somebody listens, as server-sent events."""
        sender = await self._listener(request)
        after = _after(request.args.get("after", "-1"))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        stream = await request.respond(content_type="text/event-stream", headers=headers)
        with self._streams.listening(sender) as listener:
            reply = await self._reply(request.app, sender, after)
            await stream.send(_event("reply", reply, reply["next"]))
            while not listener.closed:
                after = reply["next"]
                await listener.wait(HEARTBEAT_SECONDS)
                if listener.typing is not None:
                    await stream.send(_event("typing", {"of": listener.typing}))
                    listener.typing = None
                # Another process may have answered: a heartbeat looks as well.
                reply = await self._reply(request.app, sender, after)
                await stream.send(_event("reply", reply, reply["next"]) if _has_news(listener, reply) else ":\n\n")
        await stream.eof()

    def close(self) -> None:
        """End the streams, so that an open chat does not hold up the server's end."""
        self._streams.close()

    async def _let_in(self, request: Request, form: str) -> tuple[str, dict[str, Any]]:
        visitor = await self._door.visitor(request)
        body = json_body(request, form)
        sender = visitor.conversation(_named(body.get("conversation")))
        self._door.count(visitor, sender)
        return sender, body

    async def _listener(self, request: Request) -> str:
        visitor = await self._door.visitor(request)
        return visitor.conversation(_named(request.args.get("conversation")))

    async def _answered(self, app: Sanic, turn: Turn, after: int) -> HTTPResponse:
        answers = await self._once.answers(app, turn.sender, str(turn.message_id), partial(self._take, app, turn))
        reply = await self._reply(app, turn.sender, after)
        # What is kept is among the tracker's events; of any other answer the client hears here, and may ask again.
        lost = [] if answers.kept else [one for one in answers.messages if one["custom"]["status"] == "unavailable"]
        kept = {one["message"]["custom"]["answer_id"] for one in reply["events"] if one["type"] == "answer"}
        reply["events"] += [_not_kept(one) for one in lost if one["custom"]["answer_id"] not in kept]
        return response.json(reply)

    async def _take(self, app: Sanic, turn: Turn) -> list[Message]:
        self._streams.typing(turn.sender, str(turn.message_id))
        try:
            return await take(app, turn, self._on_new_message)
        finally:
            self._streams.moved(turn.sender)

    async def _reply(self, app: Sanic, sender: str, after: int) -> dict[str, Any]:
        tracker = await _whole_conversation(app, sender)
        events = events_of(tracker)
        patient = await self._bar.of(_slots(tracker))
        return {"events": timeline(events, after), "next": len(events) - 1, "patient": patient}


async def _whole_conversation(app: Sanic, sender: str) -> DialogueStateTracker | None:
    return await app.ctx.agent.tracker_store.retrieve_full_tracker(sender)


def _slots(tracker: DialogueStateTracker | None) -> dict[str, Any]:
    return tracker.current_slot_values() if tracker else {}


def _turn(sender: str, body: Mapping[str, Any], text: object, offered: Mapping[str, str]) -> Turn:
    metadata = metadata_of(body)
    incoming = Incoming(text, audience_of(metadata))
    return Turn(WebChannel.name(), sender, incoming, metadata, str(body.get("id") or uuid4().hex), offered)


def _has_news(listener: Listener, reply: Mapping[str, Any]) -> bool:
    moved, listener.moved = listener.moved, False
    return moved or bool(reply["events"])


def _not_kept(message: Message) -> dict[str, Any]:
    kept = {name: message[name] for name in ("text", "buttons", "custom")}
    return {"n": None, "type": "answer", "at": message["custom"]["created_at"], "message": kept}


def _event(name: str, data: Mapping[str, Any], number: int | None = None) -> str:
    head = f"event: {name}\n" + (f"id: {number}\n" if number is not None else "")
    return f"{head}data: {json.dumps(data)}\n\n"


def _named(name: object) -> str:
    if not isinstance(name, str) or not name.strip():
        raise Refused(400, NAMELESS)
    return name


def _after_in(body: Mapping[str, Any]) -> int:
    return _after(body.get("after", -1))


def _after(number: object) -> int:
    text = str(number)
    if not text.removeprefix("-").isdecimal():
        raise Refused(400, NO_NUMBER)
    return int(text)
