"""Made-up customers, as mixed as a real file: Polish, German, Cyrillic and Chinese names, the same for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from oclient_tui.domain.customers import Customer
from oclient_tui.domain.ids import EPOCH_MS, IdMaker
from oclient_tui.domain.text import fold

_YEAR_MS = 365 * 24 * 3600 * 1000


@dataclass(frozen=True)
class Country:
    """Names of one country; the earlier a name stands, the more people have it."""

    code: str
    dial: str
    first: tuple[str, ...]
    stems: tuple[str, ...]
    endings: tuple[str, ...]
    cities: tuple[str, ...]
    streets: tuple[str, ...]
    firms: tuple[str, ...]


_POLAND = Country(
    "PL",
    "+48",
    tuple(
        "Anna Piotr Maria Krzysztof Katarzyna Andrzej Małgorzata Tomasz Agnieszka Paweł Barbara Jan Ewa Michał Krystyna"
        " Marcin Magdalena Jakub Elżbieta Adam Joanna Łukasz Zofia Marek Aleksandra Grzegorz Monika Mateusz Teresa"
        " Wojciech Danuta Mariusz Natalia Dariusz Karolina Zbigniew Julia Maciej Jadwiga Rafał Beata Robert Dorota"
        " Kamil Halina Jacek Irena Dawid Jolanta Szymon Alicja Tadeusz Wiktoria Sławomir Bożena Żaneta Święcisław Łucja"
        .split()
    ),
    tuple(
        "Kowal Wiśniew Wójcik Kamiń Lewandow Zieliń Szymań Woźniak Dąbrow Kozłow Mazur Jankow Kwiatkow Krawczyk Kaczmar"
        " Piotrow Grabow Pawłow Michal Król Wieczorek Jabłoń Wróbel Nowak Majew Olszew Stępień Malinow Jawor Adamczyk"
        " Dudek Nowic Pawlak Górs Sikora Walczak Rutkow Baran Szewczyk Ostrow Tomaszew Pietrzak Zalew Wróblew Marciniak"
        " Jasiń Zawadz Bąk Sadow Duda Włodarczyk Chmielew Borkow Sokołow Szczepań Sawic Kucharz Lis Maciejew Żółkiew"
        .split()
    ),
    ("ski", "ska", "", "owicz", "czyk", "iak", "ecki"),
    tuple(
        "Warszawa Kraków Łódź Wrocław Poznań Gdańsk Szczecin Bydgoszcz Lublin Białystok Katowice Gdynia Częstochowa"
        " Radom Rzeszów Toruń Sosnowiec Kielce Gliwice Olsztyn Zabrze Tychy Opole Elbląg Płock Żory Świdnica".split()
    ),
    ("Polna", "Leśna", "Słoneczna", "Krótka", "Szkolna", "Ogrodowa", "Lipowa", "Łąkowa", "Żwirki i Wigury"),
    ("Sp. z o.o.", "S.A.", "Spółka Jawna", "Usługi"),
)
_GERMANY = Country(
    "DE",
    "+49",
    tuple(
        "Peter Maria Michael Ursula Thomas Monika Wolfgang Petra Klaus Elisabeth Jürgen Sabine Günter Renate Stefan"
        " Karin Andreas Brigitte Werner Ingrid Hans Susanne Uwe Andrea Jörg Björn Käthe Sören Jens Anke Lukas Leonie"
        .split()
    ),
    tuple(
        "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein"
        " Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Lehmann"
        " Köhler Maier Huber Kaiser Fuchs Peters Scholz Möller Weiß Jung Hahn Vogel Jäger Großmann Straßer".split()
    ),
    ("", "", "", "mann", "berg", "stein"),
    tuple(
        "Berlin Hamburg München Köln Frankfurt Stuttgart Düsseldorf Leipzig Dortmund Essen Bremen Dresden Nürnberg"
        " Görlitz Würzburg".split()
    ),
    ("Hauptstraße", "Schulstraße", "Gartenweg", "Bahnhofstraße", "Dorfstraße", "Bergstraße"),
    ("GmbH", "AG", "KG", "e.K."),
)
_UKRAINE = Country(
    "UA",
    "+380",
    tuple(
        "Олександр Олена Сергій Тетяна Андрій Наталія Володимир Ірина Дмитро Оксана Іван Юлія Микола Світлана Юрій"
        " Катерина Богдан Марія Тарас Галина".split()
    ),
    tuple(
        "Шевчен Ковален Бондарен Ткачен Кравчен Олійник Мельник Шевчук Поліщук Бойко Коваль Лисенко Савченко Руденко"
        " Мороз Павленко Іванов Петров Сидорен Захаров".split()
    ),
    ("ко", "", "ська", "ський", "енко"),
    ("Київ", "Харків", "Одеса", "Дніпро", "Львів", "Запоріжжя", "Луцьк", "Тернопіль"),
    ("вулиця Шевченка", "вулиця Франка", "вулиця Лесі Українки", "проспект Миру"),
    ("ТОВ", "ФОП", "ПП"),
)
_CHINA = Country(
    "CN",
    "+86",
    tuple("伟 芳 娜 秀英 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀兰 霞 平 刚 桂英 建国 晓明 雪梅 志强 海燕".split()),
    tuple("王 李 张 刘 陈 杨 黄 赵 周 吴 徐 孙 朱 马 胡 郭 林 何 高 梁 欧阳 司马".split()),
    ("",),
    ("北京", "上海", "广州", "深圳", "成都", "杭州", "武汉", "西安", "南京", "重庆"),
    ("人民路", "中山路", "解放路", "建设路"),
    ("有限公司", "股份公司"),
)
_SHARES = ((_POLAND, 50), (_GERMANY, 25), (_UKRAINE, 15), (_CHINA, 10))
_TRADES = tuple(
    "Bud Trans Auto Agro Med Eko Tech Foto Dom Elektro Mebel Druk Galant Optyk Piek Kwiat Serwis Projekt Handel Inter"
    .split()
)
_HOSTS = ("poczta.example", "mail.example", "post.example", "firma.example", "biuro.example", "wolna.example.org")
_LATIN = {code: sign for code, sign in zip(map(ord, "абвгдезиійклмнопрстуфхцчшщьюяєї'"), "abvhdezyijklmnoprstufhccss uayi", strict=False)}


def customers(count: int, seed: int, author: int, list_started: int) -> Iterator[Customer]:
    """Return `count` customers, added one after another over three years."""
    chance = random.Random(seed)  # noqa: S311 - a data set, not a secret
    step = 3 * _YEAR_MS // max(count, 1)
    now = list_started
    ids = IdMaker(lambda: now, chance.randrange)
    countries, weights = zip(*_SHARES, strict=True)
    for country in chance.choices(countries, weights, k=count):
        now += step
        yield _customer(chance, country, ids.next(), author, now)
