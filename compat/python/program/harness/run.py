"""Runs the checks, one after the other, and says how each ended."""

from __future__ import annotations

import traceback
from collections.abc import Iterator

from harness.check import Check
from harness.context import Context
from harness.surface import public_methods

#: Not a check of its own: it is about what the others did.
COVERAGE = "every public method of zep-python is called by a check, and by none that fails"

Result = dict[str, str | None]


def run_all(checks: list[Check], context: Context) -> Iterator[Result]:
    """One result a check, `error` being `None` when it passed; then the coverage, with the count in words."""
    proven: set[str] = set()
    doubted: set[str] = set()
    for each in checks:
        context.called.clear()
        error = _run(each, context)
        (proven if error is None else doubted).update(context.called)
        yield {"name": each.name, "error": error}

    methods = public_methods()
    missing = methods - (proven - doubted)
    error = f"not proven: {', '.join(sorted(missing))}" if missing else None
    summary = f"{len(methods) - len(missing)} of {len(methods)} methods"
    yield {"name": COVERAGE, "error": error, "summary": summary}


def _run(each: Check, context: Context) -> str | None:
    try:
        each.run(context)
    except Exception:
        # Reported, and the checks after it still run.
        return traceback.format_exc()
    return None
