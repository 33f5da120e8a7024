"""Users, their sessions, and their erasure (2.8)."""

from __future__ import annotations

from harness import expect
from harness.check import twins
from harness.context import Context
from harness.twin import Twin
from zep_python import Memory, Message
from zep_python.memory import Session
from zep_python.user import CreateUserRequest, UpdateUserRequest


@twins("add returns the user with every field, and get the same")
def added(context: Context, zep: Twin) -> None:
    request = CreateUserRequest(
        user_id=context.new_id("user"),
        email="ada@example.com",
        first_name="Ada",
        last_name="Lovelace",
        metadata={"a": {"b": 1}, "system": {"c": 2}},
    )
    user = zep.user.add(request)
    expect.equal(user.dict(include=set(request.dict())), request.dict())
    expect.is_true(user.id > 0)
    expect.is_true(user.uuid.int != 0)
    expect.is_none(user.deleted_at)
    expect.is_true(user.created_at.tzinfo is not None and user.updated_at >= user.created_at)
    expect.equal(zep.user.get(user.user_id), user)


@twins("add leaves out what was not given")
def bare(context: Context, zep: Twin) -> None:
    user = zep.user.add(CreateUserRequest(user_id=context.new_id("user")))
    expect.equal((user.email, user.first_name, user.last_name, user.metadata), (None, None, None, None))


@twins("add refuses an id that exists, and an empty one")
def refused(context: Context, zep: Twin) -> None:
    user_id = context.new_id("user")
    zep.user.add(CreateUserRequest(user_id=user_id))
    for refused_id, text in (
        (user_id, f"bad request: user already exists with user_id: {user_id}"),
        ("", "bad request: UserID cannot be empty"),
    ):
        expect.api_error(400, lambda: zep.user.add(CreateUserRequest(user_id=refused_id)), text)


@twins("get, update and delete raise NotFoundError for an unknown user; get_sessions returns nothing")
def unknown(context: Context, zep: Twin) -> None:
    user_id = context.new_id("user")
    expect.not_found(lambda: zep.user.get(user_id))
    expect.not_found(lambda: zep.user.update(UpdateUserRequest(user_id=user_id, email="x")))
    expect.not_found(lambda: zep.user.update(UpdateUserRequest(user_id=user_id, metadata={})))
    expect.not_found(lambda: zep.user.delete(user_id))
    expect.equal(zep.user.get_sessions(user_id), [])


@twins("update sets fields and merges metadata, system included; empty text clears nothing")
def updated(context: Context, zep: Twin) -> None:
    user_id = context.new_id("user")
    before = zep.user.add(CreateUserRequest(user_id=user_id, email="a@b", first_name="A", metadata={"a": {"b": 1}}))
    after = zep.user.update(
        UpdateUserRequest(user_id=user_id, email="", last_name="L", metadata={"a": {"c": 2}, "system": {"d": 3}})
    )
    expect.equal((after.email, after.first_name, after.last_name), ("a@b", "A", "L"))
    expect.equal(after.metadata, {"a": {"b": 1, "c": 2}, "system": {"d": 3}})
    expect.equal((after.uuid, after.id, after.created_at), (before.uuid, before.id, before.created_at))
    unchanged = zep.user.update(UpdateUserRequest(user_id=user_id, metadata={}))
    expect.equal(unchanged.metadata, after.metadata)
    expect.equal(zep.user.get(user_id), unchanged)


@twins("get_sessions lists what belongs to the user, in the order of id")
def sessions(context: Context, zep: Twin) -> None:
    user_id = context.new_id("user")
    zep.user.add(CreateUserRequest(user_id=user_id))
    added = [zep.memory.add_session(Session(session_id=context.new_id(), user_id=user_id)) for _ in range(5)]
    zep.memory.add_session(Session(session_id=context.new_id()))
    changed = zep.memory.update_session(Session(session_id=added[1].session_id, metadata={"a": 1}))
    zep.memory.delete_memory(added[3].session_id)
    expect.equal(zep.user.get_sessions(user_id), [added[0], changed, added[2], added[4]])


@twins("delete erases the user, the sessions and their messages; all ids are free at once")
def erased(context: Context, zep: Twin) -> None:
    user_id, live, trashed = context.new_id("user"), context.new_id(), context.new_id()
    zep.user.add(CreateUserRequest(user_id=user_id))
    for session_id in (live, trashed):
        zep.memory.add_session(Session(session_id=session_id, user_id=user_id))
        zep.memory.add_memory(session_id, Memory(messages=[Message(role="human", content="secret")]))
    zep.memory.delete_memory(trashed)
    expect.is_none(zep.user.delete(user_id))
    expect.not_found(lambda: zep.user.get(user_id))
    expect.equal(zep.user.get_sessions(user_id), [])
    expect.not_found(lambda: zep.user.delete(user_id))

    zep.user.add(CreateUserRequest(user_id=user_id))
    for session_id in (live, trashed):
        expect.equal(zep.memory.get_memory(session_id).messages, [])
        expect.is_none(zep.memory.add_session(Session(session_id=session_id)).metadata)
        expect.equal(zep.message.get_session_messages(session_id), [])


@twins("a user id may hold what an address may hold")
def ids(context: Context, zep: Twin) -> None:
    for text in ("jim@example.com", "tenant:7", "a b", "Zoë", "日本", "it's (me)", "a+b&c=d;e,f"):
        user_id = f"{text} {context.new_id('user')}"
        zep.user.add(CreateUserRequest(user_id=user_id))
        expect.equal(zep.user.get(user_id).user_id, user_id)
        expect.equal(zep.user.update(UpdateUserRequest(user_id=user_id, email="x@y")).user_id, user_id)
        expect.equal(zep.user.get_sessions(user_id), [])
        zep.user.delete(user_id)
        expect.not_found(lambda: zep.user.get(user_id))
