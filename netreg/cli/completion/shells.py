"""The ways in which shells ask for completions, and want their answer: scripts to load, quoting, words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.named_tuples import NamedTuple
from netreg.render.safe_text import make_one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

VARIABLE = "_NETREG_COMPLETE"
"""The environment variable by which a shell asks: ``complete_SHELL``, as Typer names it."""

# Each function hands on what was typed and reads a line for each candidate; "files" alone asks for the shell's own
# completion of paths. Only the lists of bash are quoted already: the other two quote what they insert.
SCRIPTS = {
    "bash": r"""_netreg_completion() {
    local line program="${1/#\~/$HOME}" before="${COMP_LINE:0:COMP_POINT}"
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(_NETREG_COMPLETE=complete_bash "$program" "$before" "$COMP_WORDBREAKS" 2>/dev/null </dev/null)
    if [[ ${COMPREPLY[0]-} == //files ]]; then
        COMPREPLY=()
        compopt -o default 2>/dev/null
    elif [[ ${COMPREPLY[0]-} == *[:=,.] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F _netreg_completion netreg
""",
    "zsh": r"""#compdef netreg
_netreg() {
    local line program="${${(Q)words[1]}/#\~/$HOME}"
    local -a closed open
    while IFS= read -r line; do
        case $line in
            //files) _files; return ;;
            ' '*) open+=("${line# }") ;;
            *) closed+=("$line") ;;
        esac
    done < <(_NETREG_COMPLETE=complete_zsh "$program" "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null </dev/null)
    (( $#open )) && _describe netreg open -S ''
    (( $#closed )) && _describe netreg closed
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _netreg "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
    compdef _netreg netreg
fi
""",
    "fish": r"""function __netreg_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l found (env _NETREG_COMPLETE=complete_fish $words "$current" 2>/dev/null </dev/null)
    if test "$found[1]" = //files
        __fish_complete_path "$current"
    else
        string join -- \n $found
    end
end
complete --command netreg --no-files --arguments '(__netreg_complete)'
""",
}  # fmt: skip
FILES = "//files"
_MOST_OF_HELP = 60
"""The letters of a description that a line of a terminal has room for."""


class Candidate(NamedTuple):
    """A word that may stand at the cursor, and what it is; behind an `open` one more is to be typed, and no blank."""

    value: str
    help: str = ""
    is_open: bool = False


class Typed(NamedTuple):
    """The words before the cursor and the one that it stands in.

    A shell replaces that word from `start` on; `quote` is the quotation mark that is open there.
    """

    words: tuple[str, ...]
    current: str
    start: int = 0
    quote: str = ""


def read_typed(shell: str, arguments: Sequence[str]) -> Typed:
    """Return what was typed, from the arguments that the script of a shell gives."""
    if shell == "bash":
        line, breaks = (*arguments, "", "")[:2]
        typed = split_line(line, breaks)
        return typed._replace(words=typed.words[1:])
    *words, current = arguments or [""]
    return Typed(tuple(words), split_line(current).current if shell == "fish" else current)


def split_line(line: str, breaks: str = "") -> Typed:
    """Split a line up to the cursor into words, as a shell does; `breaks` part what is replaced, and no words."""
    words: list[str] = []
    word: str | None = None
    start, quote, escaped = 0, "", False
    for letter in line:
        if escaped:
            word, escaped = (word or "") + letter, False
        elif letter == "\\" and quote != "'":
            word, escaped = word or "", True
        elif quote:
            word, quote = (word or "", "") if letter == quote else ((word or "") + letter, quote)
        elif letter in "'\"":
            word, quote = word or "", letter
            start = len(word)
        elif letter.isspace():
            words += [word] if word is not None else []
            word, start = None, 0
        else:
            word = (word or "") + letter
            start = len(word) if letter in breaks else start
    return Typed(tuple(words), word or "", start if quote or breaks else 0, quote)


def format_candidates(shell: str, typed: Typed, found: Sequence[Candidate]) -> list[str]:
    """Write the candidates as the script of a shell reads them."""
    kept = [one for one in found if one.value.startswith(typed.current)]
    if shell == "bash":
        return [_quote_for_bash(one.value[typed.start :], typed.quote) for one in kept]
    if shell == "zsh":
        return [(" " if one.is_open else "") + _describe_for_zsh(one) for one in kept]
    return [f"{one.value}\t{_shorten(one.help)}" if one.help else one.value for one in kept]


def _quote_for_bash(value: str, quote: str) -> str:
    if quote == "'":
        return value.replace("'", r"'\''")
    if quote:
        return re.sub(r'(["\\$`])', r"\\\1", value)
    return re.sub(r"([\s'\"\\$`&|;<>()\[\]{}*?!#~])", r"\\\1", value)


def _describe_for_zsh(one: Candidate) -> str:
    value = one.value.replace("\\", "\\\\").replace(":", "\\:")
    return f"{value}:{_shorten(one.help)}" if one.help else value


def _shorten(text: str) -> str:
    line = make_one_line(text)
    return line if len(line) <= _MOST_OF_HELP else f"{line[: _MOST_OF_HELP - 1]}…"
