"""What is known about a referral when it is triaged."""

from rehab.domain.clock_rules import LegalBasis
from tests.support.triage import PLAN, REFERRAL


def test_the_facts_know_their_legal_basis():
    assert REFERRAL.legal_basis is LegalBasis.SUNDHEDSLOVEN_119
    assert PLAN.legal_basis is LegalBasis.SUNDHEDSLOVEN_140
