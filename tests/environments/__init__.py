"""Programs that some tests need, each in an environment of its own, apart from the product's: installed at first need.

A folder here has the environment's ``pyproject.toml`` and ``uv.lock``. What is installed lies in ``.tools``, which no
commit holds, and stays there for the next run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from knowledge.settings import ROOT

PROJECTS = Path(__file__).parent
INSTALLED = ROOT / ".tools" / "environments"
# As `deploy/setup.sh` finds or brings it.
UV = shutil.which("uv") or str(ROOT / ".tools" / "bin" / "uv")


def ready(name: str) -> Path:
    """The Python of the environment ``name``, which is brought up to date with its lock first.

    Raises :class:`subprocess.CalledProcessError` where that cannot be done.
    """
    place = INSTALLED / name
    project = PROJECTS / name
    inherited = {key: value for key, value in os.environ.items() if key not in {"UV_PYTHON", "VIRTUAL_ENV"}}
    environment = {**inherited, "UV_PROJECT_ENVIRONMENT": str(place), "UV_COMPILE_BYTECODE": "1"}
    subprocess.run(
        [UV, "sync", "--locked", "--quiet", "--project", str(project)], env=environment, cwd=project, check=True
    )
    return place / "bin" / "python"
