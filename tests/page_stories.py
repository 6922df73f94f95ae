"""Seven short news stories, written for the tests, one for each language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """One article: what a page shows of it, and what stands around it on the site."""

    language: str
    site: str
    title: str
    summary: str
    author: str
    by: str
    published: str
    section: str
    heading: str
    paragraphs: tuple[str, ...]
    caption: str
    other_title: str
    others: tuple[str, ...]
    about: str
    menu: tuple[str, ...]


ENGLISH = Story(
    "en",
    "Harbour Gazette",
    "Old ferry line returns after eleven years",
    "The crossing between the two towns had been closed since a storm broke the northern pier.",
    "Marla Quint",
    "By",
    "2024-03-14T09:20:00+00:00",
    "Transport",
    "A pier built twice",
    (
        "The ferry between Stonewick and Harlow Point will sail again from Monday, eleven years "
        "after a winter storm tore the northern pier from its foundations, the port said.",
        "Six crossings a day are planned at first, with two more at weekends. A ticket will cost "
        "four pounds, and children under twelve travel free until the end of the summer.",
        "“People kept asking me when the boat was coming back, as if I had it in my garage,” said "
        "harbour master Odile Barrow. She had kept the old timetable on her office wall.",
        "Engineers rebuilt the pier on steel piles driven nineteen metres into the seabed. A first "
        "attempt in 2019 had failed when the contractor found an unmapped layer of soft clay.",
        "The council paid for two thirds of the work and borrowed the rest. It expects about "
        "90,000 passengers in the first year, fewer than before the storm.",
        "Not everybody is pleased. Bus drivers fear for the coastal route, which gained most of "
        "its passengers from the closure, and have asked for talks before the autumn.",
        "Barrow intends to be on the first boat. “I have a return ticket from 2013,” she said. “I "
        "would like to see whether they still accept it.”",
    ),
    "The rebuilt northern pier at Stonewick, seen from the harbour office.",
    "Library opens on Sundays",
    (
        "The town library will open on Sundays from next month, after readers had signed a "
        "petition for longer hours, the director announced at a meeting on Thursday evening.",
        "Volunteers are to run the reading room, while loans and returns will go through the new "
        "machines at the entrance, which have been tested since the beginning of January.",
    ),
    "Harbour Gazette Media publishes four local papers and a radio station on the coast. The "
    "company was founded in 1911 and employs sixty people in three offices.",
    ("Home", "Local news", "Weather", "Sport", "Tides", "Jobs", "Contact us"),
)
GERMAN = Story(
    "de",
    "Talbote",
    "Bergdorf heizt künftig mit der Abwärme einer Käserei",
    "Siebzig Häuser werden an das neue Netz angeschlossen.",
    "Jette Kranach",
    "Von",
    "2024-01-22T06:45:00+01:00",
    "Energie",
    "Molke statt Heizöl",
    (
        "In Oberlauen werden vom Herbst an siebzig Häuser mit Wärme aus der örtlichen Käserei "
        "beheizt. Der Gemeinderat hat dem Vertrag am Montagabend ohne Gegenstimme zugestimmt.",
        "Bisher ging die Wärme, die beim Kühlen der Molke entsteht, ungenutzt durch den Schornstein. "
        "Nun soll eine Pumpe sie auf siebzig Grad bringen und in ein Leitungsnetz speisen.",
        "„Wir haben jahrelang den Himmel geheizt“, sagte Käsermeister Benno Staudach. Die Idee sei "
        "ihm gekommen, als im Januar der Schnee auf seinem Dach als einziger geschmolzen war.",
        "Das Netz kostet 2,4 Millionen Euro, von denen das Land knapp die Hälfte übernimmt. Den "
        "Rest tragen die Genossenschaft und die Haushalte über einen festen Beitrag im Monat.",
        "An sehr kalten Tagen reicht die Käserei allein nicht aus. Dann springt ein Kessel an, der "
        "mit Hackschnitzeln aus dem Gemeindewald befeuert wird und im alten Spritzenhaus steht.",
        "Die Nachbargemeinde Unterlauen prüft nun, ob sie sich anschließen kann. Ihr fehlt freilich "
        "bislang das Geld für die Leitung über den Bach, wie der Bürgermeister einräumte.",
    ),
    "Die Käserei in Oberlauen liefert künftig nicht nur Bergkäse.",
    "Seilbahn bleibt bis Ostern geschlossen",
    (
        "Die Seilbahn auf den Hochstein bleibt nach einem Schaden am Tragseil bis mindestens Ostern "
        "geschlossen, teilte der Betreiber am Dienstag mit und bat um Verständnis.",
        "Gutscheine behalten ihre Gültigkeit und werden auf Wunsch auch ausgezahlt, hieß es in der "
        "Mitteilung weiter, die auf den Internetseiten der Bahn veröffentlicht wurde.",
    ),
    "Der Talbote ist eine unabhängige Regionalzeitung. Der Verlag beschäftigt vierzig Menschen und "
    "gibt seit 1948 auch einen Wanderkalender heraus.",
    ("Startseite", "Lokales", "Wetter", "Sport", "Anzeigen", "Abo", "Kontakt"),
)
FRENCH = Story(
    "fr",
    "Le Relais du Littoral",
    "Une école ferme ses écrans un jour par semaine",
    "Les élèves du collège écrivent désormais à la main chaque jeudi.",
    "Solène Vasseur",
    "Par",
    "2024-05-16T17:05:00+02:00",
    "Éducation",
    "Le retour du cahier",
    (
        "Depuis la rentrée, le collège Jeanne-Morin de Port-Aubry débranche ses tablettes chaque "
        "jeudi. Les quatre cents élèves y écrivent à la main, du premier cours au dernier.",
        "L’idée vient d’une professeure de mathématiques, lassée de corriger des graphiques que "
        "personne n’avait tracés. Le conseil d’administration l’a adoptée à une voix près.",
        "« Au début, ils demandaient où était le bouton pour effacer », sourit la principale, "
        "Maud Terrien. Elle dit avoir commandé deux cents gommes en une seule semaine.",
        "Les premiers résultats restent modestes : les copies sont un peu plus longues, les fautes "
        "un peu plus nombreuses. Une équipe de l’université voisine suit l’expérience.",
        "Certains parents s’inquiètent pour les enfants qui peinent à écrire. Pour eux, le collège "
        "autorise toujours l’ordinateur, à condition qu’il ne soit pas relié au réseau.",
        "Deux autres établissements du département veulent tenter l’essai à l’automne. Le rectorat "
        "attend un bilan écrit, à la main de préférence, avant la fin du mois de juin.",
    ),
    "Une salle de classe du collège Jeanne-Morin, un jeudi matin.",
    "La piscine rouvre ses portes",
    (
        "Après dix mois de travaux, la piscine municipale accueillera de nouveau les nageurs lundi, "
        "avec un bassin agrandi et des horaires élargis le soir, a indiqué la mairie.",
        "Les abonnements achetés avant la fermeture restent valables un an de plus, sans démarche "
        "particulière, précise le service des sports dans un communiqué publié mercredi.",
    ),
    "Le Relais du Littoral est édité par une société coopérative. Fondée en 1983, elle emploie "
    "vingt-six personnes et publie aussi un guide des marées.",
    ("Accueil", "Commune", "Météo", "Sports", "Annonces", "Abonnement", "Contact"),
)
SPANISH = Story(
    "es",
    "El Faro del Valle",
    "Los relojes del pueblo vuelven a dar la misma hora",
    "Un relojero jubilado ha puesto de acuerdo a tres campanarios.",
    "Inés Robledal",
    "Por",
    "2024-02-29T12:30:00+01:00",
    "Sociedad",
    "Tres torres, tres horas",
    (
        "Durante veinte años, en Villaseca cada campanario daba su propia hora. Desde el jueves, los "
        "tres relojes del pueblo suenan a la vez, gracias a un relojero jubilado.",
        "Anselmo Quiroga, de ochenta y un años, subió más de mil escalones para limpiar los "
        "engranajes, cambiar los pesos y convencer a un nido de cigüeñas de que se mudara.",
        "“Lo difícil no fue la maquinaria, sino que los tres párrocos se pusieran de acuerdo”, contó "
        "Quiroga, que no quiso cobrar por el trabajo y pidió solo una comida.",
        "El ayuntamiento pagó las piezas, unos cuatro mil euros, y ha prometido una revisión cada "
        "primavera. La alcaldesa admitió que antes llegaba tarde a todas partes.",
        "No todos celebran el cambio. El dueño del bar de la plaza recuerda que sus clientes "
        "pedían la última ronda según el reloj que más les convenía en cada momento.",
        "La comida será el domingo a las dos en punto, anunció el ayuntamiento, y por primera vez en "
        "mucho tiempo nadie podrá decir que no sabía qué hora era.",
    ),
    "Anselmo Quiroga ante el mecanismo de la torre mayor.",
    "La biblioteca móvil estrena ruta",
    (
        "La biblioteca móvil recorrerá desde abril seis aldeas más, después de que la diputación "
        "aprobara la compra de un segundo vehículo con rampa y conexión a internet.",
        "Los lectores podrán reservar los libros por teléfono y devolverlos en cualquier parada de "
        "la ruta, según explicó la responsable del servicio en una rueda de prensa.",
    ),
    "El Faro del Valle es un periódico comarcal independiente. La editorial fue fundada en 1976 y "
    "da trabajo a catorce personas en dos redacciones.",
    ("Portada", "Comarca", "El tiempo", "Deportes", "Anuncios", "Suscripción", "Contacto"),
)
JAPANESE = Story(
    "ja",
    "みなと日報",
    "廃校の体育館が冬の朝市に",
    "地元の農家ら二十軒が毎週日曜に野菜や菓子を売る。",
    "宮下沙織",
    "文・",
    "2024-12-01T08:00:00+09:00",
    "地域",
    "雪の日でも買い物を",
    (
        "十年前に廃校となった小学校の体育館で一日、冬の朝市が始まった。地元の農家や菓子店など二十軒が並び、開店前から長い列ができた。",
        "朝市はこれまで港の広場で開かれていたが、雪の多い一月と二月は休んでいた。高齢の住民から、冬も歩いて行ける場所がほしいという声が上がっていた。",
        "「孫が通った学校で大根を買うとは思わなかった」と、近くに住む八十四歳の女性は笑う。壁には当時の校歌が今も残っている。",
        "市は暖房の費用として年間六十万円を補助する。出店料は一回五百円で、売れ残った野菜は子ども食堂に届けられるという。",
        "実行委員会は来年の春、校庭に小さな畑を作る計画だ。種まきには、閉校の時に六年生だった卒業生たちも招くことにしている。",
    ),
    "体育館に並んだ野菜を選ぶ住民ら。",
    "路面電車に新型車両",
    (
        "市電に来月、十五年ぶりの新型車両が登場する。床が低く、車いすやベビーカーでも乗り降りしやすいのが特徴だと、交通局が発表した。",
        "運賃は変わらない。試乗会は今月二十日に車庫で開かれ、希望者は往復はがきで申し込む必要があるという。",
    ),
    "みなと日報社は一九五二年創刊の地方紙です。三つの支局で三十人の記者が働いています。",
    ("ホーム", "地域", "天気", "スポーツ", "求人", "購読案内", "お問い合わせ"),
)
KOREAN = Story(
    "ko",
    "한들신문",
    "버려진 우물이 마을 도서관의 냉방을 맡는다",
    "깊이 사십 미터의 우물물로 여름철 전기료를 줄인다.",
    "노은채",
    "글",
    "2024-06-18T10:10:00+09:00",
    "환경",
    "우물물로 식히는 서가",
    (
        "한들마을 도서관이 올여름부터 에어컨 대신 오래된 우물물로 열람실을 식힌다. 마을 주민회는 18일 준공식을 열고 새 설비를 공개했다.",
        "우물은 깊이가 사십 미터로, 물 온도는 일 년 내내 십사 도 안팎이다. 펌프로 끌어 올린 물은 천장의 관을 지나 다시 땅속으로 돌아간다.",
        "주민회장 구본율 씨는 “어릴 때 수박을 담가 두던 우물”이라며 “이제는 책을 식히게 됐다”고 말했다.",
        "설치비는 모두 구천만 원이 들었고 절반은 도에서 지원했다. 도서관은 여름 석 달 동안 전기료가 삼분의 일로 줄 것으로 내다본다.",
        "이웃한 두 마을도 비슷한 우물을 찾고 있다. 다만 그중 한 곳은 수량이 모자라 조사가 더 필요하다고 군청은 설명했다.",
    ),
    "주민들이 새 냉방 설비를 둘러보고 있다.",
    "자전거 길 두 구간 새로 열려",
    (
        "강을 따라 이어지는 자전거 길 두 구간이 다음 달 새로 열린다고 군청이 발표했다. 끊겨 있던 다리 구간이 이어지면서 읍내까지 한 번에 갈 수 있게 된다.",
        "군청은 쉼터 세 곳과 수리대도 함께 설치한다고 밝혔다. 개통 행사는 첫째 주 토요일 오전에 열린다.",
    ),
    "한들신문은 1989년에 창간한 지역 신문입니다. 기자 열두 명이 두 곳의 사무실에서 일합니다.",
    ("홈", "지역", "날씨", "스포츠", "구인", "구독", "문의"),
)
ARABIC = Story(
    "ar",
    "جريدة الواحة",
    "نخيل القرية يعود إلى الري بالقنوات القديمة",
    "أهالي القرية أعادوا حفر قناة عمرها ثلاثة قرون.",
    "ليلى منصوري",
    "بقلم",
    "2024-04-09T11:00:00+03:00",
    "مجتمع",
    "ثلاثة قرون من الماء",
    (
        "عادت المياه هذا الأسبوع إلى قناة قديمة في قرية عين الرمل، بعد أن أمضى الأهالي عامين في "
        "إزالة الرمال منها وإصلاح جدرانها الحجرية.",
        "وتمتد القناة على مسافة ثلاثة كيلومترات من سفح الجبل إلى بساتين النخيل، وقد توقفت عن العمل "
        "حين حُفرت الآبار العميقة قبل أربعين عاماً.",
        "وقال المزارع سالم البدري: «كان جدي يعرف نصيب كل نخلة من الماء، ونحن نتعلم ذلك من جديد». "
        "وأضاف أن الآبار صارت مالحة في السنوات الأخيرة.",
        "وبلغت كلفة الترميم مئتي ألف دينار، دفع الأهالي ثلثها وتكفلت جمعية محلية بالباقي، فيما قدمت "
        "البلدية الحجارة والآليات من دون مقابل.",
        "ويخطط الأهالي لفتح القناة أمام الزوار في موسم التمور المقبل، على أن يُخصص الدخل لصيانتها "
        "وتدريب الشباب على هذه الحرفة.",
    ),
    "الماء يجري في القناة بعد ترميمها.",
    "افتتاح سوق الحرف يوم الجمعة",
    (
        "يفتتح سوق الحرف اليدوية أبوابه يوم الجمعة المقبل في الساحة الكبرى، بمشاركة ستين حرفياً من "
        "قرى المنطقة، كما أعلنت البلدية في بيان لها.",
        "ويستمر السوق عشرة أيام، والدخول إليه مجاني، وتقام فيه ورش للأطفال كل مساء بحسب البرنامج "
        "المنشور على موقع البلدية.",
    ),
    "جريدة الواحة صحيفة محلية مستقلة تأسست عام 1990 ويعمل فيها خمسة عشر صحفياً.",
    ("الرئيسية", "محليات", "الطقس", "رياضة", "وظائف", "اشتراك", "اتصل بنا"),
)
STORIES = (ENGLISH, GERMAN, FRENCH, SPANISH, JAPANESE, KOREAN, ARABIC)
