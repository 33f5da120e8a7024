"""Assertions that say what was there instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from unittest import TestCase

from zep_python import APIError, NotFoundError
from zep_python.exceptions import AuthError, ZepClientError

_case = TestCase()
_case.maxDiff = None

equal = _case.assertEqual
not_equal = _case.assertNotEqual
contains = _case.assertIn
matches = _case.assertRegex
is_none = _case.assertIsNone
is_true = _case.assertTrue

Raised = TypeVar("Raised", bound=BaseException)


def raises(kind: type[Raised], call: Callable[[], Any]) -> Raised:
    """The exception, of exactly this class."""
    try:
        result = call()
    except kind as error:
        _case.assertIs(type(error), kind)
        return error
    raise AssertionError(f"{kind.__name__} was not raised, the result is {result!r}")


def not_found(call: Callable[[], Any], message: str = "No query results found") -> None:
    """The client gives its own words: it keeps neither status nor text of the answer."""
    error = raises(NotFoundError, call)
    equal((error.message, error.response_data), (message, None))


def api_error(status: int, call: Callable[[], Any], text: str | None = None) -> str:
    """The body of the answer: one line, equal to `text` where one is given."""
    return _failure(raises(APIError, call), "API error", status, text)


def auth_error(call: Callable[[], Any], text: str) -> None:
    _failure(raises(AuthError, call), "Authentication error", 401, text)


def _failure(error: ZepClientError, message: str, status: int, text: str | None) -> str:
    body = error.response_data["message"]
    equal((error.message, error.response_data["status_code"]), (message, status), body)
    matches(body, r"\A[^\n]+\n\Z")
    if text is not None:
        equal(body, f"{text}\n")
    return body
