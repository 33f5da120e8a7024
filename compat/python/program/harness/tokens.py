"""JSON Web Tokens, made by nothing that the server uses."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping
from typing import Any


def sign(claims: Mapping[str, Any], secret: str, algorithm: str = "HS256") -> str:
    header = {"alg": algorithm, "typ": "JWT"}
    signed = f"{_encode(json.dumps(header).encode())}.{_encode(json.dumps(claims).encode())}"
    digest = {"HS256": "sha256", "HS512": "sha512"}[algorithm]
    return f"{signed}.{_encode(hmac.new(secret.encode(), signed.encode(), digest).digest())}"


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
