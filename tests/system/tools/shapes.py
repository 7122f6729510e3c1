"""What the vendors publish of the messages that they accept: their form and their limits."""

from __future__ import annotations

import json
from typing import Any

import jsonschema

Json = dict[str, Any]

_WEB = {"type": "string", "pattern": "^https?://"}


def _object(required: list[str], **properties: Any) -> Json:
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


def _const(value: Any) -> Json:
    return {"const": value}


def _text(longest: int, shortest: int = 1) -> Json:
    return {"type": "string", "minLength": shortest, "maxLength": longest}


def _list(items: Any, most: int, least: int = 1) -> Json:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


# Block Kit: https://docs.slack.dev/reference/block-kit/blocks, …/methods/chat.postMessage
_STYLE = {"type": "object", "additionalProperties": {"type": "boolean"}, "propertyNames": {"enum": ["bold", "italic"]}}
_RICH_TEXT_ELEMENT = {
    "oneOf": [
        _object(["type", "text"], type=_const("text"), text=_text(3000), style=_STYLE),
        _object(["type", "url"], type=_const("link"), url=_WEB, text=_text(3000), style=_STYLE),
    ]
}
_RICH_TEXT_SECTION = _object(
    ["type", "elements"], type=_const("rich_text_section"), elements=_list(_RICH_TEXT_ELEMENT, 1000)
)
_RICH_TEXT_LIST = _object(
    ["type", "style", "elements"],
    type=_const("rich_text_list"),
    style={"enum": ["bullet", "ordered"]},
    elements=_list(_RICH_TEXT_SECTION, 1000),
)
_RICH_TEXT = _object(
    ["type", "elements"],
    type=_const("rich_text"),
    block_id=_text(255),
    elements=_list({"oneOf": [_RICH_TEXT_SECTION, _RICH_TEXT_LIST]}, 1000),
)
_PLAIN_TEXT = _object(["type", "text"], type=_const("plain_text"), text=_text(75), emoji={"type": "boolean"})
_SLACK_BUTTON = _object(
    ["type", "action_id", "text"], type=_const("button"), action_id=_text(255), text=_PLAIN_TEXT, value=_text(2000)
)
_ACTIONS = _object(["type", "elements"], type=_const("actions"), block_id=_text(255), elements=_list(_SLACK_BUTTON, 25))
SLACK = _object(
    ["channel", "text"],
    channel=_text(50),
    thread_ts={"type": "string", "pattern": r"^\d+\.\d+$"},
    text=_text(40_000),
    blocks=_list({"oneOf": [_RICH_TEXT, _ACTIONS]}, 50),
    unfurl_links=_const(False),
    unfurl_media=_const(False),
)

# Adaptive Cards 1.4 (https://adaptivecards.io/explorer), and what Teams takes of them
_OPEN_URL = _object(["type", "url"], type=_const("Action.OpenUrl"), url=_WEB)
_RUN = _object(
    ["type", "text"],
    type=_const("TextRun"),
    text=_text(28_000),
    weight=_const("Bolder"),
    italic=_const(True),
    selectAction=_OPEN_URL,
)
_RICH_TEXT_BLOCK = _object(
    ["type", "inlines"], type=_const("RichTextBlock"), spacing={"enum": ["None", "Medium"]}, inlines=_list(_RUN, 1000)
)
_MESSAGE_BACK = _object(
    ["type", "displayText", "text", "value"],
    type=_const("messageBack"),
    displayText=_text(500),
    text=_text(500),
    value=_object(["payload"], payload=_text(2000)),
)
_SUBMIT = _object(
    ["type", "title", "data"],
    type=_const("Action.Submit"),
    title=_text(500),
    data=_object(["msteams"], msteams=_MESSAGE_BACK),
)
_ACTION_SET = _object(["type", "actions"], type=_const("ActionSet"), actions=_list(_SUBMIT, 6))
_CARD = _object(
    ["type", "version", "body"],
    **{"$schema": _const("http://adaptivecards.io/schemas/adaptive-card.json")},
    type=_const("AdaptiveCard"),
    version={"enum": ["1.2", "1.3", "1.4", "1.5"]},
    fallbackText=_text(28_000),
    msteams=_object(["width"], width=_const("Full")),
    body=_list({"oneOf": [_RICH_TEXT_BLOCK, _ACTION_SET]}, 1000),
)
_ACCOUNT = _object(["id"], id=_text(500))
TEAMS = _object(
    ["type", "from", "conversation", "replyToId"],
    **{"from": _ACCOUNT},
    type=_const("message"),
    conversation=_ACCOUNT,
    replyToId=_text(500),
    text=_text(28_000),
    textFormat=_const("plain"),
    summary=_text(28_000),
    attachments=_list(
        _object(
            ["contentType", "content"], contentType=_const("application/vnd.microsoft.card.adaptive"), content=_CARD
        ),
        1,
    ),
)
TEAMS_BYTES = 28_000

# https://developers.mattermost.com/integrate/plugins/interactive-messages/, …/api-documentation/#/operations/CreatePost
_MATTERMOST_ACTION = _object(
    ["id", "type", "name", "integration"],
    id={"type": "string", "pattern": "^[A-Za-z0-9]+$"},
    type=_const("button"),
    name=_text(500),
    integration=_object(["url", "context"], url=_WEB, context={"type": "object"}),
)
MATTERMOST = _object(
    ["channel_id", "message"],
    channel_id={"type": "string", "pattern": "^[a-z0-9]{26}$"},
    root_id={"type": "string", "pattern": "^([a-z0-9]{26})?$"},
    message=_text(16_383),
    props=_object(["attachments"], attachments=_list(_object(["actions"], actions=_list(_MATTERMOST_ACTION, 100)), 10)),
)

# https://developer.rocket.chat/apidocs/post-message, and the default of Message_MaxAllowedSize
_ROCKET_ACTION = _object(
    ["type", "text", "msg"],
    type=_const("button"),
    text=_text(500),
    msg=_text(5000),
    msg_in_chat_window=_const(True),
    msg_processing_type=_const("sendMessage"),
)
ROCKETCHAT = _object(
    ["roomId", "text"],
    roomId=_text(100),
    tmid=_text(100),
    text=_text(5000),
    parseUrls=_const(False),
    attachments=_list(
        _object(["actions"], button_alignment={"enum": ["vertical", "horizontal"]}, actions=_list(_ROCKET_ACTION, 100)),
        10,
    ),
)


_VALIDATORS = {id(one): jsonschema.Draft202012Validator(one) for one in (SLACK, TEAMS, MATTERMOST, ROCKETCHAT)}


def check(message: Json, schema: Json) -> None:
    """Raise where ``message`` is not as the vendor takes it."""
    _VALIDATORS[id(schema)].validate(message)
    if schema is TEAMS:
        assert len(json.dumps(message, ensure_ascii=False).encode()) <= TEAMS_BYTES, "larger than Teams takes"
