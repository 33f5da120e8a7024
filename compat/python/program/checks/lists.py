"""Lists of sessions and users. They run first: the chunked iterators are exact only where no row was deleted (4.4)."""

from __future__ import annotations

from typing import Any

from harness import expect
from harness.check import check, twins
from harness.context import Context
from harness.twin import Twin

COUNT = 2_100
SESSION_IDS = [f"listed-session-{number:04}" for number in range(COUNT)]
USER_IDS = [f"listed-user-{number:04}" for number in range(COUNT)]


@check(f"{COUNT} sessions and {COUNT} users are created")
def fill(context: Context) -> None:
    for session_id, user_id in zip(SESSION_IDS, USER_IDS, strict=True):
        expect.equal(context.raw.send("POST", "/api/v1/sessions", {"session_id": session_id}).status, 201)
        expect.equal(context.raw.send("POST", "/api/v1/user", {"user_id": user_id}).status, 201)


@twins("list_all_sessions yields every session exactly once")
def chunked_sessions(_: Context, zep: Twin) -> None:
    for chunk_size in (100, 17):
        chunks = zep.memory.list_all_sessions(chunk_size=chunk_size)
        expect.equal(_ids(chunks, "session_id"), SESSION_IDS)
        expect.equal({len(chunk) for chunk in chunks[:-1]}, {chunk_size})


@twins("list_chunked yields every user exactly once")
def chunked_users(_: Context, zep: Twin) -> None:
    for chunk_size in (100, 17):
        chunks = zep.user.list_chunked(chunk_size=chunk_size)
        expect.equal(_ids(chunks, "user_id"), USER_IDS)


@twins("list_sessions and list without a limit return everything")
def unlimited(_: Context, zep: Twin) -> None:
    expect.equal(_ids([zep.memory.list_sessions()], "session_id"), SESSION_IDS)
    expect.equal(_ids([zep.user.list()], "user_id"), USER_IDS)
    for limit in (0, -1):
        expect.equal(len(zep.memory.list_sessions(limit=limit)), COUNT)
        expect.equal(len(zep.user.list(limit=limit)), COUNT)


@twins("a cursor that is the last id seen goes on exactly behind it")
def cursors(_: Context, zep: Twin) -> None:
    for list_rows, key, ids in (
        (zep.memory.list_sessions, "session_id", SESSION_IDS),
        (zep.user.list, "user_id", USER_IDS),
    ):
        pages: list[list[Any]] = []
        cursor = 0
        while page := list_rows(limit=750, cursor=cursor):
            pages.append(page)
            cursor = page[-1].id
        expect.equal(_ids(pages, key), ids)
        expect.equal(len(pages), 3)


@twins("list_sessions and list are in the order of id, and empty behind the end")
def order(_: Context, zep: Twin) -> None:
    for rows in (zep.memory.list_sessions(), zep.user.list()):
        numbers = [row.id for row in rows]
        expect.equal(numbers, sorted(set(numbers)))
    expect.equal(zep.memory.list_sessions(limit=10, cursor=10**12), [])
    expect.equal(zep.user.list(limit=10, cursor=10**12), [])


def _ids(chunks: list[list[Any]], key: str) -> list[str]:
    return [getattr(row, key) for chunk in chunks for row in chunk]
