"""What keeps the assistant from starting is said in one line, before anything is started."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import server
from bot.readiness import Unready, free_port
from knowledge.settings import Settings


def test_a_missing_model_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MODEL", tmp_path / "absent.tar.gz")
    settings = Settings.from_environment({"FOOTNOTE_STATE": str(tmp_path / "state")})
    with (
        pytest.raises(Unready, match="no trained model yet: run `footnote train`"),
        server.running(settings, free_port()),
    ):
        pass
    assert not (tmp_path / "state").exists()
