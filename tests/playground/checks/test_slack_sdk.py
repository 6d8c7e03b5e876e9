"""What slack_sdk's models build for ordinary messages and views passes; what they let through wrongly does not."""

from typing import Any

import pytest
from slack_sdk.models import blocks as models
from slack_sdk.models import views

from playground import checks


def _dicts(*built: models.Block) -> list[dict[str, Any]]:
    return [block.to_dict() for block in built]


CHOICES = [models.Option(text="On track", value="green"), models.Option(text="Late", value="red")]
REMOVE = models.ConfirmObject(title="Remove A-12?", text="It leaves the *list*.", confirm="Remove", deny="Keep")

MESSAGE = _dicts(
    models.HeaderBlock(text="Agenda, February"),
    models.SectionBlock(
        text=models.MarkdownTextObject(text="*Sales* reported", verbatim=True),
        fields=["*Owner*\nInes", "*Due*\nFri 26 February"],
        accessory=models.OverflowMenuElement(action_id="more", options=CHOICES, confirm=REMOVE),
    ),
    models.SectionBlock(text="A plot", accessory=models.ImageElement(image_url="https://x.example/p", alt_text="Plot")),
    models.ContextBlock(elements=[models.MarkdownTextObject(text="Version 2"), models.PlainTextObject(text="by Ines")]),
    models.DividerBlock(),
    models.ImageBlock(image_url="https://example.com/plot.png", alt_text="Plot", title="Calls"),
    models.ActionsBlock(
        block_id="deeds",
        elements=[
            models.ButtonElement(text="Done", action_id="done", value="A-12", style="primary"),
            models.LinkButtonElement(text="Open", action_id="open", url="https://example.com"),
            models.DatePickerElement(action_id="due", initial_date="2027-02-26", placeholder="Day"),
            models.DateTimePickerElement(action_id="at", initial_date_time=1_800_000_000),
            models.StaticSelectElement(action_id="state", options=CHOICES, initial_option=CHOICES[0], confirm=REMOVE),
        ],
    ),
    models.RichTextBlock(
        elements=[
            models.RichTextSectionElement(
                elements=[
                    models.RichTextElementParts.Text(text="Owner ", style={"bold": True}),
                    models.RichTextElementParts.User(user_id="U012A3CDE"),
                    models.RichTextElementParts.Channel(channel_id="C012A3CDE"),
                    models.RichTextElementParts.Link(url="https://example.com", text="report"),
                    models.RichTextElementParts.Emoji(name="wave"),
                    models.RichTextElementParts.UserGroup(usergroup_id="S012A3CDE"),
                    models.RichTextElementParts.Broadcast(range="here"),
                    models.RichTextElementParts.Color(value="#00ff00"),
                    models.RichTextElementParts.Date(timestamp=1_800_000_000, format="{date_long}"),
                ]
            ),
            models.RichTextListElement(
                style="ordered",
                indent=0,
                elements=[models.RichTextSectionElement(elements=[models.RichTextElementParts.Text(text="First")])],
            ),
            models.RichTextQuoteElement(elements=[models.RichTextElementParts.Text(text="Thanks")]),
            models.RichTextPreformattedElement(elements=[models.RichTextElementParts.Text(text="42")]),
        ]
    ),
    models.TableBlock(rows=[[{"type": "raw_text", "text": "Team"}], [{"type": "raw_text", "text": "Sales"}]]),
    models.MarkdownBlock(text="**Bold**"),
)

INPUTS: list[models.InputInteractiveElement] = [
    models.PlainTextInputElement(
        action_id="did",
        placeholder="What happened",
        multiline=True,
        min_length=1,
        max_length=3000,
        focus_on_load=True,
        dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"]},
    ),
    models.EmailInputElement(action_id="mail", placeholder="Address"),
    models.UrlInputElement(action_id="url", initial_value="https://example.com"),
    models.NumberInputElement(action_id="score", is_decimal_allowed=False, min_value="0", max_value="100"),
    models.StaticSelectElement(
        action_id="state", option_groups=[models.OptionGroup(label="All", options=CHOICES)], initial_option=CHOICES[1]
    ),
    models.StaticMultiSelectElement(action_id="states", options=CHOICES, initial_options=CHOICES, max_selected_items=2),
    models.UserSelectElement(action_id="owner", initial_user="U012A3CDE", placeholder="Owner"),
    models.UserMultiSelectElement(action_id="owners", initial_users=["U012A3CDE"]),
    models.ConversationSelectElement(
        action_id="where",
        default_to_current_conversation=True,
        response_url_enabled=True,
        filter=models.ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    ),
    models.ConversationMultiSelectElement(action_id="places", initial_conversations=["C012A3CDE"]),
    models.ChannelSelectElement(action_id="channel", initial_channel="C012A3CDE"),
    models.ChannelMultiSelectElement(action_id="channels", initial_channels=["C012A3CDE"]),
    models.ExternalDataSelectElement(action_id="search", min_query_length=2),
    models.ExternalDataMultiSelectElement(action_id="searches", max_selected_items=3),
    models.DatePickerElement(action_id="due", initial_date="2027-02-26"),
    models.TimePickerElement(action_id="time", initial_time="09:30", timezone="Europe/London"),
    models.DateTimePickerElement(action_id="at", initial_date_time=1_800_000_000),
    models.RadioButtonsElement(action_id="one", options=CHOICES, initial_option=CHOICES[0]),
    models.CheckboxesElement(action_id="many", options=CHOICES, initial_options=[CHOICES[1]]),
    models.RichTextInputElement(
        action_id="notes",
        initial_value=models.RichTextBlock(
            elements=[models.RichTextSectionElement(elements=[models.RichTextElementParts.Text(text="So far")])]
        ),
    ),
]


def test_an_ordinary_message_passes() -> None:
    assert checks.check_message("The agenda for February", MESSAGE) == []


@pytest.mark.parametrize("element", INPUTS, ids=lambda element: element.type)
def test_an_ordinary_form_passes(element: models.InputInteractiveElement) -> None:
    block = models.InputBlock(block_id="b", label="Label", hint="For example this", optional=True, element=element)
    view = views.View(
        type="modal",
        callback_id="report",
        title="Report",
        submit="Send report",
        close="Cancel",
        private_metadata="{}",
        notify_on_close=True,
        blocks=[models.SectionBlock(text="*Sales*"), block],
    )
    assert checks.check_view(view.to_dict()) == []


def test_an_ordinary_home_passes() -> None:
    view = views.View(type="home", callback_id="home", blocks=[models.SectionBlock(text="No actions are open.")])
    assert checks.check_view(view.to_dict()) == []


@pytest.mark.parametrize(
    ("built", "rule"),
    [
        (lambda: models.SectionBlock(text=models.MarkdownTextObject(text="")), "missing-key"),
        (lambda: models.SectionBlock(text="Fields", fields=["x" * 2001]), "section-field-too-long"),
        (lambda: models.ActionsBlock(elements=[]), "missing-key"),
        (lambda: models.ContextBlock(elements=[]), "missing-key"),
        (
            lambda: models.InputBlock(label="Text", element=models.PlainTextInputElement(max_length=9999)),
            "input-max-length-out-of-range",
        ),
    ],
)
def test_what_the_models_let_through_is_caught(built: Any, rule: str) -> None:
    assert [problem.rule for problem in checks.check_message("Hello", _dicts(built()))] == [rule]


def test_a_form_without_a_submit_is_caught_though_the_models_let_it_through() -> None:
    block = models.InputBlock(label="Text", element=models.PlainTextInputElement())
    view = views.View(type="modal", title="Report", blocks=[block]).to_dict()
    assert [problem.rule for problem in checks.check_view(view)] == ["modal-without-submit"]
