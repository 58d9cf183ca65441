"""Unusual votes are looked for twice a minute; what says who is forgotten after two weeks."""

from datetime import timedelta

from participation.events.registry import every

from .following import follow_votes, forget_old

every(timedelta(seconds=30), name="patterns.follow_votes")(follow_votes)
every(timedelta(hours=6), name="patterns.forget_old")(forget_old)
