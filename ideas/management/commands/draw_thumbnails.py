"""Draws the small copies of photos that were there before the board showed any."""

from typing import Any

from django.core.management.base import BaseCommand

from ideas.observations.thumbnails import draw_thumbnail, without_thumbnail


class Command(BaseCommand):
    help = "Draw the board's small copies of photos that have none yet. It may be stopped and repeated."

    def handle(self, *args: Any, **options: Any) -> None:
        drawn = left = 0
        for observation in without_thumbnail().only("photo").order_by("pk").iterator(chunk_size=100):
            try:
                done = draw_thumbnail(observation)
            except OSError as problem:  # the file itself is gone; doctor counts those
                self.stderr.write(f"{observation.pk}: {problem}")
                done = False
            drawn, left = drawn + done, left + (not done)
        self.stdout.write(f"{drawn} drawn, {left} without a copy")
