"""One live server for the tests of the web form; a browser's profile of its own for each phone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from support.web_form import FormPage, Place, running


@pytest.fixture(scope="session")
def form_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    place = running(tmp_path_factory.mktemp("web-form"), 60)
    yield place
    place.server.stop()


@pytest.fixture
def new_phone(chromium: Any, form_place: Place) -> Iterator[Callable[..., FormPage]]:
    """Makes phones: 320 pixels wide, in a zone of whole hours."""
    contexts: list[Any] = []

    def made(**options: Any) -> FormPage:
        look = {
            "viewport": {"width": 320, "height": 640},
            "timezone_id": "Asia/Aqtau",
            "locale": "en-GB",
            **options,
        }
        contexts.append(chromium.new_context(**look))
        return FormPage(form_place, contexts[-1])

    yield made
    for context in contexts:
        context.close()
