"""The table of line rules: what stands around an article on a page and is no part of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A kind of boilerplate.

    Attributes:
        name: stable snake_case name.
        about: what it takes, in a line.
        phrases: whole lines, compared without case and edge punctuation; "|" separates.
        pattern: whole lines, in small letters, as a regular expression; "" for none.
        edge: see the module's docstring.
    """

    name: str
    about: str
    phrases: str = ""
    pattern: str = ""
    edge: bool = False


RULES: tuple[Rule, ...] = (
    Rule(
        "share_widget",
        "buttons that share, send, print or save",
        "share this|share this article|share this story|share this page|share via|share with"
        "|share on facebook|share on twitter|share article|share story|tweet this|send to|send"
        "|from|send to a friend|email this|email to a friend|copy link|copy url|link copied"
        "|print this|print this article|print article|save article|gift this article|text size"
        "|font size|show more sharing options|artikel teilen|artikel drucken"
        "|diesen artikel teilen|link kopieren|link wurde kopiert|auf facebook teilen"
        "|auf twitter teilen|partager|partager sur facebook|partager l'article|compartir"
        "|condividi|compartilhar|compartilhe|del artikkel|del artiklen|dela artikeln|udostępnij"
        "|sdílet|поделиться|ссылка скопирована|シェアする|記事を共有|공유하기|click to share"
        "|listen|save|bookmark|follow|like|close|×|x"
        # The widget of the most used blog software, in its languages.
        "|like loading|teilen mit|gefällt mir wird geladen|compartir en|compartir esto"
        "|comparte esto|me gusta cargando|compartilhe isso|condividi su|dit delen|dela detta"
        "|del dette|udostępnij to|поделиться ссылкой|bunu paylaş|分享此文",
    ),
    Rule(
        "read_more",
        "pointers to another article",
        "read more|read more here|continue reading|keep reading|see also|see more|show more|more"
        "|load more|view more|learn more|click here to read more|find out more|read next"
        "|full story|full coverage|also read|read also|lesen sie auch|mehr lesen|weiterlesen"
        "|mehr erfahren|auch interessant|zum thema|à lire aussi|lire aussi|lire la suite|leer más"
        "|lea también|lee también|ver más|leggi anche|leggi tutto|leia mais|leia também|lees ook"
        "|lees meer|läs mer|läs också|les også|læs også|czytaj także|czytaj też|читайте также"
        "|читать далее|続きを読む|あわせて読みたい|相关阅读|더보기",
        r"(?:read more|read next|read also|also read|see also|see more|more on this|related"
        r"|must read|don['’]t miss|watch|watch now|lesen sie (?:auch|mehr)|mehr dazu|lire aussi"
        r"|à lire aussi|lee también|lea también|leggi anche|leia também|lees ook|läs också"
        r"|читайте также)\s?[:|►▶→»>].{0,200}|(?:>>?|→|►|▶)\s?\S.{0,150}"
        r"|click here (?:to|for) .{3,80}",
    ),
    Rule(
        "related_heading",
        "headings of lists of other articles",
        "related|related articles|related stories|related news|related content|related posts"
        "|related topics|related coverage|related links|recommended|recommended for you"
        "|recommended stories|recommended reading|you may also like|you might also like|most read"
        "|most popular|most viewed|most shared|most commented|popular|popular stories|popular now"
        "|popular posts|trending|trending now|trending stories|trending topics|top stories"
        "|latest news|latest stories|latest|more news|more stories|more from us|more like this"
        "|more on this story|more on this topic|in case you missed it|editor's picks"
        "|editors' picks|editors picks|don't miss|around the web|from the web|from our partners"
        "|sponsored content|promoted stories|paid content|previous post|next post"
        "|previous article|next article|previous story|next story|in this article|more in news"
        "|mehr zum thema|das könnte sie auch interessieren|meistgelesen|meistgelesene artikel"
        "|weitere artikel|weitere themen|neueste artikel|mehr aus dem web|aktuelle nachrichten"
        "|themen|verwandte artikel|articles liés|sur le même sujet|les plus lus|à la une"
        "|noticias relacionadas|lo más leído|más noticias|articoli correlati|i più letti"
        "|mais lidas|notícias relacionadas|veja também|meest gelezen|gerelateerd|mest läst"
        "|mest lest|mest læst|najczęściej czytane|по теме|самое читаемое|関連記事|関連ニュース"
        "|アクセスランキング|相关新闻|热门新闻|관련기사|많이 본 뉴스",
        r"(?:more|mehr|latest|weitere) (?:from|on|by|aus|von|zu) [^.!?]{2,40}",
    ),
    Rule(
        "newsletter_prompt",
        "offers of newsletters, alerts and apps",
        "newsletter|newsletters|newsletter signup|subscribe|subscribe now|subscribe today|sign up"
        "|sign up now|email address|e-mail-adresse|your email|your email address|submit"
        "|thanks for signing up|thank you for subscribing|breaking news emails|get the app"
        "|download our app|download the app|newsletter abonnieren|jetzt abonnieren|abonnieren"
        "|jetzt anmelden|kostenlos anmelden|s'abonner|je m'abonne|suscríbete|suscribirse"
        "|iscriviti|assine|inscreva-se|abonneer|prenumerera|подписаться|подпишитесь|購読する|订阅",
        r"(?:sign up|signup|subscribe|register) .{0,50}?(?:to|for) .{0,80}\b(?:newsletters?|alerts"
        r"|e-?mails?|updates|inbox|briefings?|digest)\b.{0,80}"
        r"|get (?:our|the) (?:best|latest|top|day['’]s|free|daily|weekly|morning)\b.{0,120}"
        r"(?:inbox|newsletter|e-?mail|alerts?)\b.{0,60}"
        r"|get .{3,80}(?:delivered (?:straight )?to|in|straight to) your inbox\b.{0,60}"
        r"|(?:enter|please enter) your e-?mail\b.{0,120}|by (?:signing up|subscribing|registering|"
        r"submitting|clicking)\b.{5,200}|want more .{2,60}\? sign up .{2,80}"
        r"|download (?:our|the) .{0,60}\bapp\b.{0,60}|no spam, .{0,160}"
        r"|(?:melden sie sich|abonnieren sie|jetzt|hier) .{0,100}newsletter.{0,80}"
        r"|.{0,60}newsletter .{0,60}(?:abonnieren|anmelden|bestellen)\W*",
    ),
    Rule(
        "advertisement",
        "labels of advertisements",
        "advertisement|advertisements|advertising|ad|ads|advert|sponsored|promoted|adchoices"
        "|ad choices|paid post|anzeige|werbung|advertorial|publicité|publicidad|pubblicità"
        "|publicidade|advertentie|annons|annonse|annonce|reklama|реклама|広告|広告の後に続きます"
        "|广告|광고|story continues|story continues below|article content|remove ads|skip ad",
        r"(?:advertisement|ad|promotion)\W{1,3}(?:continue|scroll|story|article)\b.{0,60}"
        r"|(?:story|article|content) continues (?:below|after)\b.{0,50}|advertisement \d+"
        r"|scroll (?:down )?to continue\b.{0,40}|continue reading below\W*"
        r"|this (?:advertisement|ad|video) has (?:not|failed)\b.{0,80}|.{0,25}\(anzeige\)",
    ),
    Rule(
        "comments",
        "the comment section and its rules",
        "comments|comment|comments are closed|comments closed|comments off|leave a comment"
        "|leave a reply|leave a reply cancel reply|post a comment|add a comment|add comment"
        "|write a comment|view comments|show comments|view all comments|read comments"
        "|join the conversation|join the discussion|have your say|be the first to comment"
        "|no comments|no comments yet|reply|report abuse|sort by|kommentare|kommentar schreiben"
        "|kommentieren|keine kommentare|commentaires|commenter|comentarios|comentar|commenti"
        "|comentários|reacties|kommentarer|komentarze|комментарии|コメント|コメントを投稿|评论"
        "|댓글",
        r"\(?\d[\d.,]* ?(?:comments?|kommentare?|commentaires?|comentarios?|commenti|comentários?|"
        r"reacties|replies|responses|shares?|views?|likes?|votes?|件のコメント)\)?"
        r"|(?:show|view|read|see|load) (?:all |more |\(?\d+\)? )+comments?\W*"
        r"|comments? (?:are|is) (?:now )?(?:closed|disabled|turned off|moderated)\b.{0,60}"
        r"|you must (?:be|have|log|sign)\b.{0,40}(?:logged|log|signed|sign|account|register)"
        r".{0,80}|this (?:comment|discussion|thread)s? (?:section )?(?:is|has been|are) closed\W*",
    ),
    Rule(
        "account_prompt",
        "sign-in, paywall and subscription prompts",
        "log in|login|log out|sign in|signin|create an account|create account|my account|register"
        "|already a subscriber|already have an account|subscribers only|premium|anmelden"
        "|registrieren|einloggen|abmelden|se connecter|connexion|iniciar sesión|accedi|entrar"
        "|inloggen|logga in|logg inn|ログイン|会員登録|登录|로그인|get access|buy now|donate"
        "|donate now|support us|support our work|become a member",
        r"(?:log in|sign in|create an account|register) (?:or|to|with)\b.{3,100}"
        r"|already (?:a )?(?:subscriber|member|registered|have an account|subscribed)\b.{0,60}"
        r"|.{0,40}(?:content|article|story) is (?:reserved |available |only )?(?:for|to) "
        r"(?:our )?(?:subscribers|members)\b.{0,40}|to continue reading,.{0,120}",
    ),
    Rule(
        "site_menu",
        "entries of menus and footers",
        "home|news|sport|sports|business|politics|opinion|world|culture|entertainment|technology"
        "|tech|science|health|travel|lifestyle|weather|video|videos|photos|podcasts|podcast|audio"
        "|contact|contact us|about|about us|privacy|privacy policy|privacy notice|terms"
        "|terms of use|terms of service|terms and conditions|terms & conditions|cookie policy"
        "|cookies|cookie settings|careers|jobs|advertise|advertise with us|help|faq|sitemap"
        "|site map|search|menu|feedback|rss feed|accessibility|masthead|skip to content"
        "|skip to main content|skip to navigation|back to top|return to top|top|impressum"
        "|datenschutz|datenschutzerklärung|agb|kontakt|über uns|startseite|zur startseite|zurück"
        "|mediadaten|aviso legal|política de privacidad|follow us|our brands"
        "|do not sell my personal information|all rights reserved|powered by|main menu|sections"
        "|topics|tags|categories|category|archives|archive|share|print|email|gallery|live|ホーム"
        "|トップ|首页|홈",
        edge=True,
    ),
    Rule(
        "follow_prompt",
        "requests to follow, to contact the newsroom or to send tips",
        "follow us on|have a tip|send us a tip|submit a tip|send us your tips|got a tip"
        "|got a story|report an error|report a typo|request a correction|report a correction"
        "|suggest a correction|was this article helpful",
        r"(?:please )?(?:follow|like|join|find|visit|watch) (?:us|our|him|her|them|me|the author|"
        r"@?[\w.'’-]+(?: [\w.'’-]+){0,3}) on (?:\w+, )?(?:facebook|twitter|x|instagram|whatsapp|"
        r"telegram|youtube|linkedin|tiktok|google|threads|bluesky|mastodon)\b.{0,120}"
        r"|(?:contact|email|e-mail|reach|write to|send tips to)(?: the (?:author|writer|reporter))?"
        r".{0,50}?(?: at|:| on)? ?[\w.+-]+@[\w-]+\.[\w.]+.{0,80}"
        r"|.{3,40} (?:can|may) be (?:reached|contacted|followed) (?:at|on|via)\b.{3,140}"
        r"|(?:folgen sie|suivez|síguenos|seguici|siga|volg) .{0,20}(?:facebook|twitter|instagram|"
        r"whatsapp|google|telegram)\b.{0,60}|have a (?:news )?tip\?.{0,120}",
    ),
    Rule(
        "tag_list",
        "labelled lists of keywords",
        "in this article|more on",
        r"(?:tags?|topics?|filed under|posted in|categor(?:y|ies)|keywords|themen|schlagw[oö]rter"
        r"|stichworte|mots[- ]clés|etiquetas|temas|topicos|tópicos|trefwoorden|теги|related topics"
        r"|more about|in this article|タグ|キーワード)\s?[:：].{0,200}|(?:#[\w-]+[\s,]*){1,12}",
    ),
    Rule(
        "breadcrumb",
        "the path to the page",
        "breadcrumb trail links|breadcrumb|you are here",
        edge=True,
    ),
    Rule(
        "counter",
        "bare numbers, durations and reading times",
        "min read|minute read",
        r"[\W\d_]*\d[\W\d_]*|[\W_]+|\d{1,3}[:.]\d\d(?: ?(?:min|std|h))?\.?"
        r"|\d+ (?:bilder|fotos|photos|images|videos)"
        r"|(?:reading time|estimated reading time|read time|lesezeit|lesedauer|temps de lecture|"
        r"tiempo de lectura|tempo de leitura|leestijd)\s?:?\s?(?:ca\. ?)?\d+ ?min\w*\.?"
        r"|\d+[ -]?min(?:ute)?s?\.?(?: de)? (?:read|lesezeit|lecture|de lectura|listen|watch)"
        r"|\d+ (?:sec|second|minute|min|hour|hr|day|week|month|year)s? ago"
        r"|vor \d+ (?:minuten?|stunden?|std\.|tage?n?|wochen?)|il y a \d+ \w+|hace \d+ \w+",
        edge=True,
    ),
    Rule(
        "media_player",
        "labels of players and galleries",
        "play video|play|pause|mute|watch live|watch|loading|loading...|image|image caption"
        "|image source|image credit|caption|video caption|media caption|now playing"
        "|listen to this article|listen to article|listen to this story|open in app|view gallery"
        "|open gallery|back to gallery|view slideshow|show caption|hide caption|enlarge image"
        "|artikel anhören|anhören|écouter l'article|escuchar|try refreshing your browser, or"
        "|vis mer|bild vergrößern|bild in lightbox öffnen|watch video|watch the video|live-tv"
        "|video player is loading",
        r"we apologize, but this video\b.{0,60}|tap here to see other videos\b.{0,40}"
        r"|your browser does not support\b.{0,80}|(?:video|audio|gallery|photos"
        r"|bilder)\s?:\s?.{0,120}"
        r"|(?:view|see|open|show) (?:all )?\d+ (?:images|photos|pictures)\W*|slide \d+ of \d+",
        edge=True,
    ),
    Rule(
        "cookie_notice",
        "consent to cookies and trackers",
        "accept all|accept cookies|reject all|manage cookies|manage preferences|privacy settings",
        r"(?:we|this (?:web)?site|our (?:web)?site|by using this (?:web)?site)\b.{0,60}\bcookies?\b"
        r".{0,170}|(?:wir verwenden|diese website|nous utilisons|utilizamos|usiamo)\b.{0,60}"
        r"cookies?\b.{0,170}",
    ),
    Rule(
        "press_notice",
        "what a press release adds below its text",
        "forward-looking statements|forward looking statements|safe harbor statement"
        "|cautionary statement|media contact|media contacts|press contact|press contacts"
        "|investor contact|media inquiries|media enquiries|press enquiries|notes to editors"
        "|pressekontakt|ansprechpartner für die presse|contact presse|contacts presse"
        "|contacto de prensa|contatti stampa|contacto para la prensa|perscontact",
        r"this (?:press|news) release (?:may |also )?(?:contains?|includes?) (?:certain |various )?"
        r"forward[- ]looking (?:statements|information)\b.{0,160}",
        edge=True,
    ),
    Rule(
        "copyright_notice",
        "copyright lines",
        "",
        r"(?:copyright|\(c\)|©)\W{0,3}(?:by |\(c\) |© )?(?:\d{4}|.{2,80}\d{4}).{0,200}"
        r"|(?:copyright|\(c\)|©)[^.]{0,100}all rights reserved.{0,160}|copyright © .{0,80}"
        r"|(?=.*rights reserved).{0,80}\ball rights reserved\W*(?:this material .{0,160})?"
        r"|this (?:material|content|article) may not be (?:published|reproduced|copied)\b.{0,170}"
        r"|alle rechte vorbehalten\W*|tous droits réservés\W*|todos los derechos reservados\W*"
        r"|.{0,60}無断転載.{0,40}|.{0,60}무단.{0,4}전재.{0,40}|republish(?:ed)? with"
        r" permission.{0,80}",
    ),
    Rule(
        "credit_line",
        "who helped, and where the article stood first",
        "with post wires|with wire reports|with agencies|staff and wire reports",
        r"[\[(]?(?:with|in addition to) (?:files|reporting|additional reporting) (?:from|by)\b"
        r".{2,160}|.{5,160} contributed (?:reporting )?to this (?:report|story|article)\W*"
        r"|contributing: .{3,120}|this (?:story|article|report) (?:was )?(?:originally |first )?"
        r"(?:appeared|published|ran) (?:on|by|in|at)\b.{3,140}"
        r"|originally published (?:on|by|in|at)\b.{3,100}"
        r"|(?:source|quelle|fuente|fonte|bron)\s?: ?[^.!?]{2,60}",
    ),
)
