"""Messages go in and come out as memory (2.4)."""

from __future__ import annotations

import uuid

from harness import expect
from harness.check import twins
from harness.context import Context
from harness.twin import Twin
from zep_python import Memory, Message

WINDOW = 12


def _numbered(count: int, first: int = 0) -> Memory:
    roles = ("human", "ai", "a role of our own")
    return Memory(
        messages=[Message(role=roles[number % 3], content=f"m{number}") for number in range(first, first + count)]
    )


def _contents(memory: Memory) -> list:
    return [message.content for message in memory.messages]


@twins("add_memory answers OK and creates the session, without user and metadata")
def creates(context: Context, zep: Twin) -> None:
    for memory in (_numbered(2), Memory(messages=[])):
        session_id = context.new_id()
        expect.equal(zep.memory.add_memory(session_id, memory), "OK")
        session = zep.memory.get_session(session_id)
        expect.equal((session.user_id, session.metadata), (None, None))
        expect.equal(_contents(zep.memory.get_memory(session_id)), _contents(memory))


@twins("get_memory returns the newest 12 messages, oldest first; lastn as many as it says")
def window(context: Context, zep: Twin) -> None:
    session_id = context.new_id()
    zep.memory.add_memory(session_id, _numbered(15))
    zep.memory.add_memory(session_id, _numbered(5, first=15))
    for lastn, count in ((None, WINDOW), (0, WINDOW), (3, 3), (20, 20), (10_000, 20)):
        expected = [f"m{number}" for number in range(20 - count, 20)]
        expect.equal(_contents(zep.memory.get_memory(session_id, lastn)), expected)


@twins("get_memory refuses a negative lastn")
def negative(context: Context, zep: Twin) -> None:
    expect.api_error(400, lambda: zep.memory.get_memory(context.new_id(), -1))


@twins("get_memory of an unknown session is empty, with a summary that says nothing")
def unknown(context: Context, zep: Twin) -> None:
    memory = zep.memory.get_memory(context.new_id())
    expect.equal(memory.messages, [])
    expect.equal((memory.summary.content, memory.summary.token_count), ("", 0))
    expect.equal(memory.summary.recent_message_uuid, "00000000-0000-0000-0000-000000000000")


@twins("a message keeps its uuid, role, content, metadata and token_count")
def fields(context: Context, zep: Twin) -> None:
    session_id = context.new_id()
    sent = Message(
        uuid=str(uuid.uuid4()),
        role="tool",
        content="Grüße \U0001f44b \u202e <&> \u2028",
        token_count=7,
        metadata={"system": {"a": 1}, "b": [None, {"c": 1.5}]},
    )
    zep.memory.add_memory(session_id, Memory(messages=[sent, Message(role="", content="")]))
    first, second = zep.memory.get_memory(session_id).messages
    expect.equal(first.copy(update={"created_at": None}), sent)
    expect.equal((second.role, second.content, second.metadata), ("", "", None))
    expect.not_equal(second.uuid, None)


@twins("a batch of 200 messages comes back in its order")
def batch(context: Context, zep: Twin) -> None:
    session_id = context.new_id()
    zep.memory.add_memory(session_id, _numbered(200))
    expect.equal(_contents(zep.memory.get_memory(session_id, 200)), [f"m{number}" for number in range(200)])


@twins("a message that is sent again under its uuid is stored once; other content under it is refused")
def repeated(context: Context, zep: Twin) -> None:
    session_id = context.new_id()
    known = str(uuid.uuid4())
    message = Message(uuid=known, role="human", content="once")
    for _ in range(2):
        expect.equal(zep.memory.add_memory(session_id, Memory(messages=[message])), "OK")
    other = Message(uuid=known, role="human", content="other")
    expect.api_error(400, lambda: zep.memory.add_memory(session_id, Memory(messages=[other])))
    expect.equal(_contents(zep.memory.get_memory(session_id)), ["once"])


@twins("a batch that is refused stores nothing, and creates no session")
def atomic(context: Context, zep: Twin) -> None:
    session_id = context.new_id()
    known = str(uuid.uuid4())
    messages = [Message(uuid=known, role="human", content=content) for content in ("a", "b")]
    expect.api_error(400, lambda: zep.memory.add_memory(session_id, Memory(messages=messages)))
    malformed = [Message(role="human", content="a"), Message(uuid="no uuid", role="human", content="b")]
    expect.api_error(400, lambda: zep.memory.add_memory(session_id, Memory(messages=malformed)))
    expect.not_found(lambda: zep.memory.get_session(session_id), f"No session found for session {session_id}")


@twins("a body of more than five megabytes is refused with 413")
def too_large(context: Context, zep: Twin) -> None:
    session_id = context.new_id()
    large = Memory(messages=[Message(role="human", content="x" * 5_300_000)])
    body = expect.api_error(413, lambda: zep.memory.add_memory(session_id, large))
    expect.matches(body, r"\Arequest body too large")
    expect.equal(zep.memory.get_memory(session_id).messages, [])
