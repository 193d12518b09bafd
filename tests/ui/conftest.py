"""Components are drawn without collected static files: their addresses are the plain ones."""

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _plain_static_addresses(settings: Settings) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
