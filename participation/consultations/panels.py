"""The form in which an official opens a consultation: what is asked, when, by which rules, in which languages."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.panels.base import get_form_for_model

from .forms import (
    RungForm,
    RungFormSet,
    StageForm,
    StageFormSet,
    TranslatedForm,
    WordsFormSet,
    field_for,
    with_languages,
)
from .words import other_languages


class CheckedPanel(InlinePanel):
    """Rows with words in every language whose rows together must make sense."""

    row_form: ClassVar[type[TranslatedForm]]
    formset: ClassVar[type[BaseChildFormSet]]
    longest: ClassVar[int]

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        rows = options["formsets"][self.relation_name]
        rows["form"] = get_form_for_model(
            self.db_field.related_model,
            form_class=with_languages(self.row_form, self.longest),
            defer_required_on_fields=self.child_edit_handler.get_form_options().get("defer_required_on_fields", []),
        )
        rows["formset"] = self.formset
        return options


class StagesPanel(CheckedPanel):
    """The stages: dates that contradict each other are refused at their fields."""

    row_form, formset, longest = StageForm, StageFormSet, 60


class LadderPanel(CheckedPanel):
    """The rungs, lowest first: each takes more than the one before, and the last one ends the matter."""

    row_form, formset, longest = RungForm, RungFormSet, 80


class WordsPanel(InlinePanel):
    """The words in other languages, each language once."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        # The formset says which row is one too many; Django's own count would only say that there are too many.
        options["formsets"][self.relation_name] |= {"formset": WordsFormSet, "validate_max": False}
        return options


def publishing_panel() -> ObjectList:
    """When a page goes live and when it is taken down. It stands in the side bar: the tab itself stays unseen."""
    return ObjectList([PublishingPanel()], heading=_("Publishing"))


def words_panel(*fields: str) -> ObjectList:
    """The tab that holds a page's words in other languages."""
    panels = [FieldPanel("language"), *(FieldPanel(name) for name in fields)]
    return ObjectList(
        [
            HelpPanel(
                content=_("Readers of a language that is missing here see the original, with a notice."),
            ),
            WordsPanel(
                "words",
                panels=panels,
                heading=_("Words in other languages"),
                label=_("Language"),
                max_num=len(other_languages()),
            ),
        ],
        heading=_("Words in other languages"),
    )


STAGE_PANELS = [
    FieldPanel("kind"),
    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
    FieldRowPanel([FieldPanel("title"), *(FieldPanel(field_for(code, "title")) for code, _name in other_languages())]),
    FieldRowPanel([FieldPanel("votes_per_person"), FieldPanel("identity_level")]),
    FieldRowPanel([FieldPanel("votes_at_least"), FieldPanel("hides_results")]),
]

RUNG_PANELS = [
    FieldRowPanel([FieldPanel("supporters"), FieldPanel("per_cent"), FieldPanel("within_days")]),
    FieldRowPanel([FieldPanel("obliges"), FieldPanel("department", widget=forms.Select)]),
    FieldRowPanel([FieldPanel("title"), *(FieldPanel(field_for(code, "title")) for code, _name in other_languages())]),
    FieldRowPanel([FieldPanel("days"), FieldPanel("in_working_days"), FieldPanel("goes_on")]),
]

ASKED = ObjectList(
    [
        TitleFieldPanel("title", help_text=_("What is it about, in the words of those whom it concerns?")),
        FieldPanel("intro", help_text=_("One or two sentences, shown on the card and on top of the page.")),
        # There are dozens at most: a list of choices is quicker than a window to search in.
        FieldRowPanel([FieldPanel(name, widget=forms.Select) for name in ("department", "topic", "place")]),
        StagesPanel(
            "stages",
            panels=STAGE_PANELS,
            heading=_("Stages"),
            label=_("Stage"),
            min_num=1,
            help_text=_(
                "The kind of a stage says what people may do; its dates say when. Nobody has to press a button."
            ),
        ),
        FieldPanel("body", help_text=_("Why this is asked, what is decided already, and what is still open.")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("cover"), FieldPanel("tone")]),
                FieldPanel("photo", help_text=_("Optional: without a photo, the drawn cover is shown.")),
                FieldPanel("photo_alt", help_text=_("What does the photo show? Asked for where there is a photo.")),
            ],
            heading=pgettext_lazy("of a page", "Picture"),
        ),
    ],
    heading=_("Consultation"),
)

RULES = ObjectList(
    [
        HelpPanel(content=_("These are the usual rules. Change them only where this consultation needs others.")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("threshold"), FieldPanel("support_days")]), FieldPanel("answer_days")],
            heading=_("Support and answer"),
        ),
        LadderPanel(
            "rungs",
            panels=RUNG_PANELS,
            heading=_("Ladder"),
            label=_("Rung"),
            help_text=_(
                "Only where more than one thing is owed: for example 50 supporters for an answer of the department, 500"
                " for a forum, 5,000 for a decision of the mayor. What is owed already stays as it was promised."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("answered_from"),
                FieldRowPanel([FieldPanel("falls_back"), FieldPanel("remind_days"), FieldPanel("extensions_at_most")]),
                FieldRowPanel([FieldPanel("reopening"), FieldPanel("reopenings_at_most")]),
            ],
            heading=_("Dates that are owed, and ideas that ended"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("supporters_at_most"), FieldPanel("takes_more")]),
                FieldPanel("oppose_points"),
            ],
            heading=_("Counting"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("edit_hours"), FieldPanel("edit_until_votes")])], heading=_("Editing by authors")
        ),
    ],
    heading=_("Rules"),
)


def consultation_form(promote: list[Any]) -> TabbedInterface:
    """The whole form. ``promote`` holds Wagtail's own panels for addresses and search engines."""
    return TabbedInterface(
        [
            ASKED,
            RULES,
            words_panel("title", "intro", "body"),
            ObjectList(promote, heading=_("Address")),
            publishing_panel(),
        ]
    )
