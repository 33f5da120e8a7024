"""Sessions, and the merge of their metadata (2.2, 2.3)."""

from __future__ import annotations

from harness import expect
from harness.check import twins
from harness.context import Context
from harness.twin import Twin
from zep_python.memory import Session
from zep_python.user import CreateUserRequest

TIME = r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z\Z"
UUID = r"\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z"


@twins("add_session returns the session with every field")
def added(context: Context, zep: Twin) -> None:
    session_id = context.new_id()
    session = zep.memory.add_session(Session(session_id=session_id, metadata={"a": {"b": [1, None]}}))
    expect.equal(session.session_id, session_id)
    expect.equal(session.metadata, {"a": {"b": [1, None]}})
    expect.equal((session.user_id, session.deleted_at), (None, None))
    expect.is_true(session.id > 0)
    expect.matches(session.uuid, UUID)
    expect.matches(session.created_at, TIME)
    expect.matches(session.updated_at, TIME)
    expect.equal(zep.memory.get_session(session_id), session)


@twins("add_session keeps absent metadata apart from empty metadata")
def empty_metadata(context: Context, zep: Twin) -> None:
    for metadata in (None, {}):
        session_id = context.new_id()
        zep.memory.add_session(Session(session_id=session_id, metadata=metadata))
        expect.equal(zep.memory.get_session(session_id).metadata, metadata)


@twins("add_session keeps a metadata key that is called system")
def system_on_create(context: Context, zep: Twin) -> None:
    session = Session(session_id=context.new_id(), metadata={"system": {"a": 1}})
    expect.equal(zep.memory.add_session(session).metadata, {"system": {"a": 1}})


@twins("add_session never overwrites")
def never_upserts(context: Context, zep: Twin) -> None:
    session_id = context.new_id()
    first = zep.memory.add_session(Session(session_id=session_id, metadata={"a": 1}))
    expect.api_error(
        400,
        lambda: zep.memory.add_session(Session(session_id=session_id, metadata={"a": 2})),
        f"bad request: session already exists with session_id: {session_id}",
    )
    expect.equal(zep.memory.get_session(session_id), first)


@twins("add_session ignores what only the server gives")
def copied(context: Context, zep: Twin) -> None:
    first = zep.memory.add_session(Session(session_id=context.new_id(), metadata={"a": 1}))
    second = zep.memory.add_session(first.copy(update={"session_id": context.new_id()}))
    expect.equal(second.metadata, {"a": 1})
    expect.not_equal(second.uuid, first.uuid)
    expect.is_true(second.id > first.id)


@twins("add_session gives a session to a user who exists, and to nobody else")
def owner(context: Context, zep: Twin) -> None:
    user_id = context.new_id("user")
    session_id = context.new_id()
    expect.api_error(
        400,
        lambda: zep.memory.add_session(Session(session_id=session_id, user_id=user_id)),
        f"bad request: user does not exist with user_id: {user_id}",
    )
    expect.not_found(lambda: zep.memory.get_session(session_id), f"No session found for session {session_id}")
    zep.user.add(CreateUserRequest(user_id=user_id))
    expect.equal(zep.memory.add_session(Session(session_id=session_id, user_id=user_id)).user_id, user_id)


@twins("get_session and update_session raise NotFoundError for an unknown session")
def unknown(context: Context, zep: Twin) -> None:
    session_id = context.new_id()
    expect.not_found(lambda: zep.memory.get_session(session_id), f"No session found for session {session_id}")
    for metadata in (None, {}, {"a": 1}):
        expect.not_found(
            lambda: zep.memory.update_session(Session(session_id=session_id, metadata=metadata)),
            f"Failed to update session {session_id}",
        )


#: What is stored, what is sent, what is stored then.
MERGES = (
    (None, {"a": 1}, {"a": 1}),
    ({"a": 1}, {"b": {}}, {"a": 1, "b": {}}),
    ({"a": {"b": 1, "c": 2}}, {"a": {"c": 3, "d": None}}, {"a": {"b": 1, "c": 3, "d": None}}),
    ({"a": {"b": 1}}, {"a": {}}, {"a": {"b": 1}}),
    ({"a": {"b": 1}}, {"a": []}, {"a": []}),
    ({"a": {"b": 1}, "c": [1], "d": 1}, {"a": None, "c": None, "d": None}, {"a": None, "c": None, "d": None}),
    ({"a": True, "b": 1, "c": "x"}, {"a": False, "b": 0, "c": ""}, {"a": False, "b": 0, "c": ""}),
    ({"a": 1, "b": None}, {"a": {}, "b": {"c": 1}}, {"a": {}, "b": {"c": 1}}),
    ({"a": [1, 2, {"b": 1}]}, {"a": [3]}, {"a": [3]}),
    ({"a": [1]}, {"a": {}}, {"a": {}}),
    ({"a": 1}, {"system": {"b": 1}, "nested": {"system": 2}}, {"a": 1, "nested": {"system": 2}}),
    ({"a": 1}, {"__proto__": {"b": 1}, "constructor": 2}, {"a": 1, "__proto__": {"b": 1}, "constructor": 2}),
)


@twins("update_session merges metadata as Zep does")
def merges(context: Context, zep: Twin) -> None:
    for stored, sent, merged in MERGES:
        session_id = context.new_id()
        zep.memory.add_session(Session(session_id=session_id, metadata=stored))
        updated = zep.memory.update_session(Session(session_id=session_id, metadata=sent))
        expect.equal(updated.metadata, merged, f"{stored} with {sent}")
        expect.equal(zep.memory.get_session(session_id), updated)


@twins("update_session without metadata, or with none in it, moves only updated_at")
def touches(context: Context, zep: Twin) -> None:
    for stored in (None, {}, {"a": 1}):
        before = zep.memory.add_session(Session(session_id=context.new_id(), metadata=stored))
        for metadata in (None, {}):
            after = zep.memory.update_session(Session(session_id=before.session_id, metadata=metadata))
            expect.equal(after.copy(update={"updated_at": None}), before.copy(update={"updated_at": None}))


@twins("a session that was read can be changed and passed back as it is")
def written_back(context: Context, zep: Twin) -> None:
    user_id = context.new_id("user")
    zep.user.add(CreateUserRequest(user_id=user_id))
    session_id = context.new_id()
    zep.memory.add_session(Session(session_id=session_id, user_id=user_id, metadata={}))
    session = zep.memory.get_session(session_id)
    expect.equal(zep.memory.update_session(session).metadata, {})
    session.metadata = {"a": 1}
    session.user_id = "somebody else"
    updated = zep.memory.update_session(session)
    expect.equal((updated.metadata, updated.user_id, updated.uuid), ({"a": 1}, user_id, session.uuid))
    expect.equal((updated.id, updated.created_at), (session.id, session.created_at))
