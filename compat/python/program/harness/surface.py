"""Every public method of zep-python: of the client, its managers, and the collections they return."""

from __future__ import annotations

import inspect

from zep_python import ZepClient
from zep_python.document.client import DocumentClient
from zep_python.document.collections import DocumentCollection
from zep_python.memory.client import MemoryClient
from zep_python.message.client import MessageClient
from zep_python.user.client import UserClient

CLASSES = (ZepClient, MemoryClient, MessageClient, UserClient, DocumentClient, DocumentCollection)


def public_methods() -> set[str]:
    """As `Class.method`, found by looking at the classes. What one inherits from pydantic is not a method of Zep."""
    return {
        f"{each.__name__}.{name}"
        for each in CLASSES
        for name, value in vars(each).items()
        if inspect.isfunction(value) and not name.startswith("_")
    }
