"""Words of bylines in the languages of the news: what introduces, joins and describes names."""

from __future__ import annotations

import re

from transforms.wordlists import words

# "By", "A report by", "Text:". What follows must be names and nothing else.
_KINDS = (
    r"written|words|story|text|article|report|posted|published|review|column|analysis"
    r"|perspective|essay|commentary|feature|exclusive|guest post|opinion|dispatch|profile|recap"
    r"|ein artikel|eine? \w+"
    r"|kolumne|kommentar|analyse|interview|reportage|gastbeitrag|bericht|protokoll|geschrieben"
    r"|propos recueillis|recueillis?|un(?:e)? \w+|écrit|rédigé|publié|escrito|publicado|redactado"
    r"|scritto|pubblicato|articolo|testo|intervista|a cura|geschreven|gepubliceerd|skrevet|skriven"
    r"|scris|publicat|articol|an? \w+"
)
_SPACED = (
    rf"(?:(?:{_KINDS}) )?(?:by|von|par|por|door|af|av|da|di|oleh|deur|nga|gan|eftir|от|από)"
    r"(?: the| τον| την| το)?\s?:?\s+"
    rf"|(?:{_KINDS}) de:?\s+|(?-i:de) (?=\w)"
    r"|(?:von|vom|aus|dal|dalla|de|van) (?:unser\w*|nostr[oa]|notre|onze|nuestr[oa]) \w+"
    r"(?: \w+)?,? "
    r"|γράφει (?:ο|η):?\s+|(?-i:Του|Της) |οι? συντάκτ\w+:?\s+"
    r"|(?:(?:бесед(?:овал|увал)|подготовил)[аи]?|підготува(?:в|ла|ли)):?\s+"
    r"|материал подготовил\w*:?\s+"
    r"|nap(?:sal|isal|isao|isala)a?:?\s+|připravila?:?\s+|p(?:iše|ише|ишува|išejo):?\s+|shkruan:?\s+"
    r"|oprac(?:\.|ował[ay]?|owanie):?\s+|przygotował[ay]?:?\s+|írta:?\s+|kirjoittanut:?\s+"
    r"|parengė:?\s+|laporan:?\s+"
)
# Offices that introduce with a colon only; without it they describe.
_OFFICES = (
    r"authors?|autor(?:in|a|e|es|zy|ka|ky|i|ul|s|ius|ė)?|autoři|auteure?s?|autore|autrice|texto?|testo"
    r"|tekst[is]?|teksts|texte|words|reporter|journaliste?|toimittaja|kirjoittaja|skribent"
    r"|szerző|szöveg|redactor|автор(?:ы|и|ка)?|текст|аутор|avtor(?:ica)?|besedilo|συντάκτης|κείμενο"
    r"|ρεπορτάζ|haber|yazan|yazar|muhabir|derleyen|hazırlayan|müəllif|muallif|höfundur|egilea"
    r"|penulis|pewarta|jurnalis|wartawan|kontributor|tác giả|bài(?: và ảnh)?|thực hiện|mwandishi"
    r"|text (?:und|och|og) fotos?|tekst og foto|texto y fotos|protokoll|reportage"
)
_ELSEWHERE = (
    r"(?:كتبت?|بقلم|إعداد|تقرير|حوار|نویسنده|به قلم|گزارش|خبرنگار|نوشته|تحریر|رپورٹ|מאת|כתבה?"
    r"|लेखक|रिपोर्ट|संवाददाता|लेखन|লেখক|প্রতিবেদক|เขียนโดย|โดย|ผู้เขียน|ავტორი|հեղինակ)\s?[:：՝\-–]?\s+"
)
INTRODUCTION = re.compile(
    rf"(?:{_SPACED}|(?:{_OFFICES})\s?[:：]\s?|by(?=[A-ZÀ-Þ])|{_ELSEWHERE})", re.IGNORECASE
)

# What a person does, in the words of the press.
TRADE = re.compile(
    r"reporter|cor+espond[ae]nt|korrespondent|redak(?:teur|t[oø]r)|editor|journalist|writer|director"
    r"|contributor|[ck]olumnist|autor|volont|periodista|corresponsal|redactor|enviad[oa] especial"
    r"|giornalista|inviat[oa]|corrispondente|jornalista|repórter|verslaggever|redacteur"
    r"|envoyée? spéciale?|rédact(?:eur|rice)|dziennikar|novin[aá][rř]|újságíró|szerkesztő|новинар"
    r"|журналіст|журналист|кор+еспондент|обозревател|редактор|δημοσιογράφος|συντάκτ|muhabir|yazar"
    r"|gazeteci|toimittaja|kirjoittaja|blaðamaður|skrifar|wartawan|pewarta|phóng viên|صحفي"
    r"|مراسل|محرر|كاتب"
    r"|خبرنگار|संवाददाता|पत्रकार|기자|특파원|記者|记者|特派員|特派员",
    re.IGNORECASE,
)

# Words of posts that look like names: "Senior Analyst".
POSTS = words(
    "senior junior chief deputy assistant associate executive managing digital political economic"
    " national international global foreign regional chefredaktion leitung vice principal special"
    " investigative analyst producer meteorologist strategist photographer fotograf fellow"
    " professor"
    " prof dr intern trainee anchor host presenter lecturer leiter leiterin jefe jefa chef cheffe"
    " capo responsable presidente director directora consultant expert author university institute"
)

# Between two names. Capitals, but for those that may be an initial.
_AND_WORDS = words("and und et og och en dan και ve és și şi ja dhe və và agus eta mit avec with")
_SHORT_AND = words("y e i a и і й та و")
AND = re.compile(
    r"\s*(?:;|\||/|&|、|·(?=[가-힣])|(?<=\s)(?:"
    + "|".join(sorted({*_AND_WORDS, *(word.upper() for word in _AND_WORDS), *_SHORT_AND}))
    + r"|और|এবং|ও|และ)(?=\s))\s*"
)

# Family names that stand first in Vietnam, and given names of people who write in scripts that
# the list of given names has not: they tell a name where nothing else does.
FAMILIES = words(
    "nguyễn trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trịnh đào mai"
    " nguyen tran pham huynh hoang phan dang bui ngo duong"
)
GIVEN_ELSEWHERE = words(
    "александр александра алексей алёна алена алина алла анастасия анатолий ангелина андрей анна"
    " антон антонина арина аркадий арсений артем артём борис вадим валентин валентина валерий"
    " валерия варвара василий вера вероника виктор виктория виталий владимир владислав всеволод"
    " вячеслав галина геннадий георгий герман глеб григорий дарья денис дмитрий евгений евгения"
    " екатерина елена елизавета иван игорь илья инна ирина карина кирилл константин кристина ксения"
    " лариса лев леонид лидия любовь людмила максим маргарита марина мария марк мила михаил надежда"
    " наталия наталья никита николай оксана олег олеся ольга павел петр пётр полина роман руслан"
    " светлана семен семён сергей софия софья станислав степан тамара татьяна тимофей федор фёдор"
    " эдуард эмилия юлия юрий яков яна ярослав андрій анастасія олександр олександра олексій олена"
    " ольга оксана сергій дмитро володимир іван ігор ірина катерина марія михайло микола наталія"
    " назар остап павло петро роман світлана софія тарас тетяна юлія юрій ярослава богдан валерій"
    " вікторія віталій георгі димитър георги иван стоян петър мария елена милена десислава ивайло"
    " стефан никола милан марко јован ана јелена милица душан зоран драган љубица"
    " محمد أحمد احمد محمود علي حسن حسين خالد عمر عثمان يوسف إبراهيم ابراهيم سعيد سمير كريم مصطفى"
    " عبدالله عبد فاطمة مريم زينب نور سارة ليلى هدى منى رنا ريم دينا هبة مها أمل نادية سلمى جمال"
    " طارق وليد ياسر هشام عادل عماد أيمن رامي فادي جورج ماجد بلال رضا حميد مهدی علی حسین رضا زهرا"
    " امیر مریم سارا فرهاد بهرام"
    " דוד משה יוסף אברהם יעקב שרה רחל מיכל נועה יונתן אבי רון גיא עמית תמר דנה ליאור יואב"
    " राजेश सुनील अनिल अमित राहुल संजय विजय मनोज अजय प्रिया पूजा नेहा अंजलि कविता रवि दीपक मोहम्मद"
)
