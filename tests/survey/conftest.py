"""What tests of surveys share."""

import pytest
from survey.in_process import distributed_reading

from kaltim_poverty.survey import engines


@pytest.fixture
def distribute(monkeypatch):
    """Distribute whatever is read over so many blocks and buckets."""
    read_locally = engines.read

    def begin(**options):
        monkeypatch.setattr(
            engines,
            "read",
            lambda *args, **named: distributed_reading(read_locally(*args, **named), **options),
        )

    def end():
        monkeypatch.setattr(engines, "read", read_locally)

    begin.end = end
    return begin
