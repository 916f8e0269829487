"""`skoleporten manage …`: the first users, and work on the database that needs no web page."""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
import sys
from typing import TYPE_CHECKING

from skoleporten.rules.errors import UsageError

if TYPE_CHECKING:
    from skoleporten.access.models import User

TASKS = {
    "create-administrator": "makes a user who manages users, grants and imports, and sees no pupil",
    "create-school-leader": "makes a user who sees the pupils of one school, until 31 July",
    "link-identity": "says who somebody at Feide, ID-porten or Entra is here",
    "new-way-in": "takes away somebody's second factor and old password, and prints an invitation",
    "check": "asks the rules now, as the nightly work does",
    "migrate": "brings the database up to this version",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(dest="task", metavar="TASK", required=True)
    for name, words in TASKS.items():
        task = tasks.add_parser(name, help=words, description=words)
        if name.startswith("create-"):
            task.add_argument("--username", required=True)
            task.add_argument("--name", default="", help="as shown to others (default: the user name)")
            task.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
            task.add_argument("--language", choices=("nb", "nn", "en"), default="nb")
        if name == "create-school-leader":
            task.add_argument("--school", required=True, metavar="ID", help="the school's id in the source")
        if name == "new-way-in":
            task.add_argument("--username", required=True)
        if name == "link-identity":
            task.add_argument("--username", required=True, help="of the user here")
            task.add_argument("--provider", required=True, help="its name in sign_in.toml")
            task.add_argument("--subject", required=True, help="who the provider says that it is")
        if name == "check":
            task.add_argument("--as-of", type=dt.date.fromisoformat, metavar="DATE")


def run(arguments: argparse.Namespace) -> int:
    from skoleporten.cli.database import ready

    ready()
    if arguments.task == "check":
        return _check(arguments)
    if arguments.task == "link-identity":
        _link_identity(arguments)
    elif arguments.task == "new-way-in":
        _new_way_in(arguments)
    elif arguments.task != "migrate":
        _create(arguments)
    return 0


def _link_identity(arguments: argparse.Namespace) -> None:
    from django.conf import settings

    from skoleporten.access.actor import software
    from skoleporten.access.identity_actions import link_identity

    issuers = {provider.id: provider.issuer for provider in settings.SIGN_IN_PROVIDERS}
    if arguments.provider not in issuers:
        known = ", ".join(issuers) or "none; see docs/how-to/sign-in.md"
        raise UsageError(f"There is no provider {arguments.provider}.", do=f"Known are: {known}.")
    user = _user(arguments.username)
    issuer = issuers[arguments.provider]
    link_identity(by=software("command line"), user=user, issuer=issuer, subject=arguments.subject)
    print(f"{arguments.username} can come in with {arguments.provider}.", file=sys.stderr)


def _new_way_in(arguments: argparse.Namespace) -> None:
    from django.urls import reverse

    from skoleporten.access import second_factor_actions, user_actions
    from skoleporten.access.actor import software

    by, user = software("command line"), _user(arguments.username)
    if second_factor_actions.has_factor(user):
        second_factor_actions.remove_second_factor(by=by, user=user, why=second_factor_actions.WhyRemoved.LOST)
    token = user_actions.invite(by=by, user=user)
    print(reverse("invitation", args=[token]))
    print("Put your address before it and hand it to the person. It works once, for seven days.", file=sys.stderr)


def _user(username: str) -> User:
    from skoleporten.access.models import User

    user = User.objects.filter(username=username).first()
    if user is None:
        raise UsageError(f"There is no user {username}.", do="Make the user first.")
    return user


def _create(arguments: argparse.Namespace) -> None:
    from django.utils import timezone

    from skoleporten.access import actions
    from skoleporten.access.actor import software

    today = timezone.localdate()
    by, name = software("command line"), arguments.name or arguments.username
    given = {"username": arguments.username, "display_name": name, "language": arguments.language}
    if arguments.task == "create-administrator":
        actions.create_administrator(by=by, password=_password(arguments), today=today, **given)
    else:
        school_id = _school(arguments.school)
        actions.create_school_leader(by=by, password=_password(arguments), today=today, school_id=school_id, **given)
    print(f"Made {arguments.username}. Sign in at http://localhost:8000 while skoleporten serve runs.", file=sys.stderr)


def _school(source_id: str) -> int:
    from skoleporten.schools.models import School

    school = School.objects.filter(source_id=source_id).first()
    if school is None:
        known = ", ".join(School.objects.values_list("source_id", flat=True)[:20])
        raise UsageError(f"There is no school {source_id}.", do=f"Known are: {known or 'none; import a roster first'}.")
    return school.pk


def _password(arguments: argparse.Namespace) -> str:
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password (at least 12 characters): ")
    if getpass.getpass("Once more: ") != first:
        raise UsageError("The two passwords differ.", do="Run the command again.")
    return first


def _check(arguments: argparse.Namespace) -> int:
    from skoleporten.access.actor import software
    from skoleporten.concerns.checks import check
    from skoleporten.concerns.models import CheckRun

    found = check(by=software("command line"), trigger=CheckRun.Trigger.PERSON, as_of=arguments.as_of)
    if found is None:
        print("There is nothing to check yet: import a file first.", file=sys.stderr)
        return 1
    print(f"As of {found.as_of}: {found.pupils} pupils, {found.pupils_with_signals} with signals.")
    return 0
