"""On the sample texts nothing is proposed to those complained of, and most of it to where it belongs."""

import pytest

from tests.benchmarks.routing_accuracy import COUNTS, FIGURES, judge_sample, share

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged(county):
    return judge_sample()


def test_the_sample_s_proposals(judged):
    assert len(judged) == 300
    forbidden = [one.label["id"] for one in judged if {one.lead, *one.candidates} & one.forbidden]
    assert forbidden == []
    held_out = [one for one in judged if not one.tuned_on]
    assert share(held_out, FIGURES["expected or acceptable"]) >= 0.75
    assert share(held_out, FIGURES["one of the candidates is"]) >= 0.85
    assert sum(map(COUNTS["reports taken for appeals"], judged)) <= 8
