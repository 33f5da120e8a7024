"""Checks a server with unmodified Python clients of Zep, and writes one line of JSON a check."""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path

import checks  # noqa: F401 (registers them)
from harness.check import registered
from harness.context import Context, Servers
from harness.run import COVERAGE, run_all


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="print the names, and run nothing")
    parser.add_argument("--url", help="a server that takes every request")
    parser.add_argument("--secured-url", help="a server that asks for a token")
    parser.add_argument("--secret", help="what its tokens are signed with")
    parser.add_argument("--results", type=Path, help="the file to write to")
    options = parser.parse_args()
    if options.list:
        print(json.dumps([*(each.name for each in registered()), COVERAGE]))
        return

    loop = asyncio.new_event_loop()
    context = Context(Servers(options.url, options.secured_url, options.secret), loop)
    with options.results.open("w", encoding="utf-8") as file:
        for result in run_all(registered(), context):
            print(json.dumps(result), file=file, flush=True)
    context.close()
    loop.close()


if __name__ == "__main__":
    main()
