from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from participation.demo.loading import Refused, load
from participation.demo.people import PASSWORD, roles


class Command(BaseCommand):
    help = "Loads the invented city with its ideas and accounts, once. Repeating it only prints the accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load(lambda acts: tqdm(acts, desc="demo", unit=" acts", disable=options["verbosity"] == 0))
        except Refused as reason:
            raise CommandError(str(reason)) from None
        for role in roles():
            self.stdout.write(f"{role.name}: {role.email} / {PASSWORD}")
