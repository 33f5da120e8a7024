"""Tokens (1.3), and how the client reports that one is missing or wrong (4.5)."""

from __future__ import annotations

import time

from harness import expect
from harness.check import twins
from harness.context import Context
from harness.tokens import sign
from harness.twin import Twin
from zep_python import Memory, Message, ZepClient


def _with_key(context: Context, zep: Twin, key: str | None) -> Twin:
    client = ZepClient(context.servers.secured_url, api_key=key)
    return context.twin_of(client, is_async=zep.is_async)


@twins("a token without claims opens everything")
def accepted(context: Context, zep: Twin) -> None:
    secured = _with_key(context, zep, sign({}, context.servers.secret))
    session_id = context.new_id()
    expect.equal(secured.memory.add_memory(session_id, Memory(messages=[Message(role="human", content="in")])), "OK")
    expect.equal([each.content for each in secured.memory.get_memory(session_id).messages], ["in"])
    expect.equal(secured.document.list_collections(), [])


@twins("claims that the server does not know, and times that are kept, are accepted")
def claims(context: Context, zep: Twin) -> None:
    now = int(time.time())
    known = {"exp": now + 600, "nbf": now - 600, "iat": now - 600}
    token = sign({**known, "sub": "somebody", "aud": ["x"], "tenant": 7}, context.servers.secret)
    expect.equal(_with_key(context, zep, token).user.get_sessions("nobody"), [])


@twins("every manager raises AuthError without a token, with the status and the text of the answer")
def missing(context: Context, zep: Twin) -> None:
    secured = _with_key(context, zep, None)
    for call in (
        lambda: secured.memory.get_session("s"),
        lambda: secured.memory.add_memory("s", Memory()),
        lambda: secured.memory.delete_memory("s"),
        lambda: secured.message.get_session_messages("s"),
        lambda: secured.user.list(),
        lambda: secured.document.list_collections(),
    ):
        expect.auth_error(call, "no token found")


@twins("a token that does not hold is refused with the words of Zep")
def refused(context: Context, zep: Twin) -> None:
    secret = context.servers.secret
    now = int(time.time())
    for token, text in (
        ("not-a-token", "token is unauthorized"),
        (sign({}, f"{secret}!"), "token is unauthorized"),
        (sign({}, secret, "HS512"), "token is unauthorized"),
        (sign({"exp": now - 60}, secret), "token is expired"),
        (sign({"nbf": now + 600}, secret), "token nbf validation failed"),
        (sign({"iat": now + 600}, secret), "token iat validation failed"),
    ):
        expect.auth_error(lambda: _with_key(context, zep, token).memory.get_session("s"), text)


@twins("a server that asks for no token ignores the one that is sent")
def ignored(context: Context, zep: Twin) -> None:
    client = ZepClient(context.url, api_key="not-a-token")
    expect.equal(context.twin_of(client, is_async=zep.is_async).user.get_sessions("nobody"), [])
