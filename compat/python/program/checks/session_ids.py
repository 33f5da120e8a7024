"""Session ids in paths (4.3, 10.3). The client does not encode them; httpx does, with what it finds to be no escape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harness import expect
from harness.check import check
from harness.context import Context
from zep_python import APIError, Memory, MemorySearchPayload, Message
from zep_python.memory import Session

REACHABLE = (
    *("a b", "tenant:7", "jim@example.com", "a+b", "a~b", "$5", "a&b=c", "a;b", "a,b"),
    *('"quoted"', "<tag>", "{x}", "`x`", "back\\slash", "trailing..", "...", "100%", "50%zz"),
    *("Zoë", "日本語", "\U0001f680", "\u200fright", "x" * 1_000, "__proto__", "constructor", "memory", "messages"),
    # Two sessions on Zep, of which getSession showed a third name (10.3).
    *("It's a test!", "(é)", "[a b]", "a*b c", "x|y z", "p^q é", "it's", "(a)", "[a]", "a!b"),
    # Encoded by the application itself: Zep did not decode them.
    *("jim%40example.com", "tenant%3A7", "a%2Fb", "p%41q", "%c3%a9", "%2E"),
)


def _works(context: Context, session_id: str) -> None:
    zep = context.sync
    expect.equal(zep.memory.add_session(Session(session_id=session_id, metadata={"a": 1})).session_id, session_id)
    expect.equal(zep.memory.add_memory(session_id, Memory(messages=[Message(role="human", content="found")])), "OK")
    session = zep.memory.update_session(Session(session_id=session_id, metadata={"b": 2}))
    expect.equal((session.session_id, session.metadata), (session_id, {"a": 1, "b": 2}))
    expect.equal(zep.memory.get_session(session_id), session)

    (message,) = zep.memory.get_memory(session_id).messages
    expect.equal(zep.message.get_session_messages(session_id), [message])
    expect.equal(zep.message.get_session_message(session_id, message.uuid), message)
    changed = zep.message.update_message_metadata(session_id, message.uuid, {"metadata": {"c": 3}})
    expect.equal((changed.content, changed.metadata), ("found", {"c": 3}))
    (result,) = zep.memory.search_memory(session_id, MemorySearchPayload(text="found"))
    expect.equal(result.message["uuid"], message.uuid)

    expect.equal(zep.memory.delete_memory(session_id), "OK")
    expect.not_found(lambda: zep.memory.get_session(session_id), f"No session found for session {session_id}")


def _register(session_id: str) -> None:
    shown = session_id if len(session_id) < 100 else f"{session_id[:10]}… of {len(session_id)} characters"

    @check(f"session id {ascii(shown)} reaches one session with every method")
    def reaches(context: Context) -> None:
        _works(context, session_id)


for each in REACHABLE:
    _register(each)


@check("a question mark or a hash cuts the id off: the rest is not taken for another session")
def cut_off(context: Context) -> None:
    zep = context.sync
    for mark in "?#":
        session_id = f"{context.new_id()}{mark}rest"
        zep.memory.add_session(Session(session_id=session_id, metadata={"a": 1}))
        expect.not_found(lambda: zep.memory.get_session(session_id), f"No session found for session {session_id}")
        expect.equal(_status(lambda: zep.memory.add_memory(session_id, Memory())), 405)


@check("a slash in an id leads nowhere")
def slash(context: Context) -> None:
    zep = context.sync
    expect.not_found(lambda: zep.memory.get_session("a/b"), "No session found for session a/b")
    expect.not_found(lambda: zep.memory.add_memory("a/b", Memory(messages=[Message(role="human", content="x")])))
    expect.not_found(lambda: zep.memory.delete_memory("a/b"))


@check("dots that httpx resolves reach no session, not even one called memory")
def dots(context: Context) -> None:
    zep = context.sync
    zep.memory.add_memory("memory", Memory(messages=[Message(role="human", content="kept")]))
    expect.equal(_status(lambda: zep.memory.delete_memory(".")), 405)
    expect.not_found(lambda: zep.memory.delete_memory(".."))
    expect.equal([message.content for message in zep.memory.get_memory("memory").messages], ["kept"])


@check("ids that no path can hold are refused when a session is created")
def impossible(context: Context) -> None:
    for session_id in (".", "..", "x" * 1_025):
        expect.api_error(400, lambda: context.sync.memory.add_session(Session(session_id=session_id)))


def _status(call: Callable[[], Any]) -> int:
    """Of an answer without a body."""
    return expect.raises(APIError, call).response_data["status_code"]
