"""What stands beside dates on a page: "Published", "Updated", "at", in the news' languages."""

from __future__ import annotations

import re

_ENGLISH_PUBLISHED = (
    r"(?:(?:first|originally|date) )?(?:published|posted|issued|created|uploaded|released|filed"
    r"|publish(?:ed)? date|publication date|release date|press release|date)(?: on| at)?"
)
_PUBLISHED = (
    r"(?:zuerst |artikel |online )?(?:veröffentlicht|publiziert|erschienen|erstellt"
    r"|pressemitteilung"
    r"|datum)(?: am)?|(?:publiée?|mise? en ligne|parue?|postée?|créée?"
    r"|communiqué de presse)(?: le)?"
    r"|publicad[oa]|publicación|nota de prensa|fecha(?: de publicación)?|creado|pubblicat[oa]"
    r"|data di pubblicazione|comunicato stampa|publicação|postado|criado|publicat|data publicării"
    r"|gepubliceerd|geplaatst|offentliggjort|publiceret|udgivet|publisert|publicera[dt](?:es)?"
    r"|julkaistu|birtist|birt|opublikowano|data (?:publikacji|dodania)|publikacja|dodano"
    r"|publikováno"
    r"|zveřejněno|vydáno|zverejnené|publikované|megjelent|közzétéve|publikálva|avaldatud"
    r"|publicēts|paskelbta|publikuota|objavljen[oa]?|datum objave|objavil|publikuar"
    r"|публикуван[оа]?|опубликован[оа]?|дата публикации|размещено|опубліковано|апублікавана"
    r"|објављено|објавено|δημοσιε[ύυ][τθ]ηκε|δημοσίευση|ημερομηνία|yayın(?:lanma)?(?: tarihi)?"
    r"|yayınlandı|(?:giriş|oluşturulma|eklenme) tarihi|oluşturulma|dərc olunub"
    r"|d(?:ipublikasikan|iterbitkan|irilis|isiarkan)|tayang|terbit|ngày đăng|đăng (?:ngày|lúc)"
    r"|imechapishwa|ilichapishwa"
)
# Scripts without capitals, of which several have no spaces.
_PUBLISHED_ELSEWHERE = (
    r"تاريخ النشر|تم النشر|نشرت?(?: في)?|نُشر(?: في)?|تاریخ انتشار|منتشر شده|زمان انتشار|شائع"
    r"|תאריך פרסום|פורסם|प्रकाशित(?: तिथि)?|प्रकाशन तिथि|पब्लिश्ड|প্রকাশিত|প্রকাশ|เผยแพร่(?:เมื่อ)?"
    r"|โพสต์(?:เมื่อ)?|公開日?時?|掲載日?|配信日?|投稿日?|発行日?|発表日?|기사입력|입력|등록|게재|발행|승인"
    r"|发布时间|發布時間|发布于|发布|發佈|发表于|发表|时间|日期|გამოქვეყნდა|հրապարակված"
)
_ENGLISH_UPDATED = (
    r"(?:last |latest )?(?:updated?|modified|edited|revised|corrected)(?: on| at)?"
    r"|last modification"
)
_UPDATED = (
    r"(?:zuletzt |letzte )?(?:aktualisier(?:t|ung)|geändert|überarbeitet)|stand|akt\.(?=\s?:?\s?\d)"
    r"|mise? à jour|màj|modifiée?|actualisée?|(?:última )?actualiza(?:d[oa]|ción)|modificad[oa]"
    r"|(?:ultimo )?aggiorna(?:t[oa]|mento)|ultima modifica|modifica(?: il)?"
    r"|(?:última )?atualiza(?:d[oa]|ção)"
    r"|actualizat|modificat[oa]?|bijgewerkt|gewijzigd|laatste update|opdateret|(?:sist )?oppdatert"
    r"|(?:senast )?uppdatera[dt]|ändrad|päivitetty|muokattu|uppfært|(?:z?aktualizowano"
    r"|aktualizacja)"
    r"|modyfikacja|aktualizováno|aktualizace|upraveno|aktualizované|frissítve|módosítva|uuendatud"
    r"|atjaunots|atnaujinta|(?:zadnja izmjena|ažurirano)|posodobljeno|përditësuar|обновен[оа]?"
    r"|обновлен[оа]|обновлён|изменено|оновлено|абноўлена|ажурирано|ενημερώθηκε|ανανεώθηκε"
    r"|(?:τελευταία )?ενημέρωση|(?:son )?güncelle(?:me|ndi|nme)(?: tarihi)?|yenilənib"
    r"|diperbarui|pembaruan|dikemas kini|cập nhật"
)
_UPDATED_ELSEWHERE = (
    r"آخر تحديث|تم التحديث|تحديث|به‌?روزرسانی|آخرین ویرایش|עודכן|עדכון אחרון|अपडेटे?ड?|অপডেট|আপডেট"
    r"|হালনাগাদ|อัปเดต|อัพเดต|แก้ไขล่าสุด|最終更新日?|更新日?時?|更新时间|更新時間|最后更新|최종수정|수정"
    r"|განახლდა|թարմացված"
)


def _pattern(english: str, spaced: str, elsewhere: str) -> re.Pattern[str]:
    """Whole words, with the colon behind them; `other` and `dense` are not English. A word may
    have lost the space before it: "17.46 GMTLast modified"."""
    return re.compile(
        rf"(?:(?<![^\W\d_])|(?-i:(?<=[A-Za-z])(?=[A-Z][a-z])))(?:(?:{english})|(?P<other>{spaced}))"
        rf"(?![^\W\d_])\s?[:：]?|(?P<dense>{elsewhere})\s?[:：]?",
        re.IGNORECASE,
    )


PUBLISHED = _pattern(_ENGLISH_PUBLISHED, _PUBLISHED, _PUBLISHED_ELSEWHERE)
UPDATED = _pattern(_ENGLISH_UPDATED, _UPDATED, _UPDATED_ELSEWHERE)

# Names begin with some of these, in capitals: "Al", "Le", "V.".
_SMALL = "om|at|am|um|à|a las|las|às|on|le|el|il|em|den|dnia|ob|u|la|del?|du|al|vom|v|в|о|об|г|h|ч"
# One behind a name: "By Ana Lund on".
SMALL_LAST = re.compile(rf"(?<=[^\W\d_]) (?:{_SMALL})\W*$")
# Small words between label, day and time, units and reading times.
FILLER = re.compile(
    rf"(?:(?-i:{_SMALL})|(?:{_SMALL})(?=\W*$)"
    r"|o godz(?:iny?)?|godz|kl|klo|ore|alle(?: ore)?|la ora|ora|στις|ώρα|saat|pukul|jam|lúc|ngày"
    r"|d|день|года?|року|god|uhr|hrs?|local time|ist|cst|et|pt|ct|est|wib|wita|wit|as of)"
    r"(?![^\W\d_])\.?"
    r"|(?:来源|來源)[:：]\s?\S{2,12}|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|วัน[ก-๙]+(?: ?ที่)?|יום"
    r"|الساعة|ساعت|بتوقيت غرينتش|في|בשעה|ב|को|बजे|เวลา|น\.|เมื่อ|に|付"
    r"|[(（]?[月火水木金土日一二三四五六목금토일월화수]曜?[日요]?[)）]|[月火水木金土日]曜日?|(?:星期|周|週)[一二三四五六日天]"
    r"|[월화수목금토일]요일"
    r"|\d+[ -]min\w*\.?(?: read| lesezeit| de lectura| di lettura| de leitura| de lecture)?"
    r"|(?:lesezeit|lesedauer|reading time|read time|temps de lecture|tiempo de lectura|leestijd"
    r"|tempo d[ie] (?:lettura|leitura)|lästid|lukuaika|čas čtení|czas czytania|время чтения)"
    r"\s?:?\s?(?:ca\. ?)?\d+ ?[^\W\d_]+\.?"
    r"|\d+ (?:comments?|kommentare?|ergänzungen|commentaires?|comentarios?|commenti|views?|shares?"
    r"|reads|просмотр\w*|yorum|komentar\w*|reacties|kommentarer)(?![^\W\d_])"
    r"|[\s,|·•–—\-@/()\[\]:：.;●▪]+",
    re.IGNORECASE,
)
