"""The deprecated methods of the client itself, and its end."""

from __future__ import annotations

from harness import expect
from harness.check import check, twins
from harness.context import Context
from harness.twin import Twin
from zep_python import Memory, MemorySearchPayload, Message, ZepClient
from zep_python.memory import Session


@twins("the deprecated methods of the client do what those of its managers do")
def deprecated(context: Context, zep: Twin) -> None:
    session_id = context.new_id()
    session = zep.client.add_session(Session(session_id=session_id, metadata={"a": 1}))
    expect.equal(zep.client.get_session(session_id), session)
    memory = Memory(messages=[Message(role="human", content=content) for content in ("one", "two")])
    expect.equal(zep.client.add_memory(session_id, memory), "OK")
    expect.equal([message.content for message in zep.client.get_memory(session_id, 1).messages], ["two"])
    (found,) = zep.client.search_memory(session_id, MemorySearchPayload(text="one"), 5)
    expect.equal(found.message["content"], "one")
    expect.equal(zep.client.delete_memory(session_id), "OK")
    expect.not_found(lambda: zep.client.delete_memory(session_id))


@twins("a client that is closed makes no more calls")
def closed(context: Context, zep: Twin) -> None:
    other = context.twin_of(ZepClient(context.url), is_async=zep.is_async)
    expect.equal(other.user.get_sessions("nobody"), [])
    other.client.close()
    expect.raises(RuntimeError, lambda: other.user.get_sessions("nobody"))


@check("a client is a context manager, of both kinds")
def managed(context: Context) -> None:
    with ZepClient(context.url) as client:
        expect.equal(client.memory.get_memory("nobody").messages, [])

    async def use() -> list:
        async with ZepClient(context.url) as client:
            return (await client.memory.aget_memory("nobody")).messages

    expect.equal(context.wait_for(use()), [])
