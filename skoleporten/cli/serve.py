"""`skoleporten serve`: the web and the worker, kept alive by this process until it is asked to end."""

from __future__ import annotations

import argparse
import os
import socket
import sys

from skoleporten.rules.errors import UsageError

WORKERS = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="(default: 8000)")
    parser.add_argument(
        "--workers", type=int, default=WORKERS, help=f"web processes of one thread (default: {WORKERS})"
    )


def run(arguments: argparse.Namespace) -> int:
    from skoleporten.cli.database import ready

    refuse_taken_port(arguments.host, arguments.port)
    lead_to(arguments.port)
    ready(hashed_static_files=True)
    print(f"Skoleporten is at http://localhost:{arguments.port}", file=sys.stderr, flush=True)
    return serve(arguments.host, arguments.port, arguments.workers)


def serve(host: str, port: int, workers: int) -> int:
    """Runs until SIGTERM or SIGINT. The database must be ready."""
    from skoleporten.cli.supervisor import Supervisor, web_command, worker_command

    return Supervisor([web_command(host, port, workers), worker_command()]).run()


def lead_to(port: int) -> None:
    """Mails and calendars lead to this machine, unless an installation has said its address; before the settings."""
    os.environ.setdefault("SKOLEPORTEN_ADDRESS", f"http://localhost:{port}")


def refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"Port {port} can not be used: {error.strerror}.", do="Choose another with --port."
            ) from error
