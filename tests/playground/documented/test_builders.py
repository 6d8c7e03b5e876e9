"""Whatever makes a payload or an answer says which page it makes it from."""

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from playground import events, payloads, web_api
from playground.web_api import shapes


def _functions_of(module: ModuleType) -> list[Callable[..., Any]]:
    """The public functions of the module that make an object."""
    return [
        found
        for name, found in inspect.getmembers(module, inspect.isfunction)
        if found.__module__ == module.__name__ and not name.startswith("_") and _builds(found)
    ]


def _builds(function: Callable[..., Any]) -> bool:
    return bool(inspect.signature(function).return_annotation == dict[str, Any])


BUILDERS = [builder for module in (payloads, events, shapes) for builder in _functions_of(module)]


@pytest.mark.parametrize("builder", BUILDERS, ids=lambda builder: f"{builder.__module__}.{builder.__name__}")
def test_a_builder_names_its_page(builder: Callable[..., Any]) -> None:
    assert "docs.slack.dev/" in (builder.__doc__ or "")


@pytest.mark.parametrize("name", sorted(web_api.METHODS))
def test_a_method_names_its_page(name: str) -> None:
    method = web_api.METHODS[name]
    assert method.page == f"docs.slack.dev/reference/methods/{name}"
    assert method.page in (method.handler.__doc__ or "")
