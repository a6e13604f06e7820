from __future__ import annotations

import pytest

from tests.intake.factories import CandidateFactory


@pytest.fixture
def candidate(office):
    return CandidateFactory(organisation=office)
