"""Stopping a job before it is done, so that it is known and tried again."""


class UnfinishedError(RuntimeError):
    """A job did some of its work and could not do the rest now; `did` says how much it did.

    The reason is a sentence for whoever looks at the runs, without names or addresses.
    """

    def __init__(self, did: int, reason: str) -> None:
        super().__init__(reason)
        self.did = did
