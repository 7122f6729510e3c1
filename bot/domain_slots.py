"""The section of ``domain.yml`` that declares the patient's slots, written from the content's criteria."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML

from knowledge.content_files import Content
from knowledge.patient_slots import slot_types
from knowledge.settings import ROOT

DOMAIN = ROOT / "domain.yml"
BEGINS = "  # Written by `footnote slots` from the topics' criteria.yml: do not edit."
ENDS = "  # End of what `footnote slots` writes."
_SECTION = re.compile(rf"{re.escape(BEGINS)}\n.*?{re.escape(ENDS)}\n", re.DOTALL)


def with_slots(domain: str, content: Content) -> str:
    """The text of ``domain`` with its marked section declaring a slot for each criterion of ``content``.

    Raises :class:`ValueError` where the section's marks are not there.
    """
    if _SECTION.search(domain) is None:
        raise ValueError(f"domain.yml lacks the lines\n{BEGINS}\n{ENDS}\nbetween which the patient's slots stand.")
    return _SECTION.sub(lambda _: f"{BEGINS}\n{_declared(content)}{ENDS}\n", domain)


def write_slots(content: Content, domain: Path = DOMAIN) -> bool:
    """Bring ``domain`` up to date with ``content``; returns whether it was changed. Raises as :func:`with_slots`."""
    before = domain.read_text(encoding="utf-8")
    after = with_slots(before, content)
    if after != before:
        domain.write_text(after, encoding="utf-8")
    return after != before


def _declared(content: Content) -> str:
    slots = slot_types(criterion for topic in content.topics for criterion in topic.criteria)
    yaml = YAML(pure=True)
    yaml.indent(mapping=2, sequence=4, offset=2)
    written = StringIO()
    yaml.dump(slots, written)
    return "".join(f"  {line}\n" for line in written.getvalue().splitlines())
