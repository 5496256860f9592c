"""Every setting with what it takes and what it refuses (O42): typed, and what is then shown."""

from collections.abc import Mapping

LONG = "x" * 201
SWITCH = ({"ON": "on", " off ": "off", "on": "on", "": "off"}, ("yes", "1", "true", "onn"))
ADDRESS = (
    {"Ola@Example.com": "Ola@example.com", " a@b.pl ": "a@b.pl", "": ""},
    ("ola", "a@", "a b@c.pl", "a@b.pl, c@d.pl", "a@b.pl\r\nBcc: x@y.pl z"),
)
LINE = ({"Ala": "Ala", "a\tb\r\nc": "a b c", "\u202ex": "x", "": ""}, (LONG,))
POLICY = ({"resend": "resend", "Leave": "leave", "": "leave"}, ("drop", "on"))
LIMIT = ({"1": "1", "0060": "60", "": ""}, ("0", "-1", "1.5", "many", "٣", "9" * 12))

TABLE: Mapping[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
    "name": ({" Meble\tWawel ": "Meble Wawel", "x" * 80: "x" * 80}, ("", " ", "x" * 81)),
    "assigned_only": ({"ON": "on", " off ": "off"}, ("", "yes", "1", "true")),
    "region": ({"de": "DE", "PL": "PL"}, ("", "ZZ", "POL", "P1", "48")),
    "language": ({"EN": "en", "pl": "pl"}, ("", "fr", "english")),
    "currency": ({"eur": "EUR", "PLN": "PLN"}, ("", "ABC", "zł", "EURO", "XXX")),
    "timezone": (
        {"europe/warsaw": "Europe/Warsaw", "America/New York": "America/New_York", "UTC": "UTC"},
        ("", "Mars", "+01:00", "../etc/passwd", "/etc/localtime", "posix/UTC"),
    ),
    "undo.days": ({"0": "0", "090": "90", "": "30"}, ("-1", "91", "week")),
    **{f"modules.{key}": SWITCH for key in ("notes", "tasks", "calendar", "contracts", "sales", "files")},
    "duplicates.rules": (
        {"email; Phone;": "email; phone", "city+last_name": "last_name+city", "": ""},
        ("tags", "x" * 1001),
    ),
    "smtp.host": (
        {"Mail.Example.COM.": "mail.example.com", "192.0.2.1": "192.0.2.1", "[2001:DB8::1]": "2001:db8::1",
         "żółw.pl": "xn--w-uga1v8h.pl", "localhost": "localhost", "": ""},
        ("a b", "http://x.pl", "x.pl:25", "user@x.pl", "/run/mail.sock", "127.1", "2130706433", "0x7f000001", "-a.pl",
         "a..b", "fe80::1%eth0", "a_b.pl", "x" * 64 + ".pl", ".".join(["abc"] * 70)),
    ),
    "smtp.port": ({"25": "25", "0465": "465", "65535": "65535", "": "587"}, ("0", "65536", "smtp", "-25", "25 26")),
    "smtp.security": ({"TLS": "tls", "none": "none", "starttls": "starttls", "": "starttls"}, ("ssl", "on")),
    "smtp.username": LINE,
    "smtp.password": ({"pass word ": "set", "zażółć": "set", "": ""}, ("a\nb", "a\x00b", "\ud800", "x" * 513)),
    "smtp.from_name": LINE,
    "smtp.from_address": ADDRESS,
    "smtp.reply_to": ADDRESS,
    "smtp.rate": LIMIT,
    "smtp.daily_cap": LIMIT,
    "sms.provider": ({"Twilio": "twilio", "": "twilio"}, ("pigeon",)),
    "sms.account": LINE,
    "sms.token": ({"token": "set", "": ""}, ("a\nb", "\x7f", "x" * 513)),
    "sms.sender": (
        {"+48 600-100-200": "+48600100200", "Meble Wawel": "Meble Wawel", "7575": "7575", "": ""},
        ("Meble Wawel 1", "żółw", "+48", "600100200600", "a;b"),
    ),
    "sms.base_url": (
        {"HTTPS://Api.Example.com/v1/": "https://api.example.com/v1", "http://127.0.0.1:4010": "http://127.0.0.1:4010",
         "https://[2001:db8::1]:8443/": "https://[2001:db8::1]:8443", "": ""},
        ("api.example.com", "ftp://x.pl", "https://", "https://me:pw@x.pl", "https://x.pl?a=1", "https://x.pl#a",
         "https://x.pl:99999", "https://x y.pl", "file:///etc/passwd", "https://[::1", "https://x.pl/" + LONG),
    ),
    "autoresponder.enabled": SWITCH,
    "autoresponder.subject": LINE,
    "autoresponder.text": ({"Thank you.": "Thank you.", "x" * 2000: "x" * 2000, "": ""}, ("x" * 2001,)),
    "autoresponder.template": ({"welcome": "welcome", "": ""}, ("x" * 81,)),
    **{f"unknown.{kind}": POLICY for kind in ("single", "campaign", "autoresponder", "sms")},
    "quiet_hours": (
        {"21:00-08:00": "21:00-08:00", "9-17": "09:00-17:00", "22:30 – 6:05": "22:30-06:05", "": ""},
        ("21:00", "24:00-08:00", "21:60-08:00", "8-8", "21:00-8:00-9:00", "night", "8:5-9:00"),
    ),
    "approve_above": ({"0": "0", "500": "500", "": ""}, ("-1", "10000001", "all")),
    "unsubscribe.mailto": ADDRESS,
}  # fmt: skip
