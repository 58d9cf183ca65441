"""What the worker does with ideas by the clock."""

from datetime import timedelta

from participation.events.registry import Lane, every

from . import counts
from .actions.clockwork import expire_ideas, follow_stages
from .actions.planning import publish_planned
from .actions.voting import add_up_votes, show_results
from .drafts import purge_drafts
from .duties.clock import escalate, remind
from .duties.figures import work_out_figures
from .merging.carrying import go_on, look_again
from .observations.waiting import sweep_photos
from .ranking.reordering import follow_half_lives

every(timedelta(seconds=2), name="ideas.show_results")(show_results)
every(timedelta(milliseconds=400), name="ideas.add_up_votes", lane=Lane.PROMPT)(add_up_votes)
every(timedelta(milliseconds=500), name="ideas.follow_half_lives")(follow_half_lives)
every(timedelta(seconds=1), name="ideas.carry_votes")(go_on)
every(timedelta(seconds=20), name="ideas.carry_late_votes")(look_again)
every(timedelta(seconds=20), name="ideas.expire")(expire_ideas)
every(timedelta(seconds=10), name="ideas.publish_planned")(publish_planned)
every(timedelta(seconds=20), name="ideas.follow_stages")(follow_stages)
every(timedelta(seconds=60), name="ideas.department_figures")(work_out_figures)
every(timedelta(seconds=60), name="ideas.remind")(remind)
every(timedelta(seconds=60), name="ideas.escalate")(escalate)
every(timedelta(hours=6), name="observations.sweep_photos")(sweep_photos)
every(timedelta(hours=6), name="ideas.purge_drafts")(purge_drafts)
every(timedelta(seconds=60), name="ideas.compact_counts")(counts.compact)
