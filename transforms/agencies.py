"""News agencies: the names under which they stand in datelines, bylines and credits."""

from __future__ import annotations

# Canonical name, then other spellings, all compared without case.
_TABLE = (
    ("Reuters", "reuters", "thomson reuters", "reuters staff", "reuters health"),
    ("AP", "ap", "associated press", "the associated press", "a.p.", "ap news"),
    ("AFP", "afp", "agence france-presse", "agence france presse", "afp deutschland"),
    ("dpa", "dpa", "deutsche presse-agentur", "dpa-afx", "dpa international"),
    ("UPI", "upi", "united press international"),
    ("PA", "press association", "pa media"),
    ("AAP", "aap", "australian associated press"),
    ("The Canadian Press", "canadian press", "the canadian press", "cp"),
    ("Bloomberg", "bloomberg", "bloomberg news"),
    ("Xinhua", "xinhua", "xinhua news agency", "新华社", "新華社"),
    ("Yonhap", "yonhap", "yonhap news agency", "연합뉴스"),
    ("Kyodo", "kyodo", "kyodo news", "共同", "共同通信"),
    ("Jiji Press", "jiji", "jiji press", "jiji-afp", "時事"),
    ("PTI", "pti", "press trust of india"),
    ("ANI", "ani", "asian news international"),
    ("IANS", "ians", "indo-asian news service"),
    ("Bernama", "bernama"),
    ("Antara", "antara", "antara news"),
    ("TASS", "tass", "itar-tass", "тасс"),
    ("Interfax", "interfax", "интерфакс"),
    ("RIA Novosti", "ria", "ria novosti", "риа новости"),
    ("Ukrinform", "ukrinform"),
    ("Anadolu", "anadolu", "anadolu agency", "aa"),
    ("ANSA", "ansa"),
    ("Adnkronos", "adnkronos"),
    ("EFE", "efe", "agencia efe"),
    ("Europa Press", "europa press"),
    ("Lusa", "lusa", "agência lusa"),
    ("Belga", "belga"),
    ("ANP", "anp"),
    ("APA", "apa", "austria presse agentur"),
    ("Keystone-SDA", "keystone-sda", "sda", "ats", "keystone-ats"),
    ("PAP", "pap"),
    ("ČTK", "čtk", "ctk"),
    ("MTI", "mti"),
    ("TT", "tt"),
    ("NTB", "ntb"),
    ("Ritzau", "ritzau"),
    ("STT", "stt"),
    ("KCNA", "kcna"),
    ("SPA", "spa", "saudi press agency"),
    ("WAM", "wam"),
    ("MENA", "mena"),
    ("NAN", "nan", "news agency of nigeria"),
    ("GNA", "gna", "ghana news agency"),
    ("SAnews", "sanews", "sanews.gov.za"),
    ("Dow Jones", "dow jones", "dow jones newswires"),
    ("CNN", "cnn"),
    ("BBC", "bbc", "bbc news"),
    ("VOA", "voa", "voice of america"),
    ("IPS", "ips", "inter press service"),
    ("EUobserver", "euobserver"),
    ("GlobeNewswire", "globenewswire", "globe newswire"),
    ("PRNewswire", "prnewswire", "pr newswire"),
    ("Business Wire", "business wire", "businesswire"),
)
_NAMES = {spelling: row[0] for row in _TABLE for spelling in row[1:]}


def agency_name(text: str) -> str | None:
    """The canonical name of the agency that `text` names, or None."""
    return _NAMES.get(text.strip(" .").casefold())
