"""What tests of surveys share."""

import pytest
from survey.in_process import distributed_reading

from kaltim_poverty.survey import engines


@pytest.fixture
def elsewhere(monkeypatch):
    """Have whatever is read be elsewhere, in so many blocks and buckets."""
    here = engines.read

    def begin(**options):
        monkeypatch.setattr(
            engines, "read", lambda *args, **named: distributed_reading(here(*args, **named), **options)
        )

    def end():
        monkeypatch.setattr(engines, "read", here)

    begin.end = end
    return begin
