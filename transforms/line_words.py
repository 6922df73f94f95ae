"""Words that tell what a line is for: general words of page furniture and of running text.

Each kind is a feature of the line model (`line_features.py`). Single words are compared without
case; a phrase of two is written with "_". Scripts without spaces have their own table, whose
entries are looked for anywhere in a line.
"""

from __future__ import annotations

KINDS: dict[str, str] = {
    "share": """
        share shares shared sharing tweet tweets facebook twitter whatsapp instagram linkedin reddit
        pinterest telegram youtube tiktok messenger flipboard bluesky threads mastodon copy_link
        print_this follow_us follow_on like_us teilen geteilt drucken merken folgen_sie partager
        partagez suivez imprimer suivez-nous compartir comparte compartilhar compartilhe síguenos
        imprimir condividi seguici stampa delen deel dela udostępnij sdílet поделиться vkontakte
        поширити paylaş chia_sẻ bagikan megosztás dijeli deila""",
    "subscribe": """
        subscribe subscribed subscribing subscription subscriptions subscriber subscribers
        newsletter newsletters signup inbox alerts sign_up signed_up signing_up premium membership
        member members digest unsubscribe e-paper epaper trial free_trial offers promotional
        per_month a_month weekly_digest abonnieren abonnement abo abos abonnenten probeabo
        probemonat kündbar abonnez-vous abonner abonnez abonnés abonné offre_d'abonnement
        s'abonner suscríbete suscripción suscriptores suscriptor suscribirse boletín boletines
        abbonati abbonamento abbonamenti iscriviti assine assinante assinantes assinatura
        inscreva-se abonneer abonnees nieuwsbrief prenumerera prenumerant nyhetsbrev nyhedsbrev
        abonnent prenumerata subskrypcja předplatné předplatitel подписаться подпишитесь подписка
        рассылка підписатися abone bülten tilaa tilaajille berlangganan đăng_ký
        unlimited_access unlimited_online online_access exclusive_articles exclusive_access
        print_edition your_subscription already_subscribed digital_access weiterlesen_mit
        jederzeit_kündbar plus-abo plus-artikel testphase réservé_aux pour_lire accès_illimité
        acceso_ilimitado accesso_illimitato""",
    "account": """
        login log_in log_out logged sign_in signed_in signin register registered registration
        account accounts password username anmelden einloggen registrieren registriert konto
        passwort benutzerkonto connexion connectez-vous se_connecter compte mot_de inscrivez-vous
        iniciar_sesión regístrate cuenta contraseña accedi registrati accesso entrar cadastre-se
        cadastro conta senha inloggen account_aan logga_in logg_inn log_ind zaloguj konto_na
        přihlásit přihlášení войти регистрация увійти giriş_yap kirjaudu masuk""",
    "comments": """
        comment comments commented commenting commenter reply replies replied_to upvote downvote
        votes report_abuse moderation moderators moderated moderator discussion conversation
        join_the guidelines community your_say likes dislike kommentar kommentare kommentieren
        kommentaren leserkommentare antworten diskussion diskutieren netiquette moderiert
        commentaire commentaires commenter répondre réagir modération modérateur comentario
        comentarios comentar responder comentário comentários commento commenti commenta rispondi
        reactie reacties reageren kommentarer kommentera svara komentarz komentarze komentuj
        odpowiedz komentář komentáře diskuze комментарий комментарии комментировать ответить
        коментарі коментар yorum yorumlar kommentit komentar komentari bình_luận""",
    "legal": """
        cookie cookies privacy copyright rights reserved terms policy policies consent gdpr
        disclaimer trademark trademarks registered_office all_rights reprints permission
        permissions unauthorized reproduced redistributed terms_of imprint impressum datenschutz
        datenschutzerklärung agb nutzungsbedingungen urheberrecht rechte_vorbehalten vorbehalten
        widerruf einwilligung mentions_légales confidentialité réservés droits cgu cgv données
        personnelles aviso_legal privacidad derechos_reservados reservados cookies_y protección
        diritti_riservati riservati informativa direitos_reservados termos privacidade
        voorbehouden privacybeleid voorwaarden rättigheter personuppgifter vilkår persondata
        zastrzeżone prywatności regulamin vyhrazena podmínky osobních защищены конфиденциальности
        соглашение захищені kvkk gizlilik tietosuoja""",
    "related": """
        related recommended recommendations read_more see_also see_more learn_more find_out
        full_story more_from more_on more_news more_stories more_in most_read most_popular popular
        trending top_stories latest_news latest also_read read_next read_also up_next must-read
        editor's_picks you_may might_also may_also don't_miss previous_article next_article next
        previous view_all show_more load_more click_here here's_what in_pictures
        mehr_zum mehr_von mehr_aus mehr_zu lesen_sie lesen meistgelesen meistgelesene weiterlesen
        auch_interessant empfehlungen empfohlen weitere weitere_artikel neueste beliebt themen
        ressort à_lire lire_aussi lire_la aussi lire voir_aussi plus_lus sur_le même_sujet
        articles_liés les_plus voir_plus leer_más lea_también lee_también más_leídas más_noticias
        más_leído también relacionadas relacionados ver_más te_puede leggi_anche leggi_tutto
        correlati altre_notizie più_letti veja_também leia_mais leia_também saiba_mais
        mais_lidas relacionado lees_ook lees_meer meest_gelezen bekijk meer_nieuws läs_också
        läs_mer mest_läst relaterat les_også les_mer mest_lest læs_også læs_mere mest_læst
        czytaj_także czytaj_też czytaj_więcej zobacz_też najnowsze čtěte_také čtěte související
        nejčtenější читайте_также читать_далее читать популярное новости_по по_теме читайте_також
        ilgili son_dakika haberler lue_myös luetuimmat baca_juga baca xem_thêm tin_liên
        story_continues watch_now watch_more listen_now more_like in_case case_you you_missed
        missed_it what_to need_to_know featured spotlight newest editors_pick handpicked teaser
        auch_lesen lesen_sie_auch mehr_lesen mehr_dazu hintergrund_lesen dossier archiv rubrik
        rubriken schlagwörter schlagworte tags tag topic topics category categories filed_under
        sections""",
    "ads": """
        advertisement advertisements advertise advertising sponsored promoted ad ads adblock
        affiliate commission buy_now shop deal deals coupon coupons voucher vouchers discount
        gift_cards best_price anzeige anzeigen werbung gutschein gutscheine rabatt affiliate-links
        provision shop_now publicité annonce promo soldes publicidad anuncio oferta ofertas
        cupones pubblicità offerta offerte publicidade anúncio oferta_do advertentie aanbieding
        annons annonse annonce_slut reklama sponsorowane inzerce реклама скидки reklam mainos
        iklan quảng_cáo auglýsing
        we_may may_earn earn_a affiliate_links independently_selected purchases price_at see_price
        check_price best_for kaufpreis zum_angebot enlaces_de""",
    "media": """
        photo photos photograph photographer image images picture pictures gallery slideshow video
        videos watch listen podcast podcasts audio play player autoplay loading caption credit
        getty shutterstock istock alamy reuters afp epa dpa imago courtesy screenshot screengrab
        live_stream bild bilder foto fotos video_abspielen fotostrecke bildergalerie galerie
        ansehen anhören hören grafik quelle écouter regarder vidéo vidéos diaporama crédit légende
        infographie galería fotografía imagen vídeo vídeos escuchar fuente galleria guarda ascolta
        immagine fonte galeria imagem ouça assista beeld bron bekijk_de luister lyssna bildspel
        lytt se_video zdjęcie zdjęcia źródło wideo fot zdroj фото видео источник фотографія відео
        fotoğraf kaynak kuva kuvat ljósmynd mynd sumber ảnh nguồn""",
    "trade": """
        journalist journalists reporter reporters correspondent editor editors columnist writer
        contributor contributors freelance author authors newsroom editorial bureau written_by
        posted_by edited_by covers covering is_a redakteur redakteurin redaktion autor autorin
        autoren korrespondent korrespondentin volontär chefredakteur reporterin kolumnist
        journaliste rédacteur rédactrice rédaction auteur périodista periodista redactor redactora
        redacción autora corresponsal giornalista redazione autore jornalista redação repórter
        redacteur redactie verslaggever journalister skribent reportasje dziennikarz redaktor
        redakcja autorka novinář redaktorka журналист корреспондент автор редакция редактор
        кореспондент muhabir editör toimittaja wartawan phóng_viên blaðamaður""",
    "contact": """
        contact contacts email e-mail mail phone tel telephone address download app apps apple
        android ios iphone store tip tips feedback support faq help careers jobs sitemap masthead
        about_us kontakt kontaktieren hilfe adresse telefon herunterladen über_uns nous_contacter
        contactez aide télécharger application adresse_e-mail contacto ayuda descarga aplicación
        quiénes_somos correo contatti scarica chi_siamo contato baixe aplicativo quem_somos
        fale_conosco downloaden hjälp kontakta kontakt_oss pobierz aplikację o_nas ke_stažení
        контакты приложение скачать о_нас iletişim uygulama yhteystiedot
        get_in get_touch in_touch touch_at whatsapp_channel google_news tipp_geben hinweise_an
        schreiben_sie""",
    "support": """
        donate donation donations our_readers our_journalism our_newsroom our_reporting support_us
        support_our become_a independent_journalism your_support contribute nonprofit back_us
        spenden spende unterstützen unterstützung_unserer faites_un don_défiscalisé soutenez
        soutenir notre_rédaction dona donar apóyanos sostieni dona_ora apoie doe steun stöd_oss
        støtt wesprzyj podpořte поддержите підтримайте""",
    "site": """
        this_article this_story this_page our_website our_site this_site this_website website
        webpage site page our_app visit_our click updated published posted last_updated modified
        diesen_artikel dieser_artikel dieses_artikels unsere_seite unserer_seite webseite seite
        aktualisiert veröffentlicht cet_article notre_site site_web publié mis_à actualisé
        este_artículo esta_noticia nuestra_web nuestro_sitio actualizado publicado
        questo_articolo il_nostro_sito pubblicato aggiornato este_artigo esta_matéria nosso_site
        atualizado dit_artikel deze_website bijgewerkt gepubliceerd denne_artikel denna_artikel
        uppdaterad publicerad oppdatert publisert opdateret publiceret ten_artykuł
        aktualizacja opublikowano tento_článek aktualizováno обновлено опубликовано güncelleme
        yayınlanma julkaistu päivitetty
        externer_inhalt externen_inhalt externe_inhalte redaktioneller_inhalt redaktionell_empfohlen
        drittplattformen einverstanden personenbezogene embed embedded external_content third-party
        contenu_externe contenuto_esterno contenido_externo eksternt_innhold maschinelle_übersetzung
        automatically_translated playlist browser javascript refresh reload""",
    "time": """
        ago yesterday_at today_at min mins minute minutes minute_read min_read hours_ago days_ago
        am pm gmt utc est edt pst cet cest january february march april june july august september
        october november december jan feb mar apr jun jul aug sep sept oct nov dec uhr januar
        februar märz mai juni juli oktober dezember vor_stunden vor_minuten lesezeit janvier
        février mars avril juin juillet août septembre octobre novembre décembre il_y heures enero
        febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre hace
        horas gennaio febbraio aprile maggio giugno luglio settembre ottobre novembre dicembre fa
        janeiro fevereiro março maio junho julho setembro outubro novembro dezembro há_horas
        januari februari maart mei augustus leestijd januari_kl timmar siden timer leden lutego
        marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
        stycznia ledna února března dubna května června července srpna září října listopadu
        prosince января февраля марта апреля мая июня июля августа сентября октября ноября
        декабря січня лютого березня квітня травня червня липня серпня вересня жовтня листопада
        грудня ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık tammikuuta
        monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch
        donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche
        lunes martes miércoles jueves viernes sábado domingo""",
    "function": """
        the a an and or but of to in on at by with from that which who was were is are be been has
        have had it its he she they his her their this these as not will would could than when
        while after before because said der die das den dem des und oder aber ein eine einer einem
        einen ist sind war waren hat haben wird werden wurde nicht auch auf mit für von bei nach
        aus dass sich er sie es wie als zum zur im am le la les des un une et ou mais de du au aux
        en dans par pour sur avec que qui est sont était ont a_été pas ne se ce cette il elle ils
        leur plus el los las y o pero del al una por con para que no es son fue han ha su sus lo
        como más sin sobre il lo gli i e di da dal della del nel nella con per che non è sono era
        hanno ha si come più anche um uma os as do da dos das no na nos nas com foi são não ao
        de_la het een van voor met dat die niet zijn is was heeft werd ook aan bij naar och att
        det som är var har inte till med för av på om ikke er til og å at være blev har_været i w
        na z do że się nie jest jak o po za od oraz a_také v se že je na s do pro i который и в на
        не что с по из к за от он она они было был это как его для та що не на з до за він вона
        ve bir bu da de ile için olarak ja on oli ei että dan di yang untuk dengan ini itu dari
        và của là có được trong cho với không""",
    "speech": """
        said says told added explained according statement spokesman spokesperson spokeswoman
        announced reported interview insisted sagte sagt erklärte teilte mitteilte betonte laut
        sprecher sprecherin zufolge berichtet dit affirmé déclaré expliqué selon indiqué
        porte-parole ajouté dijo afirmó explicó señaló aseguró según añadió declaró ha_detto
        secondo spiegato dichiarato aggiunto disse afirmou segundo explicou declarou zegt zei
        volgens woordvoerder säger sade enligt berättar sier ifølge siger fortæller powiedział
        poinformował dodał według uvedl řekl dodal podle сказал заявил сообщил отметил словам
        сообщает заявила сказала сказав повідомив зазначив dedi söyledi belirtti sanoo kertoo
        mukaan kata ujarnya menurut cho_biết""",
    "you": """
        you your you're you'll yours we us our i me my sie ihr ihre ihnen wir uns unser unsere
        unseren vous votre vos nous notre nos usted tú tu tus te nosotros nuestro nuestra voi tuo
        noi nostro nostra você seu sua nós nosso nossa u uw je jouw wij ons onze du dig din vi vår
        deg dere twój ty my nasz vy vás náš вы вас ваш мы нас наш ви ваш ми siz sizin biz anda
        kami kita bạn chúng_tôi""",
}

# For scripts without spaces.
DENSE_KINDS: dict[str, str] = {
    "share": "シェア|共有|ツイート|フォロー|分享|转发|關注|关注|공유|แชร์",
    "subscribe": "購読|有料会員|メルマガ|ニュースレター|订阅|訂閱|구독|สมัครสมาชิก",
    "account": "ログイン|会員登録|无料登録|登录|登入|注册|註冊|로그인|회원가입|เข้าสู่ระบบ",
    "comments": "コメント|返信|评论|評論|留言|댓글|ความคิดเห็น",
    "legal": "無断|転載|著作権|利用規約|個人情報|プライバシー|版权|版權|隐私|未经"
    "|무단|저작권|개인정보|สงวนลิขสิทธิ์",
    "related": "関連|おすすめ|ランキング|続きを読む|もっと見る|一覧"
    "|相关|相關|推荐|推薦|热门|更多|延伸閱讀"
    "|관련기사|추천|인기|더보기|ข่าวที่เกี่ยวข้อง|อ่านเพิ่มเติม",
    "ads": "広告|スポンサー|キャンペーン|广告|廣告|광고|โฆษณา",
    "media": "写真|画像|動画|撮影|提供|图片|圖片|视频|影片|摄|사진|영상|ภาพ",
    "trade": "記者|編集|ライター|记者|編輯|编辑|责编|기자|편집|ผู้สื่อข่าว",
    "contact": "お問い合わせ|アプリ|ダウンロード|联系|下载|客户端|문의|제보|앱",
    "site": "当サイト|このページ|記事をお|更新|本网|本站|来源|입력|수정",
    "time": "時間前|分前|年|月|日|小时前|時間|시간",
    "function": "は|を|が|の|に|的|了|在|은|는|을|를|이|의|ที่|และ",
    "speech": "述べ|語っ|話し|明らかに|によると|表示|称|指出|说|말했다|밝혔다|กล่าว",
}
