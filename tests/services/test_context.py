"""What every use case is given."""

from dataclasses import replace

import pytest

from rehab.domain.access import Role
from rehab.services.context import UnknownProgrammeVersionError


def test_a_case_is_judged_by_the_version_it_began_with(ctx_as):
    ctx = ctx_as(Role.KOORDINATOR)
    later = replace(ctx.programme, version="2027")
    ctx = replace(ctx, programmes={"2027": later})
    assert ctx.programme_for("2027") is later
    assert ctx.programme_for(ctx.programme.version) is ctx.programme


def test_a_version_without_a_file_is_never_replaced_by_another(ctx_as):
    with pytest.raises(UnknownProgrammeVersionError, match="1999"):
        ctx_as(Role.KOORDINATOR).programme_for("1999")
