"""What due dates are said with in nine languages, each word with the English the grammar reads. Accents are optional.

A line is `English: word, word, several words`; an empty English leaves the word out. Only words that mean one thing in
a due date are here: German "vor" is missing because it is "before" and "ago".
"""

from __future__ import annotations

WRITTEN_WITHOUT_SPACES = frozenset({"zh", "ja"})

_SPANISH = """
: el, la, los, las, a
of: de, del
by: para, hasta
before: antes de, antes del
in: en, dentro de
today: hoy
tomorrow: mañana
day after tomorrow: pasado mañana
monday: lunes, lun
tuesday: martes, mar
wednesday: miércoles, mié
thursday: jueves, jue
friday: viernes, vie
saturday: sábado, sáb
sunday: domingo, dom
january: enero, ene
february: febrero, feb
march: marzo
april: abril, abr
may: mayo
june: junio, jun
july: julio, jul
august: agosto, ago
september: septiembre, setiembre, sept, sep
october: octubre, oct
november: noviembre, nov
december: diciembre, dic
this: este, esta
next: próximo, próxima, siguiente, que viene
weekend: fin de semana
end: fin, final, finales
mid: mediados
start: principio, principios, comienzos
week: semana
weeks: semanas
month: mes
months: meses
quarter: trimestre
year: año
years: años
day: día
days: días
business days: días hábiles, días laborables
1: un, una, uno
2: dos
3: tres
4: cuatro
5: cinco
6: seis
10: diez
yesterday: ayer
"""

_FRENCH = """
: le, la, les, l
of: de, du, d, des
by: pour, d'ici, d'ici à, d'ici le, jusqu'à, jusqu'au
before: avant
in: dans, en
today: aujourd'hui
tomorrow: demain
day after tomorrow: après-demain, après demain
monday: lundi, lun
tuesday: mardi, mar
wednesday: mercredi, mer
thursday: jeudi, jeu
friday: vendredi, ven
saturday: samedi, sam
sunday: dimanche, dim
january: janvier, janv
february: février, févr, fév
march: mars
april: avril, avr
may: mai
june: juin
july: juillet, juil
august: août
september: septembre, sept
october: octobre, oct
november: novembre, nov
december: décembre, déc
this: ce, cette, cet
next: prochain, prochaine
weekend: week-end, week end, weekend
end: fin, à la fin
mid: mi
start: début
week: semaine
weeks: semaines
month: mois
quarter: trimestre
year: année, an
years: ans
day: jour
days: jours
business days: jours ouvrés, jours ouvrables
1: un, une
1st: 1er
2: deux
3: trois
4: quatre
5: cinq
6: six
10: dix
yesterday: hier
"""

_GERMAN = """
: der, die, das, dem, den, am
of: des, vom
by: bis, bis zum
in: in, im
today: heute
tomorrow: morgen
day after tomorrow: übermorgen, uebermorgen
monday: montag, mo
tuesday: dienstag, di
wednesday: mittwoch, mi
thursday: donnerstag, do
friday: freitag, fr
saturday: samstag, sonnabend, sa
sunday: sonntag
january: januar, jänner, jan
february: februar, feb
march: märz, maerz, mär
april: april, apr
may: mai
june: juni, jun
july: juli, jul
august: august, aug
september: september, sept, sep
october: oktober, okt
november: november, nov
december: dezember, dez
this: diesen, dieser, dieses, diese, diesem, kommenden, kommende
next: nächsten, nächste, nächster, nächstes, naechsten, naechste, naechster
weekend: wochenende
end: ende
mid: mitte
start: anfang
end of the month: monatsende
end of the quarter: quartalsende
end of the year: jahresende
week: woche
weeks: wochen
month: monat, monats
months: monate, monaten
quarter: quartal, quartals
year: jahr, jahres
years: jahre, jahren
day: tag
days: tage, tagen
business days: arbeitstage, arbeitstagen, werktage, werktagen
1: ein, eine, einem, einer
2: zwei
3: drei
4: vier
5: fünf, fuenf
6: sechs
10: zehn
yesterday: gestern
"""

_ITALIAN = """
: il, lo, la, i, le, l
of: di, del, della, dell
by: entro, per
before: prima di, prima del, prima della
in: tra, fra, in
today: oggi
tomorrow: domani
day after tomorrow: dopodomani, dopo domani
monday: lunedì, lun
tuesday: martedì, mar
wednesday: mercoledì, mer
thursday: giovedì, gio
friday: venerdì, ven
saturday: sabato, sab
sunday: domenica, dom
january: gennaio, gen
february: febbraio, feb
march: marzo
april: aprile, apr
may: maggio, mag
june: giugno, giu
july: luglio, lug
august: agosto, ago
september: settembre, sett
october: ottobre, ott
november: novembre, nov
december: dicembre, dic
this: questo, questa
next: prossimo, prossima
weekend: fine settimana, weekend
end: fine
mid: metà
start: inizio
week: settimana
weeks: settimane
month: mese
months: mesi
quarter: trimestre
year: anno
years: anni
day: giorno
days: giorni
business days: giorni lavorativi
1: un, una, uno
2: due
3: tre
4: quattro
5: cinque
6: sei
10: dieci
yesterday: ieri
"""

_PORTUGUESE = """
: o, a, os, as
of: de, do, da
by: até, para
before: antes de, antes do, antes da
in: em, daqui a, dentro de
on: na, no
today: hoje
tomorrow: amanhã
day after tomorrow: depois de amanhã
monday: segunda-feira, segunda feira, segunda
tuesday: terça-feira, terça feira, terça
wednesday: quarta-feira, quarta feira, quarta
thursday: quinta-feira, quinta feira, quinta
friday: sexta-feira, sexta feira, sexta
saturday: sábado
sunday: domingo
january: janeiro, jan
february: fevereiro, fev
march: março
april: abril, abr
may: maio
june: junho, jun
july: julho, jul
august: agosto, ago
september: setembro
october: outubro, out
november: novembro, nov
december: dezembro, dez
this: este, esta, deste, desta
next: próximo, próxima, que vem
weekend: fim de semana
end: fim, final
mid: meados
start: início
week: semana
weeks: semanas
month: mês
months: meses
quarter: trimestre
year: ano
years: anos
day: dia
days: dias
business days: dias úteis
1: um, uma
2: dois, duas
3: três
4: quatro
5: cinco
6: seis
yesterday: ontem
"""

_RUSSIAN = """
: в, во, на
by: до, к
in: через
today: сегодня
tomorrow: завтра
day after tomorrow: послезавтра
monday: понедельник, понедельника, понедельнику, пн
tuesday: вторник, вторника, вторнику, вт
wednesday: среда, среду, среды, среде, ср
thursday: четверг, четверга, четвергу, чт
friday: пятница, пятницу, пятницы, пятнице, пт
saturday: суббота, субботу, субботы, субботе, сб
sunday: воскресенье, воскресенья, воскресенью, вс
january: январь, января
february: февраль, февраля
march: март, марта
april: апрель, апреля
may: май, мая
june: июнь, июня
july: июль, июля
august: август, августа
september: сентябрь, сентября
october: октябрь, октября
november: ноябрь, ноября
december: декабрь, декабря
this: эта, эту, этой, этот, этого
next: следующая, следующую, следующей, следующий, следующего, следующем
end: конец, конца, концу, конце
mid: середина, середины, середине
start: начало, начала, начале
in 1 week: через неделю
in 1 month: через месяц
week: неделя, неделе, недели, неделю
weeks: недель
month: месяц, месяца, месяце
months: месяцев
quarter: квартал, квартала
year: год, года
day: день, дня
days: дней
business days: рабочих дней, рабочих дня
2: два, две
3: три
4: четыре
5: пять
10: десять
yesterday: вчера
"""

_CHINESE = """
: 在, 的
by: 到
today: 今天, 今日
tomorrow: 明天, 明日
day after tomorrow: 后天, 後天
monday: 周一, 星期一, 礼拜一, 週一, 禮拜一
tuesday: 周二, 星期二, 礼拜二, 週二, 禮拜二
wednesday: 周三, 星期三, 礼拜三, 週三, 禮拜三
thursday: 周四, 星期四, 礼拜四, 週四, 禮拜四
friday: 周五, 星期五, 礼拜五, 週五, 禮拜五
saturday: 周六, 星期六, 礼拜六, 週六, 禮拜六
sunday: 周日, 星期日, 星期天, 礼拜天, 週日, 禮拜天
this week: 本周, 这周, 本週, 這週, 这个星期
next week: 下周, 下个星期, 下週, 下個星期
this week monday: 本周一, 这周一, 本週一, 這週一
this week tuesday: 本周二, 这周二, 本週二, 這週二
this week wednesday: 本周三, 这周三, 本週三, 這週三
this week thursday: 本周四, 这周四, 本週四, 這週四
this week friday: 本周五, 这周五, 本週五, 這週五
next week monday: 下周一, 下星期一, 下週一
next week tuesday: 下周二, 下星期二, 下週二
next week wednesday: 下周三, 下星期三, 下週三
next week thursday: 下周四, 下星期四, 下週四
next week friday: 下周五, 下星期五, 下週五
end of the month: 月底, 本月底, 这个月底, 月末
end of next month: 下月底, 下个月底, 下個月底
end of the week: 本周末, 这周末
weekend: 周末, 週末
end of the year: 年底
end of the quarter: 季度末, 本季度末
next month: 下个月, 下月, 下個月
weeks from now: 周后, 个星期后, 週後, 星期后
days from now: 天后, 天後
months from now: 个月后, 個月後
business days from now: 个工作日后, 個工作日後
1: 一
2: 两, 二, 兩
3: 三
4: 四
5: 五
6: 六
10: 十
yesterday: 昨天
"""

_JAPANESE = """
: の, に, まで, までに, は
today: 今日, 本日
tomorrow: 明日, あした
day after tomorrow: 明後日, あさって
monday: 月曜日, 月曜
tuesday: 火曜日, 火曜
wednesday: 水曜日, 水曜
thursday: 木曜日, 木曜
friday: 金曜日, 金曜
saturday: 土曜日, 土曜
sunday: 日曜日, 日曜
this week: 今週
next week: 来週
end of the week: 今週末
weekend: 週末
end of next week: 来週末
end of the month: 月末, 今月末
end of next month: 来月末
next month: 来月
end of the year: 年末
end of the quarter: 四半期末
weeks from now: 週間後
days from now: 日後
months from now: か月後, ヶ月後, カ月後
business days from now: 営業日後
1: 一
2: 二
3: 三
yesterday: 昨日
"""

_POLISH = """
: w, we
by: do, na
before: przed
in: za
today: dziś, dzisiaj
tomorrow: jutro, jutra
day after tomorrow: pojutrze
monday: poniedziałek, poniedziałku, pon
tuesday: wtorek, wtorku
wednesday: środa, środę, środy
thursday: czwartek, czwartku
friday: piątek, piątku
saturday: sobota, sobotę, soboty
sunday: niedziela, niedzielę, niedzieli
january: stycznia, styczeń
february: lutego, luty
march: marca, marzec
april: kwietnia, kwiecień
may: maja, maj
june: czerwca, czerwiec
july: lipca, lipiec
august: sierpnia, sierpień
september: września, wrzesień
october: października, październik
november: listopada, listopad
december: grudnia, grudzień
this: ten, ta, tę, tego, tym
next: następny, następna, następną, następnego, następnym, przyszły, przyszłym, przyszłego
end: koniec, końca
mid: połowa, połowy
start: początek, początku
in 1 week: za tydzień
in 1 month: za miesiąc
week: tydzień, tygodnia, tygodniu
weeks: tygodnie, tygodni
month: miesiąc, miesiąca, miesiącu
months: miesiące, miesięcy
quarter: kwartał, kwartału
year: rok, roku
day: dzień
days: dni
business days: dni roboczych, dni robocze
2: dwa
3: trzy
4: cztery
5: pięć
10: dziesięć
yesterday: wczoraj
"""

WORDS = {
    "es": _SPANISH,
    "fr": _FRENCH,
    "de": _GERMAN,
    "it": _ITALIAN,
    "pt": _PORTUGUESE,
    "ru": _RUSSIAN,
    "zh": _CHINESE,
    "ja": _JAPANESE,
    "pl": _POLISH,
}
