"""What the constructor of the client asks for (1.4, 4.2, 10.2)."""

from __future__ import annotations

import socket
import warnings

from harness import expect
from harness.check import check
from harness.context import Context
from zep_python import APIError, ZepClient


@check("a client is constructed without a warning about the version of the server")
def constructs(context: Context) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ZepClient(context.url).close()


@check("a base URL may end with a slash")
def trailing_slash(context: Context) -> None:
    with ZepClient(f"{context.url}/") as client:
        expect.equal(client.memory.get_memory("nobody").messages, [])


@check("/healthz answers with one full stop, and names a version of at least 0.21.0")
def health(context: Context) -> None:
    answer = context.raw.send("GET", "/healthz")
    expect.equal((answer.status, answer.body), (200, b"."))
    expect.matches(answer.headers["X-Zep-Version"], r"\A0\.27\.2-\w+\Z")


@check("a client is constructed without a token where the server asks for one")
def health_is_open(context: Context) -> None:
    ZepClient(context.servers.secured_url).close()


@check("a base URL that is not the root of the server is refused by the constructor")
def wrong_prefix(context: Context) -> None:
    error = expect.raises(APIError, lambda: ZepClient(f"{context.url}/elsewhere"))
    expect.equal(error.response_data["status_code"], 404)


@check("without a server the constructor raises APIError")
def nobody_listens(_: Context) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        error = expect.raises(APIError, lambda: ZepClient(f"http://127.0.0.1:{bound.getsockname()[1]}"))
        expect.is_none(error.response_data)
