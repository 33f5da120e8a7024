"""Deleting a session, and what brings it back (2.5)."""

from __future__ import annotations

from harness import expect
from harness.check import twins
from harness.context import Context
from harness.twin import Twin
from zep_python import Memory, Message
from zep_python.memory import Session


def _deleted(context: Context, zep: Twin) -> Session:
    """A session that had metadata and two messages."""
    session = zep.memory.add_session(Session(session_id=context.new_id(), metadata={"kept": True}))
    zep.memory.add_memory(session.session_id, Memory(messages=_messages("one", "two")))
    expect.equal(zep.memory.delete_memory(session.session_id), "OK")
    return session


def _messages(*contents: str) -> list:
    return [Message(role="human", content=content) for content in contents]


def _contents(zep: Twin, session_id: str) -> list:
    return [message.content for message in zep.memory.get_memory(session_id).messages]


@twins("delete_memory hides the session and its messages")
def hides(context: Context, zep: Twin) -> None:
    session = _deleted(context, zep)
    session_id = session.session_id
    expect.not_found(lambda: zep.memory.get_session(session_id), f"No session found for session {session_id}")
    expect.equal(_contents(zep, session_id), [])
    expect.equal(zep.message.get_session_messages(session_id), [])
    expect.equal(zep.memory.list_sessions(limit=1, cursor=session.id - 1), [])


@twins("delete_memory raises NotFoundError for a session that is unknown or deleted already")
def twice(context: Context, zep: Twin) -> None:
    expect.not_found(lambda: zep.memory.delete_memory(_deleted(context, zep).session_id))
    expect.not_found(lambda: zep.memory.delete_memory(context.new_id()))


@twins("add_session refuses the id of a deleted session, and leaves it deleted")
def no_upsert(context: Context, zep: Twin) -> None:
    session_id = _deleted(context, zep).session_id
    expect.api_error(
        400,
        lambda: zep.memory.add_session(Session(session_id=session_id)),
        f"bad request: session already exists with session_id: {session_id}",
    )
    expect.not_found(lambda: zep.memory.get_session(session_id), f"No session found for session {session_id}")


@twins("add_memory brings a deleted session back as it was, without its old messages")
def added_to(context: Context, zep: Twin) -> None:
    for messages in ([], _messages("three")):
        before = _deleted(context, zep)
        expect.equal(zep.memory.add_memory(before.session_id, Memory(messages=messages)), "OK")
        after = zep.memory.get_session(before.session_id)
        expect.equal(after.copy(update={"updated_at": None}), before.copy(update={"updated_at": None}))
        expect.equal(_contents(zep, before.session_id), [message.content for message in messages])


@twins("update_session brings a deleted session back, with its metadata merged")
def updated(context: Context, zep: Twin) -> None:
    for metadata, merged in ((None, {"kept": True}), ({}, {"kept": True}), ({"new": 1}, {"kept": True, "new": 1})):
        session_id = _deleted(context, zep).session_id
        zep.memory.update_session(Session(session_id=session_id, metadata=metadata))
        expect.equal(zep.memory.get_session(session_id).metadata, merged)
        expect.equal(_contents(zep, session_id), [])


@twins("chunked lists miss nothing that lives after others were deleted")
def still_complete(context: Context, zep: Twin) -> None:
    sessions = [zep.memory.add_session(Session(session_id=context.new_id())) for _ in range(30)]
    for session in sessions[::2]:
        zep.memory.delete_memory(session.session_id)
    living = {session.session_id for session in sessions[1::2]}
    listed = {session.session_id for chunk in zep.memory.list_all_sessions(500) for session in chunk}
    expect.equal(living - listed, set())
    expect.equal(listed & {session.session_id for session in sessions[::2]}, set())
