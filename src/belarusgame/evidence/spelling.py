"""What may serve as a name: nothing unseen in it, and no letters that only look like others."""

from __future__ import annotations

import unicodedata

from belarusgame.errors import did_you_mean, quoted

#: The alphabets whose letters are taken for one another. Japanese mixes its scripts, and nobody is misled.
_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "CHEROKEE")


def misleading(name: str) -> tuple[str, str]:
    """Say why a name would mislead whoever reads it, and how to mend that; both empty if it does not."""
    if not name.isprintable():
        return f"{quoted(name)} holds characters that are not seen", "leave them out"
    # Wide letters, ligatures and composed accents look like others that a search would not find.
    plain = unicodedata.normalize("NFKC", name)
    if plain != name:
        return f"{quoted(name)} is not written with plain characters", did_you_mean(plain)
    if name.isascii():
        return "", ""
    first: dict[str, str] = {}
    for letter in name:
        script = unicodedata.name(letter, "?").split()[0]
        if script in _ALIKE:
            first.setdefault(script, letter)
    if len(first) < 2:
        return "", ""
    letter = next(letter for letter in first.values() if not letter.isascii())
    problem = (
        f"{quoted(name)} mixes alphabets that look alike: {quoted(letter)} is a {unicodedata.name(letter)}"
    )
    return problem, "write the whole name in one alphabet"
