"""How long it takes to understand one message, and to load what understands it, on one core.

``python -m benchmarks.understanding`` asks the trained model every test question that has an intent, in process, and
writes its table into ``results``. Imports are timed apart: a first process loads the model and tells which modules
that brought in, a second one imports those and only then loads. The time of the processor stands beside that of the
clock, because a busy machine shows in the latter only.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import logging
import os
import platform
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import Any

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ORT_NUM_THREADS", "RAYON_NUM_THREADS")
COMMAND = "python -m benchmarks.understanding"
WORKER = "--worker"
ROUNDS = 2
LIMITS = "The goals: 20 ms a message at the median, and components that load in under 1.5 s."


@dataclass(frozen=True)
class Time:
    """Seconds by the clock and seconds of this process's processor."""

    clock: float
    processor: float


@dataclass
class Watch:
    """Takes the :class:`Time` of what runs inside of :meth:`running`."""

    taken: Time = Time(0.0, 0.0)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Time the block."""
        clock, processor = time.perf_counter(), time.process_time()
        yield
        self.taken = Time(time.perf_counter() - clock, time.process_time() - processor)


def modules_of_a_load() -> list[str]:
    """The modules that loading the model and understanding one message bring into a fresh process, in order."""
    agent = _load()
    asyncio.run(agent.parse_message("a first message"))
    return list(sys.modules)


def measure(modules: Sequence[str]) -> dict[str, Any]:
    """Import ``modules``, load the model and ask it everything; returns times and their number, ready for JSON."""
    imports, load, first = Watch(), Watch(), Watch()
    with imports.running():
        for name in modules:
            with suppress(ImportError, ValueError):
                importlib.import_module(name)
    with load.running():
        agent = _load()
    texts = _texts()
    with first.running():
        asyncio.run(agent.parse_message(texts[0]))
    times = asyncio.run(_ask(agent, texts * ROUNDS))
    parts = _timed_components(agent)
    asyncio.run(_ask(agent, texts))
    return {
        "imports": asdict(imports.taken),
        "load": asdict(load.taken),
        "first": asdict(first.taken),
        "messages": [asdict(one) for one in times],
        "components": {name: statistics.median(seconds) for name, seconds in parts.items() if seconds},
        "encoding": _encoding(texts),
    }


def _load() -> Any:
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    from bot.training import MODEL

    # As in the served assistant: no message is logged, which takes time and would show the test questions.
    configure_structlog(logging.ERROR)
    return Agent.load(str(MODEL))


def _texts() -> list[str]:
    from bot.evaluation.questions import read_questions

    return [one.text for one in read_questions() if one.intents and isinstance(one.text, str)]


async def _ask(agent: Any, texts: Sequence[str]) -> list[Time]:
    times, watch = [], Watch()
    for text in texts:
        with watch.running():
            await agent.parse_message(text)
        times.append(watch.taken)
    return times


def _timed_components(agent: Any) -> dict[str, list[float]]:
    """Seconds of each component's `process`, collected from now on."""
    seconds: dict[str, list[float]] = defaultdict(list)
    for node in agent.processor.graph_runner._instantiated_nodes.values():
        if node._fn_name == "process":
            node._fn = _timed(node._fn, seconds[node._component_class.__name__])
    return seconds


def _timed(process: Callable[..., Any], seconds: list[float]) -> Callable[..., Any]:
    def run(*arguments: Any, **named: Any) -> Any:
        start = time.perf_counter()
        result = process(*arguments, **named)
        seconds.append(time.perf_counter() - start)
        return result

    return run


def _encoding(texts: Sequence[str]) -> float:
    """The median time of one sentence embedding, which no classifier on embeddings can do without."""
    from knowledge.embeddings import Encoder

    encoder, watch, times = Encoder(), Watch(), []
    encoder.encode(texts[0])
    for text in texts:
        with watch.running():
            encoder.encode(text)
        times.append(watch.taken.clock)
    return statistics.median(times)


def report(measured: dict[str, Any]) -> str:
    """What :func:`measure` found, as Markdown."""
    messages = {kind: [one[kind] * 1000 for one in measured["messages"]] for kind in ("clock", "processor")}
    found = {
        "imports, s": [measured["imports"][kind] for kind in messages],
        "loading the model's components, s": [measured["load"][kind] for kind in messages],
        "first message (what is loaded at need), ms": [measured["first"][kind] * 1000 for kind in messages],
        "one message, median ms": [statistics.median(times) for times in messages.values()],
        "one message, p95 ms": [statistics.quantiles(times, n=20)[-1] for times in messages.values()],
    }
    rows = [f"| {name} | {clock:.2f} | {processor:.2f} |" for name, (clock, processor) in found.items()]
    parts = sorted(measured["components"].items(), key=lambda one: -one[1])
    encoding = measured["encoding"] * 1000
    share = statistics.median(messages["clock"]) / encoding
    lines = [
        *("# Understanding one message", ""),
        f"Written by `{COMMAND}` on one core: Python {platform.python_version()}, {platform.machine()}.",
        f"{len(messages['clock'])} messages: every test question with an intent, {ROUNDS} times. {LIMITS}",
        *("", "| | by the clock | of the processor |", "|---|---|---|", *rows),
        *("", "| component | median ms |", "|---|---|", *(f"| {name} | {took * 1000:.2f} |" for name, took in parts)),
        *("", f"One sentence embedding takes {encoding:.2f} ms, so a message costs {share:.1f} of those.", ""),
    ]
    return "\n".join(lines)


def _worker(task: list[str] | None) -> Any:
    """The answer of a fresh process, held to one core and one thread, to ``task``."""
    core = min(os.sched_getaffinity(0))
    environment = {**os.environ, **dict.fromkeys(THREADS, "1"), "RASA_TELEMETRY_ENABLED": "false"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "benchmarks.understanding", WORKER],
        input=json.dumps(task),
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Measure in processes of their own, print the table and keep it; with ``--worker`` be such a process."""
    if WORKER in sys.argv:
        modules = json.load(sys.stdin)
        print(json.dumps(modules_of_a_load() if modules is None else measure(modules)))
        return
    from knowledge.settings import ROOT

    text = report(_worker(_worker(None)))
    print(text)
    (ROOT / "benchmarks" / "results" / "understanding.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
