"""Run the message reader on damaged and random messages until a number of inputs is used.

Started by scripts/fuzz; not collected by pytest. Anything but a `MessageError` ends the run.
"""

import sys

import atheris

with atheris.instrument_imports(include=["rehab.medcom"]):
    from rehab.medcom.errors import MessageError
    from rehab.medcom.reader import read_envelope

from tests.support.edifact import dis, edifact, letter, ref01
from tests.support.messages import ggop, receipt, vans, xdis01, xdis91, xref01, xref15

SEEDS = (
    xref15(),
    xref01(),
    ggop(),
    xdis01(),
    xdis91(),
    receipt(),
    vans(xref15()),
    ref01(),
    dis(),
    dis("DIS91", "D9134L", subject="Emne"),
    vans(ref01()),
    edifact(letter([["UCI", "A", ["1", "14"], ["2", "14"], "4"]], family="CONTRL", kind="CTL02")),
)
MAX_CHANGES = 6
MAX_CUT = 40


def read(data):
    """Read an input as it is, or a message the input says how to damage."""
    provider = atheris.FuzzedDataProvider(data)
    raw = damaged(provider) if provider.ConsumeBool() else provider.ConsumeBytes(len(data))
    try:
        envelope = read_envelope(raw)
    except MessageError as refused:
        check_that(bool(refused.sentence))
    else:
        check_that(bool(envelope.letters))


def damaged(provider):
    """One of the known messages with a few pieces cut out and others put in."""
    raw = SEEDS[provider.ConsumeIntInRange(0, len(SEEDS) - 1)]
    for _ in range(provider.ConsumeIntInRange(1, MAX_CHANGES)):
        start = provider.ConsumeIntInRange(0, len(raw))
        end = min(len(raw), start + provider.ConsumeIntInRange(0, MAX_CUT))
        raw = raw[:start] + provider.ConsumeBytes(provider.ConsumeIntInRange(0, 12)) + raw[end:]
    return raw


def check_that(holds):
    if not holds:
        raise RuntimeError("The reader answered, but with nothing in it.")


if __name__ == "__main__":
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()
