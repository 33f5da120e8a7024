"""A check: a fact about the server, as an unmodified Python client of Zep sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.context import Context
    from harness.twin import Twin

SingleBody = Callable[["Context"], None]
TwinBody = Callable[["Context", "Twin"], None]


@dataclass(frozen=True)
class Check:
    name: str
    run: SingleBody


_checks: list[Check] = []


def check(name: str) -> Callable[[SingleBody], SingleBody]:
    """Registers a check that runs once. Checks run in the order of their registration."""

    def register(body: SingleBody) -> SingleBody:
        _add(Check(name, body))
        return body

    return register


def twins(name: str) -> Callable[[TwinBody], TwinBody]:
    """Registers a check that runs twice: with the methods that block, and with their asynchronous twins."""

    def register(body: TwinBody) -> TwinBody:
        _add(Check(f"{name} (sync)", lambda context: body(context, context.sync)))
        _add(Check(f"{name} (async)", lambda context: body(context, context.asynchronous)))
        return body

    return register


def registered() -> list[Check]:
    return list(_checks)


def _add(new: Check) -> None:
    if any(known.name == new.name for known in _checks):
        raise ValueError(f"two checks are called {new.name!r}")
    _checks.append(new)
