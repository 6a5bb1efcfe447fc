"""What the pages say on which a letter is written, and when it has been."""

from typing import Final

from flask import flash

NOT_FOR_URGENT: Final = (
    "Et brev kan vente længe på at blive læst. Er det akut, eller skal nogen handle i dag, så ring."
)


def flash_queued(held_back: str) -> None:
    """Say that a letter waits to be sent, or why it is held back."""
    if held_back:
        flash(f"Brevet er holdt tilbage og bliver ikke sendt: {held_back}", "error")
    else:
        flash("Brevet ligger i køen og bliver sendt om et øjeblik.", "success")
