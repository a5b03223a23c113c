"""What people write for a date, and what is understood on Wednesday 25 November 2026 at 10:00 in Paris."""

from datetime import UTC, date, datetime

import pytest

from handlers.rules.dates import NeedsHour, NotADate, Past, Read, Reading, Unclear, read

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
ZONE = "Europe/Paris"

FRENCH = """
mardi 14h = 2026-12-01 14:00
Mardi 14 H = 2026-12-01 14:00
MARDI   À  14H00 = 2026-12-01 14:00
mardi à 14 h = 2026-12-01 14:00
mardi à 14 = 2026-12-01 14:00
mar. 14h = 2026-12-01 14:00
mardi vers 14h = 2026-12-01 14:00
mardi 9h30. = 2026-12-01 09:30
ce mardi à 14:30 = 2026-12-01 14:30
14h30 mardi = 2026-12-01 14:30
mardi, 14h30 min = 2026-12-01 14:30
mardi midi = 2026-12-01 12:00
mardi à midi et demi = 2026-12-01 12:30
mardi midi trente = 2026-12-01 12:30
mardi midi et quart = 2026-12-01 12:15
mardi quatorze heures trente = 2026-12-01 14:30
mardi quatorze heures et demie = 2026-12-01 14:30
mardi vingt-et-une heures = 2026-12-01 21:00
mardi dix-sept heures quarante-cinq = 2026-12-01 17:45
mardi quinze heures moins le quart = 2026-12-01 14:45
mardi 15h moins dix = 2026-12-01 14:50
mardi sept heures = 2026-12-01 07:00
mardi 8h du soir = 2026-12-01 20:00
mardi soir 8h = 2026-12-01 20:00
mardi 3 h de l’après-midi = 2026-12-01 15:00
mardi après midi à 2h = 2026-12-01 14:00
mardi matin 9h = 2026-12-01 09:00
mardi fin de matinée, 11h = 2026-12-01 11:00
mardi 2pm = 2026-12-01 14:00
mardi 24:00 = 2026-12-02 00:00
mardi 24h = 2026-12-02 00:00
mardi 0h30 = 2026-12-01 00:30
mardi minuit ? 2026-12-01 00:00 ; 2026-12-02 00:00
lundi prochain 9h = 2026-11-30 09:00
mercredi prochain 9h = 2026-12-02 09:00
mercredi 14h ? 2026-11-25 14:00 ; 2026-12-02 14:00
mercredi 9h = 2026-12-02 09:00
mardi en huit à 10h = 2026-12-08 10:00
mardi en 8 10h = 2026-12-08 10:00
mardi en quinze, 10h = 2026-12-15 10:00
lundi de la semaine prochaine 9h = 2026-11-30 09:00
jeudi semaine prochaine 9h = 2026-12-03 09:00
la semaine prochaine, jeudi 9h = 2026-12-03 09:00
samedi 12 juin 14h30 = 2027-06-12 14:30
samedi 12 juin à 14 h 30 = 2027-06-12 14:30
le samedi 12 juin 2027, 14 h 30 = 2027-06-12 14:30
jeudi 12 juin 14h30 ? 2027-06-12 14:30 ; 2027-06-10 14:30
lundi 12 juin 14h30 ? 2027-06-12 14:30 ; 2027-06-14 14:30
jeudi 26 novembre 9h = 2026-11-26 09:00
mardi 26 novembre 9h ? 2026-11-26 09:00 ; 2026-12-01 09:00
le 1er décembre à 9h = 2026-12-01 09:00
1 decembre 9h = 2026-12-01 09:00
le premier décembre à 9h = 2026-12-01 09:00
sept décembre à sept heures = 2026-12-07 07:00
le 7 sept. à 14h = 2027-09-07 14:00
le 3 févr 14h = 2027-02-03 14:00
3 août 2027 à 18 heures = 2027-08-03 18:00
12 juin 27 à 14h = 2027-06-12 14:00
le 12 décembre à partir de 18h = 2026-12-12 18:00
à 14h le 12 juin = 2027-06-12 14:00
14h 12 juin = 2027-06-12 14:00
25 novembre 14h = 2026-11-25 14:00
25 novembre 9h < 2026-11-25 09:00
24 novembre 9h = 2027-11-24 09:00
12/01 à 9h30 = 2027-01-12 09:30
12/01/27 14 h 30 = 2027-01-12 14:30
12/01/2027 14h30 = 2027-01-12 14:30
12-01-2027 14:30 = 2027-01-12 14:30
12.01.2027 14:30 = 2027-01-12 14:30
12.01 à 9h = 2027-01-12 09:00
03/04 10h = 2027-04-03 10:00
mardi 12/01 14h = 2027-01-12 14:00
lundi 12/01 14h ? 2027-01-12 14:00 ; 2027-01-11 14:00
14h le 12/01 = 2027-01-12 14:00
2026-12-01 14:30 = 2026-12-01 14:30
2026-12-01T14:30:00 = 2026-12-01 14:30
29/02 14h = 2028-02-29 14:00
12/06/2020 14h < 2020-06-12 14:00
12/06/2031 14h ? 2031-06-12 14:00
12 juin 2206 14h / no
demain 10h = 2026-11-26 10:00
demain matin à 10h = 2026-11-26 10:00
demain en fin d’après-midi, 17h = 2026-11-26 17:00
après-demain à midi = 2026-11-27 12:00
apres demain 12h = 2026-11-27 12:00
aujourd’hui 18h = 2026-11-25 18:00
aujourd'hui à 9h < 2026-11-25 09:00
ce soir 20h = 2026-11-25 20:00
ce soir à 8h = 2026-11-25 20:00
cet après-midi 15h = 2026-11-25 15:00
hier 14h < 2026-11-24 14:00
mardi dernier 14h < 2026-11-24 14:00
jeudi dernier à 9h30 < 2026-11-19 09:30
dans 3 jours à 18h = 2026-11-28 18:00
dans trois jours à 18h = 2026-11-28 18:00
dans 2 semaines 14h = 2026-12-09 14:00
dans une semaine, 14h = 2026-12-02 14:00
dans 3 mois à 14h = 2027-02-25 14:00
dans huit jours à 14h ? 2026-12-02 14:00 ; 2026-12-03 14:00
dans quinze jours à 14h ? 2026-12-09 14:00 ; 2026-12-10 14:00
le 15 à 14h = 2026-12-15 14:00
le 31 à 14h = 2026-12-31 14:00
le 1er à 14h = 2026-12-01 14:00
jeudi 26 à 9h = 2026-11-26 09:00
jeudi 27 à 9h ? 2026-11-27 09:00 ; 2026-11-26 09:00
le 1er jeudi du mois à 9h30 = 2026-12-03 09:30
le premier jeudi du mois prochain à 9h30 = 2026-12-03 09:30
le 4e jeudi du mois à 9h = 2026-11-26 09:00
le dernier vendredi du mois 14h = 2026-11-27 14:00
deuxième mardi de janvier 14h = 2027-01-12 14:00
1er lundi d’avril 27 à 10h = 2027-04-05 10:00
1er lundi d’avril 2027 10h = 2027-04-05 10:00
dimanche 28 mars 2027 2h30 = 2027-03-28 03:30
mardi : 2026-12-01
mardi en huit : 2026-12-08
mercredi : 2026-11-25 ; 2026-12-02
demain matin : 2026-11-26
demain fin de matinée : 2026-11-26
12/01 : 2027-01-12
le 15 : 2026-12-15
hier < 2026-11-24
jeudi dernier < 2026-11-19
mercredi dernier < 2026-11-18
12/06/2020 < 2020-06-12
fin de matinée / no
14h30 / no
14 / no
mardi 14h75 / no
mardi 14h5 / no
mardi 25h / no
mardi 140h / no
mardi 14h du matin / no
mardi de 14h à 16h / no
mardi 14h à la mairie / no
31/02 14h / no
le 32 à 14h / no
31 avril 14h / no
dans 3 heures / no
bientôt / no
mardi ou jeudi 14h / no
tous les jeudis à 14h / no
chaque mardi 9h30 / no
un jeudi sur deux 14h / no
le 1er jeudi de chaque mois à 9h30 / no
tous les 15 jours le lundi 10h / no
9-12 / no
😀 / no
"""

ENGLISH = """
Tuesday at 14:30 = 2026-12-01 14:30
next Tuesday 2pm = 2026-12-01 14:00
Tue 2 p.m. = 2026-12-01 14:00
this Tuesday at 9 = 2026-12-01 09:00
Tuesday 2:30 ? 2026-12-01 02:30 ; 2026-12-01 14:30
Tuesday 02:30 = 2026-12-01 02:30
Tuesday afternoon at 2:30 = 2026-12-01 14:30
Tuesday 3 o’clock in the afternoon = 2026-12-01 15:00
Tuesday 12 am = 2026-12-01 00:00
Tuesday 12 noon = 2026-12-01 12:00
Tuesday week at 10am = 2026-12-08 10:00
Thursday next week, 10:00 = 2026-12-03 10:00
12 June 2:30 pm = 2027-06-12 14:30
12 June 2.30pm = 2027-06-12 14:30
June 12th, 2027 at 9am = 2027-06-12 09:00
Jun 12 9am = 2027-06-12 09:00
Sept 12 at 14:00 = 2027-09-12 14:00
Mar 12 2pm = 2027-03-12 14:00
the 1st of December at noon = 2026-12-01 12:00
Saturday, June 12, 14:30 = 2027-06-12 14:30
Saturday 12 June 2027, 14:30 = 2027-06-12 14:30
tomorrow noon = 2026-11-26 12:00
the day after tomorrow at 10:00 = 2026-11-27 10:00
tonight at 8 = 2026-11-25 20:00
in 3 days at 6pm = 2026-11-28 18:00
in two weeks at 10am = 2026-12-09 10:00
in a week at 10am = 2026-12-02 10:00
the 15th at 2pm = 2026-12-15 14:00
first Thursday of the month 9:30 am = 2026-12-03 09:30
2nd Tuesday in December at 10am = 2026-12-08 10:00
last Friday of next month 10am = 2026-12-25 10:00
03/04 at 10:00 ? 2027-04-03 10:00 ; 2027-03-04 10:00
03/03 10am = 2027-03-03 10:00
25/12 at 10:00 = 2026-12-25 10:00
Thursday 03/04 10am = 2027-03-04 10:00
2026-12-01 14:30 = 2026-12-01 14:30
yesterday 10am < 2026-11-24 10:00
last Tuesday 10am < 2026-11-24 10:00
last Thursday < 2026-11-19
Tuesday : 2026-12-01
Tuesday 13pm / no
every Thursday 2pm / no
Thursdays 2pm / no
first Thursday of every month 9:30 am / no
Tuesday morning 14:00 / no
soon / no
"""


def _table(text: str, language: str) -> list[tuple[str, str]]:
    return [(language, line) for line in text.strip().splitlines()]


@pytest.mark.parametrize(("language", "line"), _table(FRENCH, "fr") + _table(ENGLISH, "en"))
def test_what_is_written_is_understood(language: str, line: str) -> None:
    phrase = max((line.rpartition(sign)[0] for sign in (" = ", " ? ", " : ", " < ", " / ")), key=len)
    assert _line(phrase, read(phrase, NOW, ZONE, language)) == line


def test_spaces_and_apostrophes_of_any_kind_are_the_same() -> None:
    typed = "jeudi\u00a026\u202fnovembre à\u20099\u00a0h\u00a030"
    assert read(typed, NOW, ZONE) == read("jeudi 26 novembre a 9h30", NOW, ZONE)
    assert read("aujourd’hui 18h", NOW, ZONE) == read("aujourd'hui 18h", NOW, ZONE)


def test_today_is_the_day_of_the_zone() -> None:
    late = datetime(2026, 11, 25, 22, tzinfo=UTC)
    assert _line("", read("demain 10h", late, ZONE)) == " = 2026-11-26 10:00"
    assert _line("", read("demain 10h", late, "Indian/Reunion")) == " = 2026-11-27 10:00"


def test_an_hour_completes_a_day_already_known() -> None:
    day = date(2026, 12, 8)
    answers = {text: _line("", read(text, NOW, ZONE, day=day)) for text in ("14h", "à midi", "demain 9h", "oui")}
    assert answers == {
        "14h": " = 2026-12-08 14:00",
        "à midi": " = 2026-12-08 12:00",
        "demain 9h": " = 2026-11-26 09:00",
        "oui": " / no",
    }


def test_a_page_is_no_date() -> None:
    assert read("mardi 14h " * 20, NOW, ZONE) == NotADate()


def _line(phrase: str, reading: Reading) -> str:
    match reading:
        case Read(wall):
            return f"{phrase} = {wall:%Y-%m-%d %H:%M}"
        case Unclear(candidates):
            return f"{phrase} ? " + " ; ".join(f"{wall:%Y-%m-%d %H:%M}" for wall in candidates)
        case NeedsHour(day, others):
            return f"{phrase} : " + " ; ".join(map(str, (day, *others)))
        case Past(datetime() as wall):
            return f"{phrase} < {wall:%Y-%m-%d %H:%M}"
        case Past(day):
            return f"{phrase} < {day}"
        case NotADate():
            return f"{phrase} / no"
