"""Two kinds of sentences by their words: who someone is, and what a picture shows."""

from __future__ import annotations

import re

from transforms.characters import LOOKED_AT
from transforms.wordlists import phrases

_BIOGRAPHY = re.compile(
    r"\b(?:is|was|has been) (?:an? |the )?.{0,60}\b(?:reporter|journalist|correspondent|columnist"
    r"|writer|editor|contributor|professor|fellow|author)\b"
    r"|\b(?:covers|covering|writes (?:about|for))"
    r"|headquartered|founded in|\bemploys\b|\b(?:ist|war) .{0,60}(?:redakteur|journalist|autor"
    r"|korrespondent|volont)|schreibt (?:seit|über|für|bei)|\best (?:journaliste|rédact|correspond)"
    r"|\bes (?:periodista|redactor|corresponsal)|\bè (?:giornalista|redat)|non-commercial use"
    r"|internet explorer|\b(?:studierte|studied) "
)
_BIOGRAPHY_CUES = phrases(
    "reporter|journalist|correspond|columnist|writer|editor|contributor|professor|fellow|author"
    "|covers|covering|writes about|writes for|headquartered|founded in|employs|redakt|autor"
    "|korrespond|volont|schreibt|rédact|periodista|giornalista|redat|non-commercial"
    "|internet explorer|studierte|studied "
)
_PICTURE = re.compile(
    r"\((?:left|right|centre|center|l|r|c|file|pictured|archiv\w*|symbol\w*|li?nks|rechts)\.?\)"
    r"|, (?:left|right|center|links|rechts),|file photo|shakes? hands|archivbild|symbolbild"
    r"|symbolfoto|archivfoto|legende:|im bild|auf (?:dem|diesem) (?:foto|bild)|is seen|are seen"
    r"|general view|in this (?:photo|image|picture)|\bpictured\b| poses?\b"
    r"|on this (?:photo|picture)"
    r"|sur cette photo|en la (?:foto|imagen)|nella foto|na foto"
)
_PICTURE_CUES = phrases(
    "(l|(r|(cent|(c)|(file|(pict|(archiv|(symbol|(li|, left|, right|, center|, links|, rechts"
    "|file photo|foto|bild|shake|legende:|is seen|are seen|general view|in this |on this |pictured"
    "| pose|cette photo|en la imagen"
)
# A line is asked only where one of its kind's words is, which is cheap to see.
TOLD_CUES = {"biography": _BIOGRAPHY_CUES, "picture": _PICTURE_CUES}
_PATTERNS = {"biography": _BIOGRAPHY, "picture": _PICTURE}


def tells(line: str, kind: str) -> bool:
    """Whether the beginning of a line is of a kind of TOLD_CUES."""
    lower = line[:LOOKED_AT].lower()
    has_cue = any(cue in lower for cue in TOLD_CUES[kind])
    return has_cue and _PATTERNS[kind].search(lower) is not None
