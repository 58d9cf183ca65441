"""Who may do what with ideas and observations. Whether the stage allows it now is asked in ``ideas.stages``."""

import rules

from participation.accounts.absences import standing_in_for
from participation.accounts.models import User
from participation.accounts.predicates import is_admin, is_editor, is_moderator, is_official, is_signed_in, is_welcome
from participation.consultations.models import ConsultationPage, Reopening

from .models import Answer, Duty, Idea, Observation


@rules.predicate
def is_author(user: User, thing: Idea | Observation | None) -> bool:
    return thing is not None and user.is_authenticated and thing.author_id == user.pk


@rules.predicate
def is_public(user: User, thing: Idea | Observation | None) -> bool:
    return thing is not None and not thing.is_hidden


@rules.predicate
def is_of_one_list(user: User, consultation: ConsultationPage | None) -> bool:
    """The order of one consultation's list; without one, that of the whole site is meant."""
    return consultation is not None


@rules.predicate
def is_in_charge(user: User, idea: Idea | None) -> bool:
    """The idea's owner or who stands in, or an official of its department; where it has none, any official."""
    if idea is None or not user.is_authenticated:
        return False
    if idea.department_id is None or idea.department_id == user.department_id or idea.owner_id == user.pk:
        return True
    if idea.owner_id in standing_in_for(user):
        return True
    # A higher rung may oblige another department beside the one that is named on the idea.
    return user.department_id is not None and idea.duties.open().filter(department=user.department_id).exists()


@rules.predicate
def owes(user: User, duty: Duty | None) -> bool:
    """An official of the department that owes it, or whoever the idea was given to."""
    if duty is None or not user.is_authenticated:
        return False
    if duty.department_id is None or duty.department_id == user.department_id:
        return True
    return duty.idea.owner_id is not None and duty.idea.owner_id in {user.pk, *standing_in_for(user)}


@rules.predicate
def author_may_reopen(user: User, idea: Idea | None) -> bool:
    return idea is not None and idea.consultation.reopening == Reopening.AUTHOR


@rules.predicate
def answers_for(user: User, answer: Answer | None) -> bool:
    return answer is not None and is_in_charge(user, answer.idea)


@rules.predicate
def wrote_answer(user: User, answer: Answer | None) -> bool:
    """Also with another account of the same person."""
    author = answer.author if answer is not None else None
    return author is not None and user.is_authenticated and author.voter_id == user.voter_id


rules.add_perm("ideas.add_observation", is_welcome)
rules.add_perm("ideas.agree_observation", is_welcome & is_public & ~is_author)
rules.add_perm("ideas.gather_observation", is_welcome)
rules.add_perm("ideas.submit_idea", is_welcome)
rules.add_perm("ideas.change_idea", is_moderator | (is_author & is_welcome))
# Whoever wrote the text does not judge whether it still says what others support.
rules.add_perm("ideas.call_it_a_slip", is_moderator & ~is_author)
rules.add_perm("ideas.retire_idea", is_author)
rules.add_perm("ideas.merge_idea", is_admin | is_moderator | (is_official & is_in_charge))
rules.add_perm("ideas.propose_merge", is_welcome & is_public)
rules.add_perm("ideas.see_merge_proposals", is_admin | is_moderator | is_official)
rules.add_perm("ideas.vote_on_idea", is_signed_in & is_public)
rules.add_perm("ideas.answer_idea", is_admin | (is_official & is_in_charge))
rules.add_perm("ideas.approve_answer", (is_admin | (is_official & answers_for)) & ~wrote_answer)
rules.add_perm("ideas.assign_idea", is_admin | is_official | is_moderator)
rules.add_perm("ideas.keep_duty", is_admin | (is_official & owes))
rules.add_perm(
    "ideas.reopen_idea",
    is_public & (is_admin | is_moderator | (is_official & is_in_charge) | (is_author & is_welcome & author_may_reopen)),
)
rules.add_perm("ideas.confirm_idea", is_signed_in & is_public)
rules.add_perm("ideas.transition_idea", is_admin | is_moderator | (is_official & is_in_charge))
rules.add_perm("ideas.view_answer_draft", is_admin | is_official)
rules.add_perm("ideas.see_ranking", is_admin | is_official | is_editor)
rules.add_perm("ideas.change_half_life", is_admin | (is_editor & is_of_one_list))
rules.add_perm("ideas.open_desk", is_admin | is_official)
