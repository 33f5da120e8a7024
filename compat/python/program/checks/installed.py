"""The clients are the ones of the package index, as they are."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.metadata import Distribution, distribution
from pathlib import Path

from harness import expect
from harness.check import check
from harness.context import Context

REQUIREMENTS = Path(__file__).parents[2] / "requirements.txt"


@check("what is installed has the versions of requirements.txt")
def versions(_: Context) -> None:
    pinned = re.findall(r"^([\w.-]+)==([\w.]+)(?! *;)$", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE)
    expect.contains(("zep-python", "1.5.0"), pinned)
    expect.contains(("langchain-community", "0.4.2"), pinned)
    expect.equal([(name, distribution(name).version) for name, _ in pinned], pinned)


@check("no file of zep-python and langchain-community differs from its release")
def unmodified(_: Context) -> None:
    for name in ("zep-python", "langchain-community"):
        expect.equal(_changed_files(distribution(name)), [])


def _changed_files(release: Distribution) -> list[str]:
    """Against the digests that the release lists of its own files."""
    listed = [file for file in release.files or [] if file.hash is not None and file.suffix == ".py"]
    expect.is_true(len(listed) > 10)
    return [str(file) for file in listed if _digest(Path(str(file.locate()))) != (file.hash.mode, file.hash.value)]


def _digest(path: Path) -> tuple:
    value = base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest())
    return ("sha256", value.rstrip(b"=").decode())
