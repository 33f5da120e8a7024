"""Search in one session, without embeddings (2.7)."""

from __future__ import annotations

from harness import expect
from harness.check import twins
from harness.context import Context
from harness.twin import Twin
from zep_python import Memory, MemorySearchPayload, Message

MESSAGES = (
    ("Iceland has volcanoes and hot springs", {"place": "Iceland", "rank": 1}),
    ("Norway has fjords", {"place": "Norway", "rank": 2}),
    ("The bakery opens at eight", None),
    ("Iceland again, in winter", {"place": "Iceland", "rank": 3}),
)


def _filled(context: Context, zep: Twin) -> str:
    session_id = context.new_id()
    messages = [Message(role="human", content=content, metadata=metadata) for content, metadata in MESSAGES]
    zep.memory.add_memory(session_id, Memory(messages=messages))
    return session_id


def _found(zep: Twin, session_id: str, payload: MemorySearchPayload, limit: int | None = None) -> list:
    return [result.message["content"] for result in zep.memory.search_memory(session_id, payload, limit)]


@twins("search_memory finds messages by their words, best first, with a dist between 0 and 1")
def text(context: Context, zep: Twin) -> None:
    session_id = _filled(context, zep)
    results = zep.memory.search_memory(session_id, MemorySearchPayload(text="volcanoes Iceland"))
    expect.equal(results[0].message["content"], MESSAGES[0][0])
    expect.equal(results[0].message["metadata"], MESSAGES[0][1])
    expect.equal(results[0].message["role"], "human")
    expect.equal({result.summary for result in results}, {None})
    distances = [result.dist for result in results]
    expect.equal(distances, sorted(distances, reverse=True))
    expect.is_true(all(0 < distance <= 1 for distance in distances))
    expect.equal(_found(zep, session_id, MemorySearchPayload(text="bakery", search_type="mmr")), [MESSAGES[2][0]])
    expect.equal(_found(zep, session_id, MemorySearchPayload(text="xylophone")), [])


@twins("search_memory finds messages by their metadata, newest first")
def metadata(context: Context, zep: Twin) -> None:
    session_id = _filled(context, zep)
    iceland = {"jsonpath": "$ ? (@.place == 'Iceland')"}
    low = {"jsonpath": "$ ? (@.rank < 3)"}
    for where, expected in (
        (iceland, [3, 0]),
        ({"and": [iceland, low]}, [0]),
        ({"or": [iceland, low]}, [3, 1, 0]),
    ):
        payload = MemorySearchPayload(metadata={"where": where})
        expect.equal(_found(zep, session_id, payload), [MESSAGES[index][0] for index in expected])
    both = MemorySearchPayload(text="Iceland", metadata={"where": low})
    expect.equal(_found(zep, session_id, both), [MESSAGES[0][0]])


@twins("search_memory keeps to the bounds of time, and to the limit")
def bounds(context: Context, zep: Twin) -> None:
    session_id = _filled(context, zep)
    for dates, count in (
        ({"start_date": "2020-01-01"}, 4),
        ({"end_date": "2020-01-01"}, 0),
        ({"start_date": "2020-01-01", "end_date": "2999-01-01"}, 4),
    ):
        expect.equal(len(_found(zep, session_id, MemorySearchPayload(metadata=dates))), count)
    expect.equal(len(_found(zep, session_id, MemorySearchPayload(metadata={"start_date": "2020-01-01"}), 2)), 2)


@twins("search_memory finds nothing among summaries, in an unknown session, and after deletion")
def nothing(context: Context, zep: Twin) -> None:
    session_id = _filled(context, zep)
    summaries = MemorySearchPayload(text="Iceland", search_scope="summary")
    expect.equal(zep.memory.search_memory(session_id, summaries), [])
    expect.equal(zep.memory.search_memory(context.new_id(), MemorySearchPayload(text="Iceland")), [])
    zep.memory.delete_memory(session_id)
    expect.equal(zep.memory.search_memory(session_id, MemorySearchPayload(text="Iceland")), [])


@twins("search_memory refuses an empty query, a JSONPath and a date that it cannot read")
def refused(context: Context, zep: Twin) -> None:
    session_id = _filled(context, zep)
    for payload in (
        MemorySearchPayload(),
        MemorySearchPayload(text="", metadata={}),
        MemorySearchPayload(metadata={"where": {"jsonpath": "$ ? ("}}),
        MemorySearchPayload(metadata={"start_date": "yesterday noon"}),
    ):
        expect.api_error(400, lambda: zep.memory.search_memory(session_id, payload))
