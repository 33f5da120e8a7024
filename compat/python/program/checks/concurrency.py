"""Callers that race (section 6: Q2, Q3, Q11). On Zep most of these lost writes."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any

from harness import expect
from harness.check import check
from harness.context import Context
from zep_python import Memory, Message
from zep_python.memory import Session
from zep_python.user import CreateUserRequest, UpdateUserRequest

KEYS = {f"key{number}": number for number in range(60)}


def _all(context: Context, calls: Iterable[Coroutine[Any, Any, Any]]) -> list[Any]:
    async def together() -> list[Any]:
        return list(await asyncio.gather(*calls))

    return context.wait_for(together())


@check("60 parallel updates of one session keep 60 of 60 metadata keys")
def sessions(context: Context) -> None:
    session_id = context.new_id()
    memory = context.client.memory
    memory.add_session(Session(session_id=session_id))
    _all(context, (memory.aupdate_session(Session(session_id=session_id, metadata={key: KEYS[key]})) for key in KEYS))
    expect.equal(memory.get_session(session_id).metadata, KEYS)


@check("60 parallel updates of one user keep 60 of 60 metadata keys")
def users(context: Context) -> None:
    user_id = context.new_id("user")
    user = context.client.user
    user.add(CreateUserRequest(user_id=user_id))
    _all(context, (user.aupdate(UpdateUserRequest(user_id=user_id, metadata={key: KEYS[key]})) for key in KEYS))
    expect.equal(user.get(user_id).metadata, KEYS)


@check("60 parallel updates of one message keep 60 of 60 metadata keys")
def messages(context: Context) -> None:
    session_id = context.new_id()
    context.client.memory.add_memory(session_id, Memory(messages=[Message(role="human", content="one")]))
    (message,) = context.client.memory.get_memory(session_id).messages
    update = context.client.message.aupdate_message_metadata
    _all(context, (update(session_id, message.uuid, {"metadata": {key: KEYS[key]}}) for key in KEYS))
    expect.equal(context.client.message.get_session_message(session_id, message.uuid).metadata, KEYS)


@check("60 parallel first writes to one id are all stored")
def first_writes(context: Context) -> None:
    session_id = context.new_id()
    memory = context.client.memory
    answers = _all(
        context,
        (memory.aadd_memory(session_id, Memory(messages=[Message(role="human", content=key)])) for key in KEYS),
    )
    expect.equal(answers, ["OK"] * len(KEYS))
    stored = [message.content for message in memory.get_memory(session_id, 100).messages]
    expect.equal(sorted(stored), sorted(KEYS))
