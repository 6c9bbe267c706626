"""What tests of surveys share."""

import pytest
from survey.in_process import distributed_reading

from kaltim_poverty.survey import study


@pytest.fixture
def elsewhere(monkeypatch):
    """Have whatever is read be elsewhere, in so many blocks and buckets."""
    here = study.read_survey

    def begin(**options):
        monkeypatch.setattr(
            study, "read_survey", lambda *args, **named: distributed_reading(here(*args, **named), **options)
        )

    def end():
        monkeypatch.setattr(study, "read_survey", here)

    begin.end = end
    return begin
