"""Single messages and pages of them (2.6)."""

from __future__ import annotations

import uuid

from harness import expect
from harness.check import twins
from harness.context import Context
from harness.twin import Twin
from zep_python import Memory, Message


def _filled(context: Context, zep: Twin, count: int) -> str:
    session_id = context.new_id()
    messages = [Message(role="human", content=f"m{number}") for number in range(count)]
    zep.memory.add_memory(session_id, Memory(messages=messages))
    return session_id


def _one(context: Context, zep: Twin, **fields: object) -> tuple:
    session_id = context.new_id()
    zep.memory.add_memory(session_id, Memory(messages=[Message(role="human", content="one", **fields)]))
    return session_id, zep.message.get_session_messages(session_id)[0].uuid


def _range(start: int, end: int) -> list[str]:
    return [f"m{number}" for number in range(start, end)]


def _unable(what: str, message_id: str, session_id: str) -> str:
    return f"Unable to {what} {message_id} for session {session_id}."


@twins("get_session_messages pages by number: a full page, the rest, nothing behind the end")
def pages(context: Context, zep: Twin) -> None:
    session_id = _filled(context, zep, 130)
    for arguments, expected in (
        ({}, _range(0, 100)),
        ({"cursor": 2}, _range(100, 130)),
        ({"limit": 50, "cursor": 1}, _range(0, 50)),
        ({"limit": 50, "cursor": 3}, _range(100, 130)),
        ({"limit": 50, "cursor": 4}, []),
        ({"limit": None}, _range(0, 130)),
    ):
        found = zep.message.get_session_messages(session_id, **arguments)
        expect.equal([message.content for message in found], expected)


@twins("get_session_messages of an unknown session is empty")
def unknown_session(context: Context, zep: Twin) -> None:
    expect.equal(zep.message.get_session_messages(context.new_id()), [])


@twins("get_session_message returns what the list shows")
def single(context: Context, zep: Twin) -> None:
    session_id = _filled(context, zep, 3)
    for listed in zep.message.get_session_messages(session_id):
        expect.equal(zep.message.get_session_message(session_id, listed.uuid), listed)


@twins("a message that is unknown, deleted, or of another session raises NotFoundError")
def missing(context: Context, zep: Twin) -> None:
    session_id, message_id = _one(context, zep)
    deleted_session, deleted = _one(context, zep)
    zep.memory.delete_memory(deleted_session)
    other = _filled(context, zep, 1)
    for session, message in ((other, message_id), (session_id, str(uuid.uuid4())), (deleted_session, deleted)):
        expect.not_found(
            lambda: zep.message.get_session_message(session, message), _unable("get message", message, session)
        )
        for body in ({"metadata": {"a": 1}}, {}, {"metadata": {}}):
            expect.not_found(
                lambda: zep.message.update_message_metadata(session, message, body),
                _unable("update message metadata", message, session),
            )
    expect.is_none(zep.message.get_session_message(session_id, message_id).metadata)


@twins("a message id that is no uuid is refused with 400")
def malformed(context: Context, zep: Twin) -> None:
    session_id = _filled(context, zep, 1)
    for call in (
        lambda: zep.message.get_session_message(session_id, "no-uuid"),
        lambda: zep.message.update_message_metadata(session_id, "no-uuid", {"metadata": {"a": 1}}),
    ):
        expect.matches(expect.api_error(400, call), r"\Aunable to parse document UUID: ")


@twins("update_message_metadata merges, drops system, and changes nothing else")
def merged(context: Context, zep: Twin) -> None:
    session_id, message_id = _one(context, zep, token_count=5, metadata={"a": {"b": 1}, "c": 2})
    before = zep.message.get_session_message(session_id, message_id)
    body = {"metadata": {"a": {"d": 3}, "c": None, "system": {"e": 4}}, "role": "ai", "content": "other"}
    updated = zep.message.update_message_metadata(session_id, message_id, body)
    expect.equal(updated, before.copy(update={"metadata": {"a": {"b": 1, "d": 3}, "c": None}}))
    expect.equal(zep.message.get_session_message(session_id, message_id), updated)


@twins("update_message_metadata with nothing to merge changes nothing, the token count included")
def unwrapped(context: Context, zep: Twin) -> None:
    session_id, message_id = _one(context, zep, token_count=5, metadata={"a": 1})
    before = zep.message.get_session_message(session_id, message_id)
    for body in ({"foo": "bar"}, {}, {"metadata": None}, {"metadata": {}}):
        expect.equal(zep.message.update_message_metadata(session_id, message_id, body), before)


@twins("update_message_metadata changes the message of the path, whatever uuid the body has")
def path_wins(context: Context, zep: Twin) -> None:
    session_id = _filled(context, zep, 2)
    first, second = (message.uuid for message in zep.message.get_session_messages(session_id))
    body = {"uuid": second, "metadata": {"a": 1}}
    expect.equal(zep.message.update_message_metadata(session_id, first, body).uuid, first)
    expect.equal([message.metadata for message in zep.message.get_session_messages(session_id)], [{"a": 1}, None])
