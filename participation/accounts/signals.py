"""What packages above can hear of people. All but ``sign_up_attempted`` are sent inside the transaction of the change.

``person_uniting`` (kept, joined): two accounts turn out to be one person; nothing of theirs was moved yet.
``person_united`` (kept, joined): now their things become one's.
``account_closed`` (user): the person left; whatever is theirs alone goes now. Of ``user`` only the key is left.
``account_changed`` (verb, user, actor, payload): something for the record. Accounts lie below the events, so the events
package listens here instead of being called.
``sign_up_attempted`` (request): somebody sends the sign-up form; a receiver may raise TooManyRequests.
"""

from django.dispatch import Signal

person_uniting = Signal()
person_united = Signal()
account_closed = Signal()
account_changed = Signal()
sign_up_attempted = Signal()
