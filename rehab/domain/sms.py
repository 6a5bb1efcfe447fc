"""Count a text as the telephone network counts it, and write it with the signs it counts lowest.

An SMS holds 160 signs of the GSM 7-bit alphabet (3GPP TS 23.038), which has æ, ø and å but no
en dash: one sign outside it makes the whole text 70 signs long. So a dash costs ninety signs.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

SEPTETS: Final = 160
UCS2_UNITS: Final = 70
_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = frozenset("\f^{}\\[~]|€")
_SPELT: Final = str.maketrans(
    {
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{MINUS SIGN}": "-",
        "\N{HYPHEN}": "-",
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "»": '"',
        "«": '"',
        "\N{HORIZONTAL ELLIPSIS}": "...",
    }
)
_DANISH_NUMBER: Final = re.compile(r"(?:\+|00)?(?:45)?([2-9]\d{7})")
_FOREIGN_NUMBER: Final = re.compile(r"(?:\+|00)([1-9]\d{7,14})")


@dataclass(frozen=True, slots=True)
class SmsLength:
    """How long a text is on the network: its units, and how many fit in one SMS."""

    units: int
    limit: int

    @property
    def fits(self) -> bool:
        """Tell whether the text is one SMS."""
        return self.units <= self.limit


def sms_length(text: str) -> SmsLength:
    """Return how much of one SMS a text takes up: a sign of the second GSM table takes two."""
    if all(sign in _BASIC or sign in _EXTENDED for sign in text):
        return SmsLength(sum(2 if sign in _EXTENDED else 1 for sign in text), SEPTETS)
    return SmsLength(len(text.encode("utf-16-be")) // 2, UCS2_UNITS)


def in_gsm(text: str) -> str:
    """Return a text in single signs of the GSM alphabet; accents go, other scripts are left out."""
    found = []
    for sign in unicodedata.normalize("NFC", text).translate(_SPELT):
        if sign in _BASIC:
            found.append(sign)
        elif sign.isspace():
            found.append(" ")
        else:
            found += [part for part in unicodedata.normalize("NFKD", sign) if part in _BASIC]
    return " ".join("".join(found).split())


def sms_number(phone: str) -> str | None:
    """Return a telephone number as a gateway takes it, `+4599999900`, or None when it is none.

    Letters carry what somebody typed, as `99 99 99 00 (datter)`: a number with words beside it
    may be another person's, and gets no SMS.
    """
    digits = re.sub(r"[\s().\-/]", "", phone)
    if (danish := _DANISH_NUMBER.fullmatch(digits)) is not None:
        return f"+45{danish[1]}"
    foreign = _FOREIGN_NUMBER.fullmatch(digits)
    return f"+{foreign[1]}" if foreign is not None and not foreign[1].startswith("45") else None


def spaced_number(phone: str) -> str:
    """Return a Danish number as it is read aloud, `99 99 99 00`; any other as it was typed."""
    danish = _DANISH_NUMBER.fullmatch(re.sub(r"\s", "", phone))
    return " ".join(re.findall("..", danish[1])) if danish is not None else phone
