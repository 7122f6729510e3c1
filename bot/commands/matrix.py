"""``footnote matrix …``: what the administrator of a homeserver needs."""

from __future__ import annotations

import re
import secrets
from typing import Annotated

import typer
from rich.console import Console

app = typer.Typer(no_args_is_help=True, help="Set up the assistant in Matrix (docs/channels.md).")

REGISTRATION = """\
# For the homeserver: Synapse reads it from a path in `app_service_config_files` of homeserver.yaml. Keep it secret.
id: {service}
url: {url}
as_token: {as_token}
hs_token: {hs_token}
sender_localpart: {user}
# Its answers must not wait for the limits of people who type.
rate_limited: false
# No user, room or alias but the assistant's own.
namespaces:
  users:
    - exclusive: true
      regex: '{pattern}'
  aliases: []
  rooms: []
"""
ENVIRONMENT = """\
For the assistant, as environment variables before `footnote run`:

FOOTNOTE_MATRIX_HOMESERVER=…   the homeserver's address as the assistant reaches it
FOOTNOTE_MATRIX_ID={service}
FOOTNOTE_MATRIX_USER={user}
FOOTNOTE_MATRIX_AS_TOKEN={as_token}
FOOTNOTE_MATRIX_HS_TOKEN={hs_token}
"""


@app.callback()
def _group() -> None:
    """Keep the command's name even while it is the only one."""


@app.command()
def registration(
    url: Annotated[str, typer.Option(help="Where the homeserver reaches the assistant.")] = "http://127.0.0.1:5005",
    service: Annotated[str, typer.Option("--id", help="The registration's id.")] = "footnote",
    user: Annotated[str, typer.Option(help="The localpart of the assistant's user.")] = "footnote",
) -> None:
    """Print a registration file with new tokens, and on the error output what the assistant needs of it."""
    if re.fullmatch(r"[a-z0-9._=/+-]+", user) is None:
        raise typer.BadParameter("A localpart has lower-case letters, digits and any of . _ = - / + only.")
    tokens = {"as_token": secrets.token_urlsafe(48), "hs_token": secrets.token_urlsafe(48)}
    named = {"service": service, "user": user, **tokens}
    typer.echo(REGISTRATION.format(url=url, pattern=f"@{re.escape(user)}:.*", **named), nl=False)
    Console(stderr=True, highlight=False, soft_wrap=True).print(ENVIRONMENT.format(**named), markup=False)
