"""The blocking and the asynchronous half of a client, called alike."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

from zep_python import ZepClient


class Twin:
    """One half of a `ZepClient`. Every call is noted, with the class and the method that was really called."""

    def __init__(
        self,
        client: ZepClient,
        *,
        is_async: bool,
        loop: asyncio.AbstractEventLoop,
        called: set[str],
    ) -> None:
        self.is_async = is_async
        self._loop = loop
        self._called = called
        self.client = self.half_of(client)
        self.memory = self.half_of(client.memory)
        self.message = self.half_of(client.message)
        self.user = self.half_of(client.user)
        self.document = self.half_of(client.document)

    def half_of(self, target: object) -> Half:
        return Half(target, self)

    def call(self, target: object, name: str, /, *arguments: Any, **options: Any) -> Any:
        """Calls `name`, or its twin `aname`, and waits for the result; of a generator, for all it yields."""
        method = f"a{name}" if self.is_async else name
        self._called.add(f"{type(target).__name__}.{method}")
        return self._settle(getattr(target, method)(*arguments, **options))

    def _settle(self, result: Any) -> Any:
        if inspect.isawaitable(result):
            return self._loop.run_until_complete(result)
        if inspect.isasyncgen(result):
            return self._loop.run_until_complete(_collect(result))
        return list(result) if inspect.isgenerator(result) else result


class Half:
    """Stands for one manager of a client: `half.get_session(…)` is `get_session`, or `aget_session` awaited."""

    def __init__(self, target: object, twin: Twin) -> None:
        self._target = target
        self._twin = twin

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *arguments, **options: self._twin.call(self._target, name, *arguments, **options)


async def _collect(generator: Any) -> list:
    return [item async for item in generator]
