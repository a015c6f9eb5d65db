"""
Check digits of the identifiers that firms and accounts carry: LEI, USCC, GLN, VAT, IBAN.

A correct check digit says that a number was not mistyped, never that the firm exists.
Each function takes the number as printed (blanks and hyphens are ignored, case is not
significant) and returns whether it is well-formed. python-stdnum does VAT, IBAN and GLN;
LEI and USCC are here because its versions let wrong ones through (no length, no digits
at the end of an LEI) and refuse right ones (letters in the first places of a USCC).
"""

from __future__ import annotations

import re
from importlib import import_module
from types import ModuleType

__all__ = ["check_gln", "check_iban", "check_lei", "check_uscc", "check_vat", "compact"]

_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}", re.ASCII)
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC = re.compile(rf"[{_USCC_ALPHABET}]{{2}}[0-9]{{6}}[{_USCC_ALPHABET}]{{10}}", re.ASCII)
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{1,30}", re.ASCII)
_VAT = re.compile(r"[A-Z]{2}[0-9A-Z+*]{2,15}", re.ASCII)

# Countries whose VAT numbers begin with a country code, which is how a rule is chosen here.
_VAT_COUNTRIES = (
    "AT BE BG CH CY CZ DE DK EE EL ES FI FR GB GR HR HU IE IT LT LU LV MT NL NO PL PT RO SE SI SK "
    "XI"
)
# Prefixes that differ from the ISO 3166 code under which stdnum files the country.
_VAT_MODULE = {"EL": "gr", "XI": "gb"}


def compact(number: str) -> str:
    """
    Return *number* in capitals without blanks and hyphens.

    >>> compact("de 1203-0000")
    'DE12030000'
    """
    return "".join(number.split()).replace("-", "").upper()


def check_lei(number: str) -> bool:
    """
    Tell whether *number* is an LEI: ISO 17442, check digits of ISO 7064 MOD 97-10.

    >>> check_lei("54930084UKLVMY22DS16"), check_lei("54930084UKLVMY22DS61")
    (True, False)
    """
    code = compact(number)
    return bool(_LEI.fullmatch(code)) and int("".join(str(int(c, 36)) for c in code)) % 97 == 1


def check_uscc(number: str) -> bool:
    """
    Tell whether *number* is a unified social credit code: GB 32100-2015, check of base 31.

    >>> check_uscc("91350100M000100Y43"), check_uscc("91350100M000100Y4Z")
    (True, False)
    """
    code = compact(number)
    if not _USCC.fullmatch(code):
        return False
    values = [_USCC_ALPHABET.index(character) for character in code]
    return sum(value * pow(3, place, 31) for place, value in enumerate(values[:-1])) % 31 == (
        -values[-1] % 31
    )


def check_gln(number: str) -> bool:
    """
    Tell whether *number* is a global location number: GS1, 13 digits, check of base 10.

    >>> check_gln("4012345000009"), check_gln("4012345000008")
    (True, False)
    """
    code = compact(number)
    return len(code) == 13 and _valid(import_module("stdnum.ean"), code)


def check_iban(number: str) -> bool:
    """
    Tell whether *number* is an IBAN: ISO 13616, check digits and the country's structure.

    The national check digits inside are left alone: the standard does not ask for them.

    >>> check_iban("DE02 1203 0000 0000 2020 51"), check_iban("DE03 1203 0000 0000 2020 51")
    (True, False)
    """
    code = compact(number)
    if not _IBAN.fullmatch(code):
        return False
    return bool(import_module("stdnum.iban").is_valid(code, check_country=False))


def check_vat(number: str) -> bool | None:
    """
    Tell whether *number* is a VAT number of the country whose code it begins with.

    Returns:
        None where no rule is known: a prefix of another country, or no prefix.

    >>> check_vat("DE 136695976"), check_vat("DE123456789"), check_vat("ZZ1")
    (True, False, None)
    """
    code = re.sub(r"[\s./\-]", "", number).upper()
    country = code[:2]
    if country not in _VAT_COUNTRIES.split():
        return None
    module = import_module("stdnum").get_cc_module(_VAT_MODULE.get(country, country.lower()), "vat")
    is_number = bool(_VAT.fullmatch(code))
    return is_number and _valid(module, f"GB{code[2:]}" if country == "XI" else code)


def _valid(module: ModuleType, number: str) -> bool:
    return bool(module.is_valid(number))
