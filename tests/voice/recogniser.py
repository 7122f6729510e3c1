"""The voice environment's process, as the tests use it: something is said, and what was heard comes back."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import IO

from knowledge.settings import ROOT
from tests.environments import ready

# One core is enough, and the assistant needs the other one.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Utterance:
    """What is said, and how: ``voice`` and ``noise`` by their names, ``slowness`` 1.2 for a fifth longer."""

    text: str
    voice: str
    noise: str
    seed: int = 0
    slowness: float = 1.0


@dataclass(frozen=True)
class Heard:
    """The likeliest words, how sure the recogniser is of them (0 to 1), and its other hypotheses."""

    transcript: str
    confidence: float
    alternatives: list[str]


class Recogniser:
    """Says and hears. The same utterance is always heard alike."""

    def __init__(self, to_worker: IO[str], from_worker: IO[str]) -> None:
        """Speak to a worker that has been started."""
        self._to_worker = to_worker
        self._from_worker = from_worker

    def hear(self, said: Utterance) -> Heard:
        """What is heard of ``said``; raises :class:`EOFError` where the worker has ended, and its log says why."""
        print(json.dumps(asdict(said)), file=self._to_worker, flush=True)
        line = self._from_worker.readline()
        if not line:
            raise EOFError("the voice worker has ended")
        return Heard(**json.loads(line))


@contextmanager
def recogniser() -> Iterator[Recogniser]:
    """A recogniser with synthesisers, installed at first need and running until it is left."""
    worker = subprocess.Popen(
        [str(ready("voice")), "-m", "tests.voice.worker"],
        cwd=ROOT,
        env={**os.environ, **ONE_THREAD},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    with worker:
        yield Recogniser(worker.stdin, worker.stdout)
        worker.stdin.close()
