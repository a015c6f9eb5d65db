"""
Amounts of renminbi in words, as Chinese invoices and bills write them beside the figures.

    壹仟壹佰贰拾贰圆伍角整 = 1122.50

A group of four digits has the units 仟, 佰, 拾; groups are followed by 亿 and 万; 圆 or 元 ends
the yuan, 角 and 分 are tenths and hundredths, 整 or 正 says that nothing follows.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

__all__ = ["amount_in_words"]

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_SMALL: Final = {"仟": 1000, "佰": 100, "拾": 10}
_ONE: Final = f"零?[{_DIGITS[1:]}]"
_GROUP: Final = f"(?:{_ONE}仟)?(?:{_ONE}佰)?(?:(?:{_ONE}|零)?拾)?(?:{_ONE})?零?"
_WORDS: Final = re.compile(
    rf"(?:(?P<yi>{_GROUP})亿)?(?:(?P<wan>{_GROUP})万)?(?P<yuan>{_GROUP})(?P<end>[圆元])?"
    rf"零?(?:(?P<jiao>[{_DIGITS}])角)?(?:零?(?P<fen>[{_DIGITS}])分)?[整正]?"
)


def amount_in_words(text: str) -> Decimal | None:
    """
    Return the yuan that *text* says, None where it cannot be read.

    >>> amount_in_words("壹仟壹佰贰拾贰圆伍角整"), amount_in_words("拾万零叁元零伍分")
    (Decimal('1122.50'), Decimal('100003.05'))
    """
    match = _WORDS.fullmatch(text.strip())
    if match is None or not any(match.group("end", "jiao", "fen")):
        return None
    whole = match["yuan"] or match["wan"] or match["yi"]
    if bool(whole) != bool(match["end"]):
        return None  # yuan without their unit, or the unit without yuan
    groups = (match["yi"] or "", match["wan"] or "", match["yuan"] or "")
    yuan = sum(
        _group(words) * 10_000**place for words, place in zip(groups, (2, 1, 0), strict=True)
    )
    tenths, cents = (_DIGITS.index(match[name] or "零") for name in ("jiao", "fen"))
    return Decimal(yuan * 100 + tenths * 10 + cents).scaleb(-2)


def _group(words: str) -> int:
    """Return what up to four digits with their units say."""
    total, digit = 0, 0
    for character in words:
        if character in _SMALL:
            total += (digit or 1) * _SMALL[character]  # 拾 alone is ten
            digit = 0
        else:
            digit = _DIGITS.index(character)
    return total + digit
