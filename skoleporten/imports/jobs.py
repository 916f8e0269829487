"""What the worker does with files. At least once: each may be run again after it was killed."""

from __future__ import annotations

from django_tasks import task

from skoleporten.access.actor import software
from skoleporten.imports import actions
from skoleporten.imports.models import Import


@task()
def read(import_pk: int) -> str:
    return actions.read(by=software("import"), imported=Import.objects.get(pk=import_pk)).state


@task()
def apply(import_pk: int) -> str:
    return actions.apply(by=software("import"), imported=Import.objects.get(pk=import_pk)).state
