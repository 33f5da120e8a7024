"""Collections of documents (2.9): there are none, and who asks for one is told so."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from harness import expect
from harness.check import check, twins
from harness.context import Context
from harness.twin import Half, Twin
from zep_python.document import Document, DocumentCollection

NAME = "documents"


def _refused(call: Callable[[], Any]) -> None:
    expect.api_error(501, call)


def _collection(context: Context, zep: Twin) -> Half:
    """As `get_collection` would return it."""
    client = context.client
    return zep.half_of(DocumentCollection(name=NAME, client=client.client, aclient=client.aclient))


@twins("list_collections is empty")
def listed(_: Context, zep: Twin) -> None:
    expect.equal(zep.document.list_collections(), [])


@twins("adding, reading, changing and deleting a collection is answered with 501")
def managed(_: Context, zep: Twin) -> None:
    _refused(lambda: zep.document.add_collection(name=NAME, embedding_dimensions=8))
    _refused(lambda: zep.document.get_collection(NAME))
    _refused(lambda: zep.document.update_collection(name=NAME, description="x"))
    _refused(lambda: zep.document.delete_collection(NAME))


@twins("whatever is done with the documents of a collection is answered with 501")
def documents(context: Context, zep: Twin) -> None:
    collection = _collection(context, zep)
    document_id = str(uuid.uuid4())
    _refused(lambda: collection.add_documents([Document(content="x")]))
    _refused(lambda: collection.get_document(document_id))
    _refused(lambda: collection.get_documents([document_id]))
    _refused(lambda: collection.update_document(document_id, metadata={"a": 1}))
    _refused(lambda: collection.delete_document(document_id))


@twins("searching a collection is answered with 501, not with an empty result")
def searched(context: Context, zep: Twin) -> None:
    collection = _collection(context, zep)
    _refused(lambda: collection.search(text="x"))
    _refused(lambda: collection.search_return_query_vector(embedding=[0.5] * 8, limit=3))


@check("create_index, which has no asynchronous twin, is answered with 501")
def indexed(context: Context) -> None:
    _refused(lambda: _collection(context, context.sync).create_index(force=True))
