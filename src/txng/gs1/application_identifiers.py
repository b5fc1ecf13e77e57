"""The GS1 Application Identifiers: what the two to four digits before a value mean.

    (10) L2511           BATCH/LOT, X..20: one to twenty characters of set 82
    (3103) 001250        NET WEIGHT (kg), N6: six digits, three of them decimals, so 1.250 kg
    (8003) 0 9506..      GRAI, 0 Nc13 [X..16]: a kind of returnable asset, perhaps with a serial

>>> find("3103").title, find("3103").decimals, find("10").verify("L2511")
('NET WEIGHT (kg)', 3, 'L2511')

How to read a row: `3100-5` stands for 3100, 3101, .. 3105. In a format N is a digit, X a character of
set 82, Y of set 39, Z of file-safe base 64; `6` means exactly six, `..6` one to six, brackets perhaps
absent. Nc ends with a check digit; K begins with a GS1 Company Prefix, so with four digits at least;
I is a number without leading zeros. D is a date YYMMDD; in D0 day 00 means "some day of that month".

Source: GS1 General Specifications 24.0, section 3 (03, 716, 717, 7041, 7250 to 7259, 8014, 8030 and
8040 to 8043 as known from release 25.0); GS1 Digital Link URI Syntax 1.4, section 4, for keys.
What it leaves out: times of day, code lists (countries), the check characters of (8013), and which
identifiers go together.
"""

import re
from dataclasses import dataclass
from datetime import date

from txng.gs1 import check_digit
from txng.gs1.errors import CharacterError, DateError, LengthError, UnknownCode, quoted

_TABLE = """
00      Nc18             SSCC
01      Nc14             GTIN
02      Nc14             CONTENT
03      Nc14             MTO GTIN
10      X..20            BATCH/LOT
11      D0               PROD DATE
12      D0               DUE DATE
13      D0               PACK DATE
15      D0               BEST BEFORE or BEST BY
16      D0               SELL BY
17      D0               USE BY or EXPIRY
20      N2               VARIANT
21      X..20            SERIAL
22      X..20            CPV
235     X..28            TPX
240     X..30            ADDITIONAL ID
241     X..30            CUST. PART No.
242     N..6             MTO VARIANT
243     X..20            PCN
250     X..30            SECONDARY SERIAL
251     X..30            REF. TO SOURCE
253     Nc13 [X..17]     GDTI
254     X..20            GLN EXTENSION COMPONENT
255     Nc13 [N..12]     GCN
30      N..8             VAR. COUNT
3100-5  N6               NET WEIGHT (kg)
3110-5  N6               LENGTH (m)
3120-5  N6               WIDTH (m)
3130-5  N6               HEIGHT (m)
3140-5  N6               AREA (m²)
3150-5  N6               NET VOLUME (l)
3160-5  N6               NET VOLUME (m³)
3200-5  N6               NET WEIGHT (lb)
3210-5  N6               LENGTH (in)
3220-5  N6               LENGTH (ft)
3230-5  N6               LENGTH (yd)
3240-5  N6               WIDTH (in)
3250-5  N6               WIDTH (ft)
3260-5  N6               WIDTH (yd)
3270-5  N6               HEIGHT (in)
3280-5  N6               HEIGHT (ft)
3290-5  N6               HEIGHT (yd)
3300-5  N6               GROSS WEIGHT (kg)
3310-5  N6               LENGTH (m), log
3320-5  N6               WIDTH (m), log
3330-5  N6               HEIGHT (m), log
3340-5  N6               AREA (m²), log
3350-5  N6               VOLUME (l), log
3360-5  N6               VOLUME (m³), log
3370-5  N6               KG PER m²
3400-5  N6               GROSS WEIGHT (lb)
3410-5  N6               LENGTH (in), log
3420-5  N6               LENGTH (ft), log
3430-5  N6               LENGTH (yd), log
3440-5  N6               WIDTH (in), log
3450-5  N6               WIDTH (ft), log
3460-5  N6               WIDTH (yd), log
3470-5  N6               HEIGHT (in), log
3480-5  N6               HEIGHT (ft), log
3490-5  N6               HEIGHT (yd), log
3500-5  N6               AREA (in²)
3510-5  N6               AREA (ft²)
3520-5  N6               AREA (yd²)
3530-5  N6               AREA (in²), log
3540-5  N6               AREA (ft²), log
3550-5  N6               AREA (yd²), log
3560-5  N6               NET WEIGHT (troy oz)
3570-5  N6               NET VOLUME (oz)
3600-5  N6               NET VOLUME (qt)
3610-5  N6               NET VOLUME (gal.)
3620-5  N6               VOLUME (qt), log
3630-5  N6               VOLUME (gal.), log
3640-5  N6               NET VOLUME (in³)
3650-5  N6               NET VOLUME (ft³)
3660-5  N6               NET VOLUME (yd³)
3670-5  N6               VOLUME (in³), log
3680-5  N6               VOLUME (ft³), log
3690-5  N6               VOLUME (yd³), log
37      N..8             COUNT
3900-9  N..15            AMOUNT
3910-9  N3 N..15         AMOUNT
3920-9  N..15            PRICE
3930-9  N3 N..15         PRICE
3940-3  N4               PRCNT OFF
3950-5  N6               PRICE/UoM
400     X..30            ORDER NUMBER
401     K..30            GINC
402     Nc17             GSIN
403     X..30            ROUTE
410     Nc13             SHIP TO LOC
411     Nc13             BILL TO
412     Nc13             PURCHASE FROM
413     Nc13             SHIP FOR LOC
414     Nc13             LOC No.
415     Nc13             PAY TO
416     Nc13             PROD/SERV LOC
417     Nc13             PARTY
420     X..20            SHIP TO POST
421     N3 X..9          SHIP TO POST
422     N3               ORIGIN
423     N3 [N3][N3][N3][N3]  COUNTRY - INITIAL PROCESS
424     N3               COUNTRY - PROCESS
425     N3 [N3][N3][N3][N3]  COUNTRY - DISASSEMBLY
426     N3               COUNTRY - FULL PROCESS
427     X..3             ORIGIN SUBDIVISION
4300    X..35            SHIP TO COMP
4301    X..35            SHIP TO NAME
4302    X..70            SHIP TO ADD1
4303    X..70            SHIP TO ADD2
4304    X..70            SHIP TO SUB
4305    X..70            SHIP TO LOC
4306    X..70            SHIP TO REG
4307    X2               SHIP TO COUNTRY
4308    X..30            SHIP TO PHONE
4309    N20              SHIP TO GEO
4310    X..35            RTN TO COMP
4311    X..35            RTN TO NAME
4312    X..70            RTN TO ADD1
4313    X..70            RTN TO ADD2
4314    X..70            RTN TO SUB
4315    X..70            RTN TO LOC
4316    X..70            RTN TO REG
4317    X2               RTN TO COUNTRY
4318    X..20            RTN TO POST
4319    X..30            RTN TO PHONE
4320    X..35            SRV DESCRIPTION
4321    N1               DANGEROUS GOODS
4322    N1               AUTH LEAVE
4323    N1               SIG REQUIRED
4324    D0 N4            NBEF DEL DT
4325    D0 N4            NAFT DEL DT
4326    D                REL DATE
4330    N6 [-]           MAX TEMP F
4331    N6 [-]           MAX TEMP C
4332    N6 [-]           MIN TEMP F
4333    N6 [-]           MIN TEMP C
7001    N13              NSN
7002    X..30            MEAT CUT
7003    D N4             EXPIRY TIME
7004    N..4             ACTIVE POTENCY
7005    X..12            CATCH AREA
7006    D                FIRST FREEZE DATE
7007    D [D]            HARVEST DATE
7008    X..3             AQUATIC SPECIES
7009    X..10            FISHING GEAR TYPE
7010    X..2             PROD METHOD
7011    D [N4]           TEST BY DATE
7020    X..20            REFURB LOT
7021    X..20            FUNC STAT
7022    X..20            REV STAT
7023    K..30            GIAI - ASSEMBLY
7030-9  N3 X..27         PROCESSOR #
7040    N1 X3            UIC+EXT
7041    X..4             UFRGT UNIT TYPE
710     X..20            NHRN PZN
711     X..20            NHRN CIP
712     X..20            NHRN CN
713     X..20            NHRN DRN
714     X..20            NHRN AIM
715     X..20            NHRN NDC
716     X..20            NHRN AIC
717     X..20            NHRN SRN
7230-9  X2 X..28         CERT #
7240    X..20            PROTOCOL
7241    N2               AIDC MEDIA TYPE
7242    X..25            VCN
7250    N8               DOB
7251    N12              DOB TIME
7252    N1               BIO SEX
7253    X..40            FAMILY NAME
7254    X..40            GIVEN NAME
7255    X..10            SUFFIX
7256    X..90            FULL NAME
7257    X..70            PERSON ADDR
7258    N1 X1 N1         BIRTH SEQUENCE
7259    X..40            BABY
8001    N14              DIMENSIONS
8002    X..20            CMT No.
8003    0 Nc13 [X..16]   GRAI
8004    K..30            GIAI
8005    N6               PRICE PER UNIT
8006    Nc14 N2 N2       ITIP
8007    X..34            IBAN
8008    D N2 [N2 [N2]]   PROD TIME
8009    X..50            OPTSEN
8010    Y..30            CPID
8011    I..12            CPID SERIAL
8012    X..20            VERSION
8013    K..25            GMN
8014    K..25            MUDI
8017    Nc18             GSRN - PROVIDER
8018    Nc18             GSRN - RECIPIENT
8019    N..10            SRIN
8020    X..25            REF No.
8026    Nc14 N2 N2       ITIP CONTENT
8030    Z..90            DIGSIG
8040    N15              IMEI
8041    N15              IMEI2
8042    N32              ESIM
8043    N18 [N..2]       PSIM
8110    X..70            COUPON NA
8111    N4               POINTS
8112    X..70            COUPON NA PAPERLESS
8200    X..70            PRODUCT URL
90      X..30            INTERNAL
91-9    X..90            INTERNAL
"""

# The primary keys of a Digital Link and the qualifiers that may follow: sequences in which any may be
# missing but none may change places. In this order a label with two keys is read: pallet, then item.
KEY_QUALIFIERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "00": ((),),
    "01": (("22", "10", "21"), ("235",)),
    "253": ((),),
    "255": ((),),
    "401": ((),),
    "402": ((),),
    "410": ((),),
    "411": ((),),
    "412": ((),),
    "413": ((),),
    "414": (("254",), ("7040",)),
    "415": (("8020",),),
    "416": ((),),
    "417": (("7040",),),
    "8003": ((),),
    "8004": (("7040",),),
    "8006": (("22", "10", "21"),),
    "8010": (("8011",),),
    "8013": ((),),
    "8017": (("8019",),),
    "8018": (("8019",),),
}
QUALIFIERS = frozenset(ai for ways in KEY_QUALIFIERS.values() for way in ways for ai in way)

# Values whose length follows from the first two digits of the identifier alone; every scanner knows
# this short list, so exactly these need no separator. It will never grow (section 7.8.5.2).
_LENGTH_KNOWN_TO_SCANNERS = frozenset(
    "00 01 02 03 04 11 12 13 14 15 16 17 18 19 20 31 32 33 34 35 36 41".split()
)
_LETTERS = {
    "N": "[0-9]",
    "X": '[!-"%-?A-Z_a-z]',
    "Y": "[#\\-/0-9A-Z]",
    "Z": "[0-9A-Za-z_=-]",
}


@dataclass(frozen=True, slots=True)
class ApplicationIdentifier:
    """One row. `shortest` and `longest` count the characters of the value."""

    ai: str
    title: str
    format: str
    shortest: int
    longest: int
    fnc1: bool  # a separator must follow unless the value ends the scan
    decimals: int | None  # implied decimal places of a measure or an amount
    pattern: re.Pattern[str]
    checked: tuple[int, int] | None  # the slice of the value that ends with a check digit
    dates: tuple[tuple[int, bool], ...]  # where a date starts, and whether day 00 is a month

    def verify(self, value: str) -> str:
        """`value` itself when GS1 allows it here; Gs1Error otherwise."""
        if not self.shortest <= len(value) <= self.longest:
            span = f"{self.shortest} to {self.longest}"
            if self.shortest == self.longest:
                span = f"{self.longest}"
            raise LengthError(
                f"Expected {span} characters for ({self.ai}) {self.title}, got {len(value)}"
            )
        if self.pattern.fullmatch(value) is None:
            raise CharacterError(
                f"Expected {self.format} for ({self.ai}) {self.title}, got {quoted(value)}"
            )
        if self.checked is not None:
            check_digit.verify(value[slice(*self.checked)])
        for start, or_month in self.dates:
            if start < len(value):
                _verify_date(value[start : start + 6], or_month)
        return value


def find(ai: str) -> ApplicationIdentifier:
    try:
        return ALL[ai]
    except KeyError:
        raise UnknownCode(f"Expected a GS1 Application Identifier, got {quoted(ai)}") from None


def at_start_of(text: str, position: int) -> ApplicationIdentifier:
    """The identifier that begins at `position`; no identifier is the beginning of another."""
    for length in (2, 3, 4):
        found = ALL.get(text[position : position + length])
        if found is not None:
            return found
    raise UnknownCode(
        f"Expected a GS1 Application Identifier at position {position}, "
        f"got {quoted(text[position : position + 4])}"
    )


def _verify_date(digits: str, or_month: bool) -> None:
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    try:
        # 2000 + year has the same leap years as the century window of section 7.12, 1951 to 2099
        date(2000 + year, month, day or or_month)
    except ValueError:
        raise DateError(f"Expected a date YYMMDD, got {quoted(digits)}") from None


def _row(ai: str, written: str, title: str) -> ApplicationIdentifier:
    pattern, shortest, longest = "", 0, 0
    checked: tuple[int, int] | None = None
    dates: list[tuple[int, bool]] = []
    optional = 0
    for part in re.findall(r"\[|\]|[^\s\[\]]+", written):
        if part in "[]":
            pattern += {"[": "(?:", "]": ")?"}[part]
            optional += {"[": 1, "]": -1}[part]
            continue
        kind, low, high = _part(part)
        if part[:2] == "Nc":
            checked = (longest, longest + high)
        if part[0] == "D":
            dates.append((longest, part == "D0"))
        pattern += kind
        shortest += 0 if optional else low
        longest += high
    return ApplicationIdentifier(
        ai=ai,
        title=title,
        format=written,
        shortest=shortest,
        longest=longest,
        fnc1=ai[:2] not in _LENGTH_KNOWN_TO_SCANNERS,
        decimals=int(ai[3]) if len(ai) == 4 and ai[0] == "3" else None,
        pattern=re.compile(pattern),
        checked=checked,
        dates=tuple(dates),
    )


def _part(part: str) -> tuple[str, int, int]:
    """A pattern with the shortest and longest it matches: "X..20" -> ("[..]{1,20}", 1, 20)."""
    if part in {"0", "-"}:
        return part, 1, 1
    if part[0] == "D":
        return "[0-9]{6}", 6, 6
    letters, variable, length = re.fullmatch(r"([A-Za-z]+)(\.\.)?([0-9]+)", part).groups()  # type: ignore[union-attr]
    high = int(length)
    if letters == "K":
        return f"[0-9]{{4}}{_LETTERS['X']}{{0,{high - 4}}}", 4, high
    if letters == "I":
        return f"(?:0|[1-9][0-9]{{0,{high - 1}}})", 1, high
    low = 1 if variable else high
    return f"{_LETTERS[letters[0]]}{{{low},{high}}}", low, high


def _rows() -> dict[str, ApplicationIdentifier]:
    rows = {}
    for line in _TABLE.strip().splitlines():
        span, written, title = re.split(" {2,}", line)
        first, _, last = span.partition("-")
        for digit in range(int(first[-1]), int(last or first[-1]) + 1):
            ai = f"{first[:-1]}{digit}"
            numbered = f"{title} {digit}" if title.endswith("#") else title
            rows[ai] = _row(ai, written, numbered)
    return rows


ALL: dict[str, ApplicationIdentifier] = _rows()
