"""Whatever makes a payload or an answer says which page it makes it from."""

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from playground import conversations, events, files, messages, payloads, web_api
from playground.web_api import shapes


def _functions_of(module: ModuleType) -> list[Callable[..., Any]]:
    """The functions of the module and of its classes that make an object."""
    places = [module, *(one for _, one in inspect.getmembers(module, inspect.isclass) if _is_of(one, module))]
    return [
        found
        for place in places
        for _, found in inspect.getmembers(place, inspect.isfunction)
        if _is_of(found, module) and _builds(found)
    ]


def _is_of(thing: Any, module: ModuleType) -> bool:
    return bool(thing.__module__ == module.__name__)


def _builds(function: Callable[..., Any]) -> bool:
    return bool(inspect.signature(function).return_annotation == dict[str, Any])


MODULES = (payloads, events, shapes, messages, conversations, files)
BUILDERS = [builder for module in MODULES for builder in _functions_of(module)]


@pytest.mark.parametrize("builder", BUILDERS, ids=lambda builder: f"{builder.__module__}.{builder.__qualname__}")
def test_a_builder_names_its_page(builder: Callable[..., Any]) -> None:
    assert "docs.slack.dev/" in (builder.__doc__ or "")


def test_functions_and_methods_are_looked_at_private_ones_too() -> None:
    assert {messages.shape, messages._bot_profile, files.Files.as_slack} <= {*BUILDERS}


@pytest.mark.parametrize("name", sorted(web_api.METHODS))
def test_a_method_names_its_page(name: str) -> None:
    method = web_api.METHODS[name]
    assert method.page == f"docs.slack.dev/reference/methods/{name}"
    assert method.page in (method.handler.__doc__ or "")
