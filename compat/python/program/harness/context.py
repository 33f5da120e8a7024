"""What a check works with."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from zep_python import ZepClient

from harness.raw_http import RawHttp
from harness.twin import Twin


@dataclass(frozen=True)
class Servers:
    """Servers that were empty when the program started."""

    #: Takes every request.
    url: str
    #: Takes requests that carry a token signed with `secret`.
    secured_url: str
    secret: str


class Context:
    def __init__(self, servers: Servers, loop: asyncio.AbstractEventLoop) -> None:
        self.servers = servers
        self.url = servers.url
        self.loop = loop
        #: `Class.method` of every call through `sync` and `asynchronous`, until somebody clears it.
        self.called: set[str] = set()
        self.client = ZepClient(servers.url)
        self.sync = self.twin_of(self.client, is_async=False)
        self.asynchronous = self.twin_of(self.client, is_async=True)
        self.raw = RawHttp(servers.url)
        self._numbers = itertools.count(1)

    def twin_of(self, client: ZepClient, *, is_async: bool) -> Twin:
        return Twin(client, is_async=is_async, loop=self.loop, called=self.called)

    def new_id(self, kind: str = "session") -> str:
        """An id that nobody else uses."""
        return f"{kind}-{next(self._numbers)}"

    def wait_for(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(coroutine)

    def close(self) -> None:
        self.raw.close()
        self.client.close()
        self.wait_for(self.client.aclose())
