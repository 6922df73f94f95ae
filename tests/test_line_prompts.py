"""Sentences in which a page speaks of itself are told from the article's own."""

from __future__ import annotations

import pytest

from transforms.line_prompts import CUES, LONGEST_PROMPT, PROMPTS, prompt

CASES = {
    "consent_prompt": "An dieser Stelle wird ein externer Inhalt angezeigt, wenn Sie zustimmen.",
    "affiliate_notice": "If you buy a boat through our links we may earn a commission.",
    "subscription_offer": "Unlimited digital access for a year, cancel anytime.",
    "contact_prompt": "Do you have a story about the ferry? Write to our newsroom.",
}


@pytest.mark.parametrize("name", sorted(PROMPTS))
def test_each_kind_is_told(name: str) -> None:
    assert prompt(CASES[name]) == name
    assert prompt(CASES[name] + " x" * LONGEST_PROMPT) is None


@pytest.mark.parametrize(
    "line",
    ["The commission will earn the trust of the islands.", "The town wrote a story of its own."],
)
def test_a_sentence_of_the_article_is_none(line: str) -> None:
    assert prompt(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "Hier steht ein externer Inhalt, der den Artikel ergänzt",
        "Sie sind einverstanden, dass mir Karten gezeigt werden",
        "Personenbezogene Daten werden an Dritte gegeben",
        "You must agree to view this video",
        "This content is blocked until you accept cookies",
        "The video is not available without your consent",
        "Pour voir ce contenu, acceptez tout",
        "Este contenido usa cookies",
        "Per visualizzare questo video accetta i cookie",
        "JavaScript must be enabled",
        "Open the privacy settings",
        "Öffne die Cookie-Einstellungen",
        "We may receive a small commission",
        "We earn commission from shops",
        "We get commission",
        "Wir erhalten eine Provision",
        "Liens affiliés",
        "Enlaces de afiliados",
        "Als abonnee lees je meer",
        "Already a subscriber?",
        "Already subscribed?",
        "Subscribe to read on",
        "Unlimited access",
        "Cancel any time",
        "Jederzeit kündbar",
        "Exclusive articles by our crew",
        "Cet article est réservé aux membres",
        "Il vous reste 80% de cet article",
        "Déjà abonné ?",
        "Exclusivo para suscriptores",
        "Reservado para assinantes",
        "Riservato agli abbonati",
        "Sign up for our weekly harbour newsletter",
        "Get the best of the port in your inbox",
        "By signing up you agree",
        "By subscribing you agree",
        "By providing your email you agree",
        "Thank you for reading",
        "Support our journalism",
        "Support independent journalism",
        "Unterstützen Sie uns",
        "Soutenez notre journal",
        "Get in touch with us",
        "Do you have a tip",
        "Tell us what you think in the comments",
        "Join our WhatsApp channel",
        "Follow us on Google News",
        "Download the harbour app",
        "Laden Sie jetzt die App",
        "Téléchargez notre app",
        "Descarga nuestra app",
        "Scarica la nostra app",
    ],
)
def test_every_alternative_has_its_cue(line: str) -> None:
    assert prompt(line)
    assert any(cue in line.lower() for cue in CUES)
