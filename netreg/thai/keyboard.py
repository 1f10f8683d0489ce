"""Texts typed while the keyboard stood on the other language: the Kedmanee layout against the Latin one."""

from __future__ import annotations

_LATIN = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./" + '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
_THAI = "_ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ" + '%+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ'
_TO_THAI = str.maketrans(_LATIN, _THAI)
_TO_LATIN = str.maketrans(_THAI, _LATIN)


def swap_layout(written: str) -> str:
    """Return the text of the same keys in the other language, Latin letters as Thai ones and these as Latin.

    >>> swap_layout("l,Lydfb")
    'สมศักดิ'
    """
    return written.translate(_TO_THAI if written.isascii() else _TO_LATIN)
