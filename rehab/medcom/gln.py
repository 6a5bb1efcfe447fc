"""Tell whether a location number can be one at all."""

GLN_LENGTH = 13


def is_valid_gln(text: str) -> bool:
    """Tell whether a text is thirteen digits of which the last is the right check digit.

    A location number (GLN, in MedCom's files "EANIdentifier") is checked like an EAN-13: the
    digits weigh 1 and 3 in turn from the left, and the sum ends in 0. MedCom's schemas ask
    only for 1-35 characters, so a typing fault is found here or nowhere.
    """
    if len(text) != GLN_LENGTH or not (text.isascii() and text.isdigit()):
        return False
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(text)) % 10 == 0
