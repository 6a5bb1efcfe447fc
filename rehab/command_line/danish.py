"""Click's own words in Danish: headings, and what it says of its own options."""

from collections.abc import Iterable

import click

_WORDS = {
    "Options": "Valg",
    "Commands": "Kommandoer",
    "Show this message and exit.": "Vis denne hjælp.",
}


class DanishFormatter(click.HelpFormatter):
    """A help page whose fixed words are Danish."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how the command is written."""
        args = args.replace("[OPTIONS]", "[VALG]").replace("COMMAND [ARGS]", "KOMMANDO")
        super().write_usage(prog, args, prefix or "Brug: ")

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        super().write_heading(_WORDS.get(heading, heading))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write a list of options or commands with what each is for."""
        danish = [
            (name, _WORDS.get(text, text).replace("[required]", "[skal med]"))
            for name, text in rows
        ]
        super().write_dl(danish, col_max, col_spacing)


class DanishContext(click.Context):
    """A run of a command that writes its help in Danish."""

    formatter_class = DanishFormatter


def speak_danish(command: click.Command) -> None:
    """Make a command, and every command under it, write its help in Danish."""
    command.context_class = DanishContext
    if isinstance(command, click.Group):
        for below in command.commands.values():
            speak_danish(below)
