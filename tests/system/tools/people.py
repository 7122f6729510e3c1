"""What every stand-in can do: let somebody write, press a button, and read what the assistant posted."""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from dataclasses import dataclass
from uuid import uuid4

import httpx

from tests.system.tools.stand_in import Json, Server, StandIn

_count = itertools.count(1)


@dataclass(frozen=True)
class Place:
    """Where somebody writes: alone with the assistant, or in a room; ``thread`` is what hangs together there."""

    user: str
    room: str
    direct: bool
    thread: str = ""


class Tool(ABC):
    """A chat tool: the server that the assistant posts to, and the requests that it sends to the assistant."""

    name = ""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.state = StandIn()
        self.assistant = ""

    @property
    @abstractmethod
    def environment(self) -> dict[str, str]:
        """What the assistant has to be told."""

    @abstractmethod
    def new_id(self) -> str:
        """An id of a user or a room as the tool makes them."""

    @abstractmethod
    def request(self, place: Place, text: str, message_id: str, mention: bool) -> Json:
        """What the tool sends when somebody writes ``text``."""

    @abstractmethod
    def press_request(self, place: Place, button: Json) -> Json:
        """What the tool sends when somebody presses ``button`` of the last message."""

    @abstractmethod
    def send(self, body: Json) -> httpx.Response:
        """Send ``body`` to the assistant as the tool does, with whatever proves it."""

    @abstractmethod
    def forged(self, body: Json) -> list[httpx.Response]:
        """Send ``body`` in every way that does not prove it."""

    @abstractmethod
    def visible(self, message: Json) -> str:
        """What is read of a posted message."""

    @abstractmethod
    def buttons(self, message: Json) -> list[tuple[str, Json]]:
        """The buttons of a posted message with their titles."""

    @abstractmethod
    def threaded(self, message: Json) -> str:
        """Where a posted message stands: the room and the thread."""

    def direct(self) -> Place:
        """A direct chat of somebody new."""
        return Place(self.new_id(), self.new_id(), True)

    def room(self) -> Place:
        """Somebody new in a new room."""
        return Place(self.new_id(), self.new_id(), False)

    def say(self, place: Place, text: str, message_id: str | None = None, mention: bool = True) -> list[Json]:
        """Write ``text`` and return what was posted until the tool had its response."""
        before = len(self.state.posted)
        response = self.send(self.request(place, text, message_id or self.new_message(), mention))
        assert response.status_code == 200, response.text
        assert not self.state.refused, self.state.refused
        return self.state.posted[before:]

    def press(self, place: Place, button: Json) -> list[Json]:
        """Press ``button`` and return what was posted."""
        before = len(self.state.posted)
        response = self.send(self.press_request(place, button))
        assert response.status_code == 200, response.text
        assert not self.state.refused, self.state.refused
        return self.state.posted[before:]

    def new_message(self) -> str:
        """An id of a message as the tool makes them."""
        return uuid4().hex


def number() -> int:
    """A number that was not there before."""
    return next(_count)


def text_of(tool: Tool, messages: list[Json]) -> str:
    """What is read of ``messages``."""
    return "\n".join(tool.visible(message) for message in messages)


def button(tool: Tool, messages: list[Json], title: str) -> Json:
    """The button of ``messages`` that is called ``title``."""
    found = [one for message in messages for name, one in tool.buttons(message) if name == title]
    assert len(found) == 1, [name for message in messages for name, _ in tool.buttons(message)]
    return found[0]
