"""All checks, in the order they run: lists need a server on which nothing was deleted yet."""

from checks import (  # noqa: F401, I001 (in this order)
    installed,
    lists,
    health,
    authentication,
    sessions,
    deletion,
    memory,
    search,
    messages,
    users,
    session_ids,
    document_collections,
    facade,
    concurrency,
    langchain_history,
    langchain_memory,
    langchain_retriever,
)
