"""Words of page furniture and of running text in more languages, as in `line_words.KINDS`.

By language and kind. Scripts with marks above and below letters are written as they are typed.
"""

from __future__ import annotations

WORLD_WORDS: dict[str, dict[str, str]] = {
    "ar": {
        "share": "شاركها فيسبوك واتساب تلغرام تليجرام انستغرام تابعونا تابعنا نسخ_الرابط طباعة",
        "subscribe": "اشترك اشتركوا اشتراك الاشتراك النشرة نشرتنا البريدية بريدك إشعارات للاشتراك",
        "account": "تسجيل_الدخول سجل_الآن حسابك كلمة_المرور إنشاء_حساب",
        "comments": "تعليقات التعليقات أضف_تعليقا القراء",
        "legal": "جميع_الحقوق محفوظة الخصوصية سياسة_الخصوصية ملفات_تعريف",
        "related": "اقرأ اقرأ_أيضا اقرأ_أيضاً إقرأ للمزيد مواضيع ذات_صلة متعلقة"
        " الأكثر_قراءة شاهد_أيضا طالع آخر_الأخبار أخبار_ذات المقال_التالي وسوم"
        " كلمات_دلالية",
        "ads": "إعلانات الإعلانات برعاية عروض",
        "media": "صورة صور الصورة تصوير فيديو شاهد استمع بودكاست المصدر أرشيفية",
        "trade": "كاتب صحفي صحافي مراسل محرر بقلم",
        "contact": "اتصل_بنا تواصل_معنا التطبيق تحميل البريد_الإلكتروني من_نحن",
        "site": "هذا_المقال هذا_الخبر موقعنا تاريخ_النشر آخر_تحديث تحديث",
        "time": "منذ ساعة ساعات دقيقة دقائق دقيقة_قراءة يناير فبراير مارس أبريل مايو"
        " يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر الأحد الاثنين الثلاثاء"
        " الأربعاء الخميس الجمعة السبت",
        "function": "في من على إلى أن عن التي الذي هذا هذه كان كانت وقد قد لم لا ما بعد"
        " قبل مع بين كما وكان وفي ومن",
        "speech": "قال قالت وقال وقالت وأضاف أضاف أكد وأكد أوضح وأوضح صرح أعلن المتحدث بحسب وفقا",
        "you": "نحن لك لكم أنت معنا لدينا",
    },
    "fa": {
        "share": "اشتراک‌گذاری اشتراک گذاری به_اشتراک واتساپ توییتر فیس‌بوک دنبال_کنید کپی_لینک",
        "subscribe": "خبرنامه عضویت ایمیل_خود عضو_شوید",
        "account": "ثبت‌نام ثبت_نام حساب_کاربری رمز_عبور",
        "comments": "نظرات دیدگاه دیدگاه‌ها ارسال_نظر کاربران",
        "legal": "تمامی_حقوق حریم_خصوصی بازنشر",
        "related": "بیشتر_بخوانید بخوانید همچنین_بخوانید مطالب_مرتبط اخبار_مرتبط"
        " پربازدیدترین پربیننده‌ترین آخرین_اخبار مطلب_بعدی ادامه_مطلب برچسب‌ها"
        " برچسب کلیدواژه",
        "ads": "آگهی تبلیغ تبلیغات اسپانسر",
        "media": "عکس تصویر تصاویر ویدئو ویدیو فیلم پادکست منبع عکاس",
        "trade": "خبرنگار روزنامه‌نگار سردبیر تحریریه",
        "contact": "تماس_با درباره_ما اپلیکیشن ایمیل نشانی",
        "site": "این_خبر این_مطلب وب‌سایت کد_خبر تاریخ_انتشار به‌روزرسانی",
        "time": "پیش ساعت_پیش دقیقه ساعت فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان"
        " آذر دی بهمن اسفند شنبه یکشنبه دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه",
        "function": "و در به از که این را با است برای آن یک تا بر هم نیز شد شده بود می ها"
        " های کرد کرده خود",
        "speech": "گفت گفته افزود اظهار تاکید خاطرنشان به_گزارش سخنگوی اعلام",
        "you": "شما ما خود_را",
    },
    "ur": {
        "related": "مزید_پڑھیں متعلقہ_خبریں تازہ_ترین",
        "share": "شیئر_کریں شیئر فیس_بک",
        "media": "تصویر ویڈیو ذریعہ",
        "ads": "اشتہار",
        "comments": "تبصرے",
        "function": "کے کی میں ہے اور سے کو کا نے پر ہیں کہ یہ اس جو تھا",
        "speech": "کہا بتایا مطابق ترجمان",
    },
    "he": {
        "share": "שתף שתפו פייסבוק טוויטר וואטסאפ עקבו הדפסה",
        "subscribe": "הירשמו להרשמה ניוזלטר לניוזלטר מנוי מנויים להרשם עדכונים",
        "account": "התחברות התחבר הרשמה סיסמה",
        "comments": "תגובות הגב הגיבו להגיב טוקבקים",
        "legal": "כל_הזכויות שמורות פרטיות תנאי_שימוש",
        "related": "קראו_גם קרא_עוד קראו_עוד עוד_בנושא כתבות_נוספות הנקראות הנצפות"
        " לכתבה_המלאה תגיות עוד_בוואלה חדשות_נוספות אולי_יעניין",
        "ads": "פרסומת מודעה ממומן תוכן_שיווקי",
        "media": "צילום תמונה תמונות וידאו צפו האזינו פודקאסט",
        "trade": "כתבת כתבנו",
        "contact": "צור_קשר צרו_קשר אודות אפליקציה להורדת מייל טלפון",
        "site": "הכתבה עודכן פורסם",
        "time": "לפני שעות דקות ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר"
        " אוקטובר נובמבר דצמבר ראשון שני שלישי רביעי חמישי שישי שבת",
        "function": "של את על לא הוא היא זה עם כי גם או אך אם כל היה היו הם אל מה בין עד אחרי ולא",
        "speech": "אמר אמרה לדברי הוסיף מסר נמסר דובר הודיע טען",
        "you": "אתם אנחנו שלכם שלנו לכם",
    },
    "el": {
        "share": "κοινοποίηση κοινοποιήστε μοιραστείτε ακολουθήστε εκτύπωση",
        "subscribe": "εγγραφή εγγραφείτε συνδρομή συνδρομητές συνδρομητής ενημερωτικό_δελτίο",
        "account": "σύνδεση συνδεθείτε λογαριασμό κωδικός",
        "comments": "σχόλιο σχόλια σχολιάστε απαντήστε",
        "legal": "με_επιφύλαξη απορρήτου όροι_χρήσης όροι",
        "related": "διαβάστε διαβάστε_επίσης διαβάστε_ακόμα δείτε_επίσης δημοφιλή"
        " ειδήσεις_σήμερα τελευταία_νέα ετικέτες",
        "ads": "διαφήμιση χορηγούμενο προσφορές",
        "media": "φωτογραφία φωτογραφίες φωτό βίντεο πηγή εικόνα",
        "trade": "συντάκτης συντάκτρια δημοσιογράφος ρεπορτάζ",
        "contact": "επικοινωνία εφαρμογή κατεβάστε",
        "site": "το_άρθρο δημοσιεύτηκε δημοσιεύθηκε ενημερώθηκε",
        "time": "πριν ώρες λεπτά ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου"
        " ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου δευτέρα"
        " τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή",
        "function": "και το η ο του της των στο στη στην να που με για από τα οι τον την"
        " δεν είναι ότι θα σε ως ήταν",
        "speech": "είπε δήλωσε ανέφερε τόνισε σύμφωνα πρόσθεσε ανακοίνωσε εκπρόσωπος",
        "you": "σας μας εσείς εμείς",
    },
    "hi": {
        "share": "शेयर शेयर_करें साझा साझा_करें फेसबुक ट्विटर व्हाट्सऐप व्हाट्सएप फॉलो_करें फॉलो",
        "subscribe": "सब्सक्राइब सब्सक्राइब_करें न्यूजलेटर न्यूज़लेटर सदस्यता नोटिफिकेशन",
        "account": "लॉगिन लॉग_इन साइन_इन रजिस्टर पासवर्ड",
        "comments": "टिप्पणी टिप्पणियां कमेंट कमेंट्स जवाब_दें",
        "legal": "सर्वाधिकार कॉपीराइट गोपनीयता नियम_और",
        "related": "भी_पढ़ें पढ़ें और_पढ़ें संबंधित_खबरें ताजा_खबरें ट्रेंडिंग लोकप्रिय अगली_खबर टैग टैग्स",
        "ads": "विज्ञापन प्रायोजित ऑफर",
        "media": "फोटो तस्वीर वीडियो फाइल_फोटो स्रोत सौजन्य देखें सुनें",
        "trade": "संवाददाता लेखक ब्यूरो डेस्क संपादक",
        "contact": "ऐप डाउनलोड ईमेल हमारे_बारे",
        "site": "इस_खबर अपडेट प्रकाशित अपडेटेड",
        "time": "घंटे_पहले पहले मिनट जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर"
        " दिसंबर सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार",
        "function": "के का की में है और से को ने पर हैं कि यह इस भी नहीं तो एक था थे थी गया कर रहे हो लिए",
        "speech": "कहा बताया बोले अनुसार मुताबिक प्रवक्ता",
        "you": "आप आपके हम हमारे हमें अपने",
    },
    "bn": {
        "share": "শেয়ার_করুন",
        "subscribe": "সাবস্ক্রাইব নিউজলেটার গ্রাহক",
        "account": "লগইন নিবন্ধন",
        "comments": "মন্তব্য_করুন",
        "legal": "সর্বস্বত্ব স্বত্ব",
        "related": "আরও_পড়ুন আরো_পড়ুন সর্বাধিক_পঠিত",
        "ads": "বিজ্ঞাপন",
        "media": "ছবি ভিডিও সংগৃহীত সূত্র",
        "trade": "প্রতিবেদক",
        "contact": "অ্যাপ",
        "site": "আপডেট হালনাগাদ",
        "time": "ঘণ্টা মিনিট জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
        "function": "ও এই করে থেকে জন্য হয় না এবং তিনি তার এ কে যে করা হয়েছে সঙ্গে পর",
        "speech": "বলেন বলেছেন জানান জানিয়েছেন",
        "you": "আপনার আপনি আমরা আমাদের",
    },
    "ta": {
        "share": "பகிர பகிர்க பகிருங்கள் பேஸ்புக்",
        "subscribe": "செய்திமடல் சந்தா பதிவு_செய்யுங்கள்",
        "comments": "கருத்துகள் கருத்துக்கள்",
        "related": "மேலும்_படிக்க இதையும்_படிக்க தொடர்புடைய சமீபத்திய",
        "ads": "விளம்பரம்",
        "media": "படம் புகைப்படம் வீடியோ",
        "site": "வெளியிடப்பட்டது புதுப்பிக்கப்பட்டது",
        "trade": "செய்தியாளர் நிருபர்",
        "function": "மற்றும் இந்த ஒரு என்று என்ற அந்த அவர் இது உள்ள",
        "speech": "கூறினார் தெரிவித்தார் கூறியுள்ளார்",
        "you": "நீங்கள் உங்கள் நாங்கள் எங்கள்",
    },
    "vi": {
        "share": "sao_chép in_bài",
        "subscribe": "đăng_ký bản_tin nhận_tin",
        "account": "đăng_nhập tài_khoản mật_khẩu",
        "comments": "bình_luận gửi_bình",
        "legal": "bản_quyền điều_khoản",
        "related": "xem_thêm đọc_thêm tin_liên tin_khác đọc_nhiều từ_khóa cùng_chuyên",
        "ads": "quảng_cáo",
        "media": "ảnh video nguồn clip",
        "trade": "phóng_viên",
        "contact": "liên_hệ tải_về",
        "site": "cập_nhật bài_viết trang_web",
        "time": "giờ_trước phút_trước tháng ngày",
        "function": "và của là có được trong cho với không các một đã này những khi người"
        " đến từ về",
        "speech": "cho_biết nói_rằng nói ông_nói chia_sẻ khẳng_định",
        "you": "bạn chúng_tôi",
    },
    "id": {
        "share": "bagikan dibagikan salin_tautan salin_link ikuti_kami",
        "subscribe": "berlangganan langganan newsletter buletin",
        "account": "kata_sandi log_masuk",
        "comments": "komentar berkomentar ulasan",
        "legal": "hak_cipta dilindungi kebijakan_privasi hak_terpelihara",
        "related": "baca_juga baca_selengkapnya selengkapnya berita_terkait"
        " artikel_terkait terpopuler berita_lainnya simak_juga lihat_juga"
        " tonton_juga pilihan_editor berita_berkaitan",
        "ads": "sponsor advertensi",
        "media": "foto gambar video sumber",
        "trade": "editor reporter wartawan kontributor redaksi jurnalis",
        "contact": "hubungi_kami unduh tentang_kami",
        "site": "artikel_ini berita_ini diperbarui diterbitkan tayang dikemaskini",
        "time": "lalu jam_lalu menit menit_lalu januari februari maret april mei juni"
        " juli agustus september oktober november desember senin selasa rabu"
        " kamis jumat sabtu minggu wib",
        "function": "dan yang di untuk dengan ini itu dari pada ke tidak akan dalam"
        " adalah juga oleh karena saat bisa telah mereka ia para kepada",
        "speech": "kata ujar ujarnya katanya menurut tutur jelasnya mengatakan menyatakan",
        "you": "anda kami kita",
    },
    "tr": {
        "share": "paylaş paylaşın paylaşım takip_et takip_edin bağlantıyı_kopyala yazdır",
        "subscribe": "abone abone_ol abone_olun bülten bültenimize e-bülten bildirim",
        "account": "giriş_yap üye_ol üyelik kayıt_ol şifre",
        "comments": "yorumlar yorum_yap yanıtla cevapla yorumunuzu",
        "legal": "gizlilik hakları_saklıdır tüm_hakları saklıdır telif çerez çerezler kvkk",
        "related": "ilgili_haberler ilginizi_çekebilir diğer_haberler son_dakika"
        " son_haberler ayrıca_okuyun devamını_oku haberin_devamı çok_okunan"
        " çok_okunanlar önerilen etiketler sonraki_haber",
        "ads": "sponsorlu",
        "media": "fotoğraf foto görsel video izle dinle kaynak galeri",
        "trade": "muhabir editör haber_merkezi gazeteci köşe",
        "contact": "uygulamayı indir künye hakkımızda",
        "site": "bu_haber haberimiz sitemiz güncelleme güncellendi yayınlanma"
        " giriş_tarihi yayın_tarihi",
        "time": "önce saat_önce dakika dk ocak şubat mart nisan mayıs haziran temmuz"
        " ağustos eylül ekim kasım aralık pazartesi salı çarşamba perşembe cuma"
        " cumartesi pazar",
        "function": "ve bir bu da de için ile olarak olan gibi çok daha kadar ancak ise"
        " sonra değil göre ya en her",
        "speech": "dedi söyledi belirtti ifade_etti açıkladı kaydetti konuştu vurguladı",
        "you": "siz sizin biz bizim size",
    },
    "pl": {
        "share": "udostępnij udostępnij_na skopiuj_link obserwuj obserwuj_nas polub"
        " drukuj podziel_się wyślij",
        "subscribe": "subskrybuj prenumerata prenumeratę newsletter newslettera"
        " zapisz_się zapisz powiadomienia abonament dla_subskrybentów"
        " subskrybentów",
        "account": "zaloguj zaloguj_się załóż_konto zarejestruj logowanie",
        "comments": "komentarz komentarze komentarzy skomentuj dodaj_komentarz odpowiedz"
        " dyskusja forum",
        "legal": "wszelkie_prawa prawa_zastrzeżone zastrzeżone regulamin"
        " polityka_prywatności prywatności cookies",
        "related": "czytaj czytaj_też czytaj_także czytaj_również czytaj_dalej"
        " czytaj_więcej zobacz_także zobacz_również polecamy przeczytaj"
        " przeczytaj_także powiązane najnowsze najpopularniejsze"
        " najczęściej_czytane popularne następny_artykuł tagi więcej_na",
        "ads": "reklama reklamy sponsorowany sponsorowane materiał_sponsorowany promocja",
        "media": "fot zdjęcie zdjęcia galeria wideo obejrzyj posłuchaj podcast źródło",
        "trade": "redakcja redaktor dziennikarz dziennikarka autorka reporter oprac",
        "contact": "kontakt napisz_do pobierz aplikacja aplikację masz_temat skontaktuj",
        "site": "ten_artykuł serwis aktualizacja aktualizowano opublikowano publikacja"
        " data_publikacji",
        "time": "temu godz godzin minut dni_temu poniedziałek wtorek środa czwartek"
        " piątek sobota niedziela",
        "function": "i w na z do że się nie jest to o jak po za od oraz ale przez dla"
        " który która które był była ma przy także już tym tego jego",
        "speech": "powiedział powiedziała poinformował poinformowała dodał dodała mówi"
        " podkreślił podkreśla zaznaczył rzecznik według przekazał tłumaczy",
        "you": "ty twój twoje my nasz nasze nas cię państwo wam was",
    },
    "cs": {
        "share": "sdílet sdílejte sledujte tisknout kopírovat_odkaz zdieľať sledujte_nás",
        "subscribe": "předplatné předplatitele odebírat odběr newsletter predplatné"
        " predplatiteľ odoberať",
        "account": "přihlásit přihlášení registrovat registrace heslo prihlásiť registrácia",
        "comments": "komentář komentáře diskuse diskuze odpovědět diskusia komentáre",
        "legal": "všechna_práva vyhrazena ochrana_osobních podmínky_užití autorská práva_vyhradené",
        "related": "čtěte čtěte_také přečtěte přečtěte_si související podobné_články"
        " další_články nejčtenější doporučujeme zajímat více_zde čítajte"
        " čítajte_aj súvisiace prečítajte najčítanejšie ďalší_článok témata"
        " štítky",
        "ads": "reklama inzerce inzerát sponzorováno sponzorovaný komerční_sdělení",
        "media": "foto fotogalerie video zdroj přehrát poslechněte galerie snímek",
        "trade": "redakce redaktor redaktorka autorka novinář novinářka zpravodaj",
        "contact": "kontakt napište_nám stáhněte aplikaci o_nás",
        "site": "tento_článek aktualizováno publikováno vydáno",
        "time": "před hodinami minutami hodin minut pondělí úterý středa čtvrtek pátek"
        " sobota neděle pondelok utorok",
        "function": "a v na je se že to s z do o i pro jako ale by za po podle který"
        " která které byl byla jsou ve si však také už jeho aj sa pre ktorý",
        "speech": "řekl řekla uvedl uvedla dodal dodala podle vysvětlil mluvčí sdělil"
        " tvrdí povedal uviedol",
        "you": "vy vás vám váš náš naše my ty",
    },
    "uk": {
        "share": "поділитися поширити поширити_в підписуйтесь підписуйтеся стежте"
        " телеграм фейсбук друкувати копіювати",
        "subscribe": "підписатися підписка підпишіться передплата розсилка розсилку сповіщення",
        "account": "увійти реєстрація зареєструватися пароль",
        "comments": "коментар коментарі коментувати відповісти обговорення залишити_коментар",
        "legal": "права_захищені усі_права всі_права конфіденційності передрук",
        "related": "читайте_також читайте читати_далі дивіться_також дивіться пов'язані"
        " схожі популярне останні_новини новини_за більше_новин за_темою теги"
        " наступна раніше_повідомлялося матеріали_за",
        "ads": "реклама рекламний спонсор партнерський",
        "media": "фото відео джерело ілюстрація скріншот слухати подкаст",
        "trade": "авторка журналіст журналістка кореспондент редактор редакція",
        "contact": "контакти застосунок завантажити про_нас",
        "site": "ця_стаття сайту оновлено опубліковано",
        "time": "тому годин хвилин понеділок вівторок середа четвер п'ятниця субота неділя",
        "function": "і в у на що з до за це як та не від про для його але також був була"
        " були він вона які який під після через",
        "speech": "сказав сказала заявив заявила повідомив повідомила зазначив зазначила"
        " розповів розповіла словами додав",
        "you": "ви вас вам ваш ми нас наш",
    },
    "ru": {
        "share": "поделиться поделитесь подписывайтесь подписывайтесь_на вконтакте"
        " одноклассники телеграм скопировать_ссылку распечатать",
        "subscribe": "подписка подписаться подпишитесь рассылку рассылка уведомления"
        " для_подписчиков",
        "account": "войти вход регистрация зарегистрироваться авторизуйтесь пароль",
        "comments": "комментарии комментарий комментариев комментировать"
        " оставить_комментарий ответить обсудить",
        "legal": "все_права права_защищены защищены конфиденциальности перепечатка"
        " использование_материалов",
        "related": "читайте читайте_также читать_далее читать_также смотрите_также"
        " смотрите похожие популярное самое_читаемое последние_новости"
        " новости_по другие_новости материалы_по теги сюжет подробнее"
        " следующая ранее_сообщалось",
        "ads": "реклама рекламы рекламодатель спонсор партнёрский партнерский скидки",
        "media": "фото источник иллюстрация скриншот слушать подкаст смотреть",
        "trade": "журналист корреспондент редактор редакция обозреватель подготовил",
        "contact": "контакты приложение скачать о_нас редакции",
        "site": "эта_статья обновлено опубликовано",
        "time": "назад часов минут понедельник вторник среда четверг пятница суббота воскресенье",
        "function": "и в на не что с по из к за от он она они было был это как его для но"
        " также у о до после который которые так же",
        "speech": "сказал сказала заявил заявила сообщил сообщила отметил отметила"
        " рассказал рассказала словам добавил пояснил",
        "you": "вы вас вам ваш мы нас наш",
    },
    "south_slavic": {
        "share": "сподели споделете podijeli podeli podelite подели последвайте pratite",
        "subscribe": "абонирайте абонамент бюлетин pretplati pretplata naročite претплата",
        "account": "вход регистрация prijava prijavi prijavite registriraj",
        "comments": "коментар коментари komentar komentari komentirajte odgovori",
        "legal": "всички_права запазени sva_prava pridržana zadržana vse_pravice uvjeti",
        "related": "прочетете вижте_още pročitajte pročitajte_i pročitaj vezane_vijesti"
        " povezano najčitanije preberite preberite_tudi više_o прочитајте"
        " najnovije",
        "ads": "реклама oglas oglasi oglašavanje",
        "media": "снимка снимки видео foto snimka izvor video",
        "trade": "репортер novinar novinarka",
        "site": "публикувано обновено objavljeno ažurirano",
        "function": "и на в да за се от с че не по са към је у i u je da na se za su od što koji",
        "speech": "каза заяви съобщи rekao rekla kazao izjavio рекао dejal",
        "you": "вие нас ни vi vas vaš mi naš",
    },
    "ro": {
        "share": "distribuie distribuiți urmărește urmăriți-ne copiază_link",
        "subscribe": "abonează-te abonare abonament newsletter abonați-vă",
        "account": "autentificare conectare parolă înregistrare",
        "comments": "comentariu comentarii comentează",
        "legal": "drepturile_rezervate rezervate confidențialitate termeni",
        "related": "citește_și citește citiți_și vezi_și articole_similare recomandări"
        " ultimele_știri știri etichete",
        "ads": "publicitate reclamă sponsorizat",
        "media": "foto video sursa sursă imagine galerie",
        "trade": "redactor jurnalist redacția",
        "site": "actualizat acest_articol",
        "time": "acum ianuarie februarie martie aprilie mai iunie iulie august septembrie"
        " octombrie noiembrie decembrie",
        "function": "și în de la a cu pe din că nu este o un pentru care au fost mai sau"
        " prin al ale se",
        "speech": "a_declarat a_spus spune potrivit a_precizat a_adăugat",
        "you": "voi tu noi nostru dumneavoastră",
    },
    "hu": {
        "share": "megosztás megosztom megosztja oszd_meg kövess kövessen nyomtatás",
        "subscribe": "feliratkozás feliratkozom hírlevél előfizetés előfizetőknek iratkozzon",
        "account": "bejelentkezés regisztráció belépés jelszó",
        "comments": "hozzászólás hozzászólások komment kommentek",
        "legal": "minden_jog jog_fenntartva adatvédelem szerzői",
        "related": "olvassa_el olvasta_már kapcsolódó_cikkek ajánlott legolvasottabb"
        " legfrissebb további_hírek címkék bővebben",
        "ads": "hirdetés reklám támogatott",
        "media": "fotó kép képek videó forrás galéria",
        "trade": "szerző újságíró szerkesztő szerkesztőség tudósító",
        "site": "frissítve",
        "time": "órája perce január február március április május június július augusztus"
        " szeptember október november",
        "function": "a az és hogy nem is egy ez volt meg el de csak már ki mint még azt"
        " van vagy szerint",
        "speech": "mondta közölte elmondta szerint nyilatkozta hozzátette",
        "you": "ön önnek mi nekünk",
    },
    "baltic_finnic": {
        "share": "jaa jaa_artikkeli dalytis dalīties kopioi_linkki",
        "subscribe": "tilaajille uutiskirje telli uudiskiri prenumeruokite abonē",
        "account": "kirjaudu kirjaudu_sisään rekisteröidy logi_sisse prisijungti pieslēgties",
        "comments": "kommentti kommentit kommentoi kommentaarid komentarai komentāri",
        "legal": "kaikki_oikeudet tietosuoja õigused visos_teisės",
        "related": "lue_myös lue_lisää luetuimmat uusimmat katso_myös loe_ka loe_lisaks"
        " skaitykite_taip lasi_arī lisää_aiheesta suosituimmat aiheet",
        "ads": "mainos mainokset reklaam reklama reklāma kaupallinen_yhteistyö",
        "media": "kuva kuvat video foto nuotrauka kuuntele katso",
        "trade": "toimitus kirjoittaja ajakirjanik žurnalistas",
        "site": "päivitetty avaldatud uuendatud paskelbta",
        "time": "sitten tuntia minuuttia maanantai tiistai keskiviikko torstai perjantai"
        " lauantai sunnuntai",
        "function": "ja on oli ei että se hän mutta myös kun ovat sekä tai mukaan et ka"
        " kas ir yra kad un",
        "speech": "sanoo sanoi kertoo kertoi toteaa mukaan ütles sakė pasak teica",
        "you": "te sinä me meidän teie",
    },
    "nl": {
        "share": "deel_dit deel_via volg_ons kopieer_link tweet",
        "subscribe": "abonneer abonnee abonnees abonnement nieuwsbrief nieuwsbrieven"
        " aanmelden meld_je schrijf_je",
        "account": "inloggen log_in registreren wachtwoord account_aan",
        "comments": "reacties reageer reageren plaats_reactie",
        "legal": "alle_rechten rechten_voorbehouden auteursrecht privacybeleid",
        "related": "lees_ook lees_verder lees_meer bekijk_ook gerelateerd gerelateerde"
        " meest_gelezen net_binnen ook_interessant volgende_artikel aanbevolen"
        " trefwoorden",
        "ads": "advertentie gesponsord aanbieding korting partnerbijdrage",
        "media": "foto foto's beeld video bekijk luister podcast bron",
        "trade": "redactie redacteur verslaggever journalist correspondent auteur",
        "contact": "tip_de stuur_een",
        "site": "dit_artikel deze_pagina bijgewerkt laatst_bijgewerkt",
        "time": "geleden uur minuten leestijd maandag dinsdag woensdag donderdag vrijdag"
        " zaterdag zondag",
        "function": "de het een en van in op te dat die is voor met niet zijn was aan er"
        " om ook als bij door maar naar heeft hij ze worden werd nog",
        "speech": "zegt zei volgens aldus woordvoerder laat_weten vertelt meldt stelt",
        "you": "u je jij jouw wij we ons onze",
    },
    "nordic": {
        "share": "dela_artikeln del_artikkelen del_artiklen kopiera_länk følg_oss følg_os"
        " följ_oss skriv_ut",
        "subscribe": "prenumerera prenumerant abonner abonnement abonnent nyhetsbrev"
        " nyhedsbrev bli_abonnent tilmeld_dig for_abonnenter låst_artikel",
        "account": "logga_in logg_inn log_ind skapa_konto opprett_konto opret_konto"
        " lösenord passord",
        "comments": "kommentera kommentar kommentarfeltet",
        "legal": "rättigheter upphovsrätt personvern vilkår cookies privatlivspolitik",
        "related": "läs_också läs_även läs_mer les_også les_mer læs_også læs_mere se_även"
        " se_også mer_om mere_om mest_läst mest_lest mest_læst relaterat"
        " relaterte siste_nytt seneste_nyt flere_artikler nästa_artikel ämnen"
        " emner",
        "ads": "annons annonse annonsørinnhold sponset sponsrat reklame erbjudande",
        "media": "foto bild bilder billede video lyssna lytt se_video kilde källa arkivfoto",
        "trade": "journalist reporter redaktör redaktør redaksjonen redaktionen skribent",
        "contact": "kontakta_oss kontakt_oss tipsa tips_oss appen ladda_ner last_ned",
        "site": "denna_artikel uppdaterad publicerad oppdatert publisert opdateret publiceret",
        "time": "sedan siden timmar timer minuter minutter måndag tisdag onsdag torsdag"
        " fredag lördag söndag mandag tirsdag",
        "function": "och att det som en på är av för den till med om har de inte ett men"
        " var jag så från kan og å er for ikke til at han fra blir",
        "speech": "säger sade enligt berättar menar sier ifølge forteller siger fortæller"
        " oplyser uttalar opplyser",
        "you": "du dig din vi oss vår deg dere os",
    },
    "sw": {
        "share": "shiriki sambaza fuata",
        "related": "soma_zaidi soma_pia habari_zaidi",
        "media": "picha chanzo",
        "ads": "tangazo",
        "comments": "maoni",
        "function": "na ya wa kwa ni katika za la kuwa hiyo huo lakini pia kama",
        "speech": "alisema amesema anasema kwa_mujibu",
    },
}

# For scripts without spaces, as in `line_words.DENSE_KINDS`.
WORLD_DENSE: dict[str, str] = {
    "share": "リンクをコピー|ポストする|ブックマーク|分享到|点赞|點讚|微博|微信|扫码"
    "|掃碼|复制链接|複製連結|카카오톡|페이스북|트위터|주소복사|글자크기"
    "|공유하기|북마크|คัดลอกลิงก์|ติดตามเรา|ทวิตเตอร์|เฟซบุ๊ก",
    "subscribe": "会員限定|無料会員|お試し|定期購読|登録はこちら|付费|會員|订阅号"
    "|公众号|電子報|구독하기|뉴스레터|알림받기|จดหมายข่าว|รับข่าวสาร",
    "account": "サインイン|パスワード|忘记密码|帐号|賬號|아이디|비밀번호|สมัครสมาชิก",
    "comments": "コメントを書く|口コミ|いいね|网友评论|網友|发表评论|跟帖|点评|댓글쓰기"
    "|답글|แสดงความคิดเห็น|ตอบกลับ",
    "legal": "無断転載|すべての権利|版权所有|未经授权|不得转载|转载请|轉載|免责|免責"
    "|法律声明|재배포|무단전재|저작권자|ลิขสิทธิ์|ห้ามคัดลอก",
    "related": "関連記事|関連ニュース|あわせて読む|あわせて読みたい|人気記事|新着"
    "|次の記事|前の記事|こちらも|タグ|相关阅读|相关新闻|延伸阅读|推荐阅读"
    "|猜你喜欢|上一篇|下一篇|熱門|更多新聞|精選|标签|關鍵字|责任推荐"
    "|관련뉴스|많이 본|추천기사|주요뉴스|이 시각|함께 보면|다음 기사"
    "|이전 기사|태그|อ่านต่อ|อ่านข่าว|ข่าวล่าสุด|แท็ก|ยอดนิยม",
    "ads": "スポンサーリンク|PR記事|優惠|推廣|赞助|贊助|협찬|제휴|สปอนเซอร์|โปรโมชั่น",
    "media": "写真：|写真提供|撮影：|映像|出典|資料写真|供图|資料圖|资料图|圖：|图："
    "|摄影|攝影|来源：|來源：|出处|사진=|사진제공|자료사진|출처|동영상|ภาพจาก"
    "|ที่มา|คลิป",
    "trade": "取材・文|文責|著者|執筆|プロフィール|编辑：|責任編輯|责任编辑|作者："
    "|記者：|实习生|通讯员|특파원|선임기자|인턴기자|ผู้เขียน|บรรณาธิการ",
    "contact": "メールアドレス|電話番号|アプリで|ダウンロードは|下载客户端|扫描二维码"
    "|二维码|热线|爆料|제보하기|이메일|앱 다운|ดาวน์โหลด",
    "site": "この記事を|公開日|更新日|最終更新|本サイト|本文来自|发布时间|發布時間"
    "|更新时间|更新時間|浏览|瀏覽|기사입력|최종수정|업데이트|เผยแพร่|อัปเดต",
    "function": "です|ます|した|から|まで|では|という|これ|その|和|与|為|为|这|這|那|也"
    "|都|就|에서|으로|했다|한다|있다|ของ|ใน|เป็น|ได้|ว่า",
    "speech": "と述べた|と話した|と語った|発表した|コメントした|表示，|說|認為|认为"
    "|强调|強調|라고 말|고 밝혔|설명했|강조했|ระบุว่า|กล่าวว่า",
    "you": "あなた|皆さん|当社|弊社|您|我们|我們|你|저희|여러분|당신|คุณ|เรา",
}
