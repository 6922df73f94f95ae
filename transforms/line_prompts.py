"""Sentences in which a page speaks of itself: requests for consent, offers, disclosures.

Unlike the rules of `line_rules`, these are looked for anywhere in a line, where it holds one of the
parts of words that each of them needs, which is cheap to see.
"""

from __future__ import annotations

import re

from transforms.wordlists import phrases

# Characters; what is longer is a paragraph that may quote such a sentence.
LONGEST_PROMPT = 420

_PATTERNS: dict[str, str] = {
    "consent_prompt": r"extern\w{1,2} inhalte?\b.{0,90}(?:anzeigen|angezeigt|geladen|ergänzt"
    r"|verfügbar|zustimm|artikel)|personenbezogene\w? daten .{0,60}(?:dritt|übermittelt)"
    r"|einverstanden, dass mir|redaktioneller inhalt|to view this (?:content|video|embed|post)"
    r"|(?:content|video|embed) is (?:blocked|not available).{0,60}(?:cookie|consent|setting)"
    r"|pour (?:voir|afficher) ce contenu|este contenido .{0,40}cookies"
    r"|per visualizzare quest\w .{0,60}cookie|javascript .{0,40}(?:enabled|aktivier|activé|browser)"
    r"|privacy[- ]settings|privatsphäre-einstellungen|cookie-einstellungen",
    "affiliate_notice": r"affiliate[- ](?:links?|provision|disclos)|(?:earn|receive|get) (?:an? )?"
    r"(?:small |affiliate )*commission|(?:kleine|eine) provision\b|enlaces? de afiliad"
    r"|liens? affilié|link(?:s)? (?:di affiliazione|affiliat)",
    "subscription_offer": r"als abonnee |nog geen abonnee|already (?:a )?subscri"
    r"|subscribe (?:now|today|to (?:read|unlock|continue|our))|unlimited (?:online |digital )*"
    r"access"
    r"|cancel any ?time|(?:monatlich|jederzeit) kündbar|exclusive articles (?:by|from)"
    r"|cet article est réservé|vous reste .{0,12}% de cet article|déjà abonné"
    r"|(?:exclusivo|reservado) para (?:suscriptores|assinantes)|riservat\w a(?:gl)?i abbonati"
    r"|sign up (?:for|to) (?:our|the) .{0,60}(?:newsletter|e-?mail|alert|briefing)"
    r"|(?:get|receive) .{0,60} (?:newsletters?|to your inbox|in your inbox)"
    r"|by (?:signing up|subscribing|providing your e-?mail)|thank you for (?:your support|reading"
    r"|subscribing)|support (?:our|independent) journalism|unterstützen sie (?:uns|unsere)"
    r"|soutenez (?:notre|une presse)",
    "contact_prompt": r"get in touch (?:at|with us)|do you have a (?:story|tip|news)"
    r"|(?:let us know|tell us|your thoughts?|your views?) .{0,40}in the comments"
    r"|whatsapp[- ](?:channel|kanal)|(?:on|bei|sur|en|su) google news\b"
    r"|(?:download|laden sie|téléchargez|descarga|scarica) .{0,30}\bapp\b",
}
# Each alternative needs one of these; they are rare, for a pattern without a beginning is slow.
CUES = phrases(
    " inhalt|personenbezogene|einverstanden, dass|to view this| is blocked| is not available"
    "|ce contenu|este contenido|per visualizzare|javascript|privacy|-einstellungen"
    "|affili|afiliad|rn commission|ve commission|et commission| a commission|an commission"
    "|ll commission|eine provision"
    "|abonnee|already subscri|already a subscri|subscribe |unlimited |cancel any| kündbar"
    "|exclusive articles|est réservé|vous reste|déjà abonné|para suscriptores|para assinantes"
    "|i abbonati|sign up | newsletter| your inbox|by signing|by subscribing|by providing your"
    "|thank you for |our journalism|independent journalism|unterstützen sie|soutenez "
    "|get in touch |do you have a |in the comments|whatsapp| google news"
    "|download |laden sie |téléchargez |descarga |scarica "
)
_PATTERN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()))

PROMPTS = frozenset(_PATTERNS)


def prompt(line: str) -> str | None:
    """The name of the kind of request that a line is, or None; a line without a cue is none."""
    if len(line) > LONGEST_PROMPT:
        return None
    found = _PATTERN.search(line.lower())
    return found.lastgroup if found else None
