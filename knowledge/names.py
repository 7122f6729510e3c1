"""Names of guidelines, studies, illnesses and substances of which nothing may be curated: data, read once."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, StrictStr, validator

from knowledge.content_files import CONTENT, read_one
from knowledge.cues import NEVER
from knowledge.schema_base import Record, pattern

FILE = "language/names.yml"


class Names(Record):
    """Names by which something is recognised as named; what the content knows of it by the same name comes first.

    They come from no clinical source (``origin``) and are never shown as facts. ``sources`` are guidelines and
    reference works, ``nations`` make one of each of ``guidelines`` ("the Swiss guideline"). In front of one of
    ``publications`` stands the name of a study, and in front of a year that of an author where it is cited: behind
    ``cited_before`` or in front of ``cited_behind``. No name are ``nameless`` words.
    ``conditions`` are illnesses and states, ``medicines`` brands, ``substances`` what is taken besides medicines,
    ``properties`` what may be asked of any medicine.
    """

    origin: Literal["product-safety"]
    sources: list[StrictStr] = Field([])
    nations: list[StrictStr] = Field([])
    guidelines: list[StrictStr] = Field([])
    publications: list[StrictStr] = Field([])
    nameless: list[StrictStr] = Field([])
    cited_before: StrictStr = NEVER
    cited_behind: StrictStr = NEVER
    conditions: list[StrictStr] = Field([])
    medicines: list[StrictStr] = Field([])
    substances: list[StrictStr] = Field([])
    properties: list[StrictStr] = Field([])

    @validator("cited_before", "cited_behind")
    def _compiles(cls, value: str) -> str:
        return pattern(value)

    def source_names(self) -> list[str]:
        """Every name of a guideline or reference work."""
        national = [f"{nation} {guideline}" for nation in self.nations for guideline in self.guidelines]
        return [*self.sources, *national]


def read_names(folder: Path = CONTENT) -> Names:
    """The names of ``folder``; the product's own where it brings none. Raises :class:`ContentError`."""
    return read_one(folder, FILE, Names)
