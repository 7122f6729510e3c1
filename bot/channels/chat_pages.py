"""The files of the web chat: its pages and the one script, each compressed once."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from knowledge.settings import ROOT

FOLDER = ROOT / "bot" / "web"
SCRIPT = "footnote-chat.js"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
NOT_BUILT = "The web chat has not been built: run `make web`, then start the assistant again."


@dataclass(frozen=True)
class File:
    """A file as it is sent."""

    body: bytes
    content_type: str

    @cached_property
    def compressed(self) -> bytes:
        """The body, gzipped; the same bytes for the same body."""
        return gzip.compress(self.body, mtime=0)

    @cached_property
    def tag(self) -> str:
        """The ETag."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


def read_files(folder: Path = FOLDER) -> dict[str, File]:
    """The files below ``folder`` by the name under which they are served; without the script where it is not built."""
    paths = [*(folder / "page").glob("*"), *(folder / "dist").glob("*")]
    return {path.name: File(path.read_bytes(), TYPES[path.suffix]) for path in paths if path.suffix in TYPES}


def security_headers(origins: tuple[str, ...]) -> dict[str, str]:
    """The headers of every page: nothing from elsewhere, and frames only on pages of ``origins``."""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "connect-src": "'self'",
        "img-src": "'self' data:",
        "frame-src": "'self'",
        "frame-ancestors": " ".join(["'self'", *origins]),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
        "Cross-Origin-Resource-Policy": "cross-origin" if origins else "same-origin",
        "Cache-Control": "no-cache",
    }
