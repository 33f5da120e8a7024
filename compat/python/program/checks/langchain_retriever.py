"""`ZepRetriever` of langchain-community (section 5)."""

from __future__ import annotations

from typing import Any

from harness import expect
from harness.check import twins
from harness.context import Context
from harness.twin import Half, Twin
from langchain_community.retrievers import ZepRetriever
from langchain_community.retrievers.zep import SearchScope
from zep_python import Memory, Message

CONTENTS = ("Iceland has volcanoes", "Norway has fjords", "Iceland in winter", "Iceland in spring")


def _filled(context: Context, zep: Twin) -> str:
    session_id = context.new_id()
    messages = [Message(role="human", content=content, metadata={"n": n}) for n, content in enumerate(CONTENTS)]
    zep.memory.add_memory(session_id, Memory(messages=messages))
    return session_id


def _retriever(context: Context, zep: Twin, session_id: str, **options: Any) -> Half:
    return zep.half_of(ZepRetriever(url=context.url, session_id=session_id, **{"top_k": 3, **options}))


@twins("ZepRetriever returns messages as documents, with their score and their fields")
def documents(context: Context, zep: Twin) -> None:
    session_id = _filled(context, zep)
    (document,) = _retriever(context, zep, session_id).invoke("volcanoes")
    expect.equal(document.page_content, CONTENTS[0])
    stored = zep.message.get_session_messages(session_id)[0]
    shown = document.metadata
    expect.equal((shown["uuid"], shown["role"], shown["metadata"]), (stored.uuid, "human", {"n": 0}))
    expect.is_true(0 < shown["score"] <= 1)


@twins("ZepRetriever returns as many documents as it is asked for, best first")
def limit(context: Context, zep: Twin) -> None:
    session_id = _filled(context, zep)
    for top_k, count in ((2, 2), (None, 3)):
        found: list[Any] = _retriever(context, zep, session_id, top_k=top_k, search_type="mmr").invoke("Iceland")
        scores = [document.metadata["score"] for document in found]
        expect.equal((len(found), scores), (count, sorted(scores, reverse=True)))


@twins("ZepRetriever narrows by metadata")
def narrowed(context: Context, zep: Twin) -> None:
    retriever = _retriever(context, zep, _filled(context, zep))
    found = retriever.invoke("Iceland", metadata={"where": {"jsonpath": "$ ? (@.n > 2)"}})
    expect.equal([document.page_content for document in found], [CONTENTS[3]])


@twins("ZepRetriever finds nothing in an unknown session, and among summaries")
def nothing(context: Context, zep: Twin) -> None:
    expect.equal(_retriever(context, zep, context.new_id()).invoke("Iceland"), [])
    summaries = _retriever(context, zep, _filled(context, zep), search_scope=SearchScope.summary)
    expect.equal(summaries.invoke("Iceland"), [])
