"""The states and the ZIP codes that belong to them, so that a procedure code behind a word like OR is not taken for a ZIP."""

# State -> the three-digit prefixes of its ZIP codes (USPS Publication 65, prefixes in use).
_ZIP_PREFIXES = {
    "AL": "350-369", "AK": "995-999", "AZ": "850-865", "AR": "716-729", "CA": "900-961", "CO": "800-816", "CT": "060-069",
    "DE": "197-199", "DC": "200-205 569-569", "FL": "320-349", "GA": "300-319 398-399", "HI": "967-968", "ID": "832-838",
    "IL": "600-629", "IN": "460-479", "IA": "500-528", "KS": "660-679", "KY": "400-427", "LA": "700-714", "ME": "039-049",
    "MD": "206-219", "MA": "010-027 055-055", "MI": "480-499", "MN": "550-567", "MS": "386-397", "MO": "630-658", "MT": "590-599",
    "NE": "680-693", "NV": "889-898", "NH": "030-038", "NJ": "070-089", "NM": "870-884", "NY": "005-005 063-063 100-149",
    "NC": "270-289", "ND": "580-588", "OH": "430-459", "OK": "730-749", "OR": "970-979", "PA": "150-196", "RI": "028-029",
    "SC": "290-299", "SD": "570-577", "TN": "370-385", "TX": "733-733 750-799 885-885", "UT": "840-847", "VT": "050-059",
    "VA": "201-201 220-246", "WA": "980-994", "WV": "247-268", "WI": "530-549", "WY": "820-831", "PR": "006-009", "VI": "008-008",
    "GU": "969-969",
}  # fmt: skip
STATES = frozenset(_ZIP_PREFIXES)
STATE_NAMES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho"
    "|illinois|indiana|iowa|kansas|kentucky"
    "|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada"
    "|new hampshire|new jersey|new mexico"
    "|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina"
    "|south dakota|tennessee|texas|utah"
    "|vermont|virginia|washington|west virginia|wisconsin|wyoming|puerto rico"
)
# States whose letters are also a word, a credential, a modifier or a payer; they need a city in front of them.
ALSO_A_WORD = frozenset("AL AR CA CO CT DC DE GA HI ID IN LA MA MD ME MS NE OH OK OR PA SC SD TX VA WA".split())


def is_zip_of(state: str, code: str) -> bool:
    """Whether a ZIP code lies in the state, by its first three digits."""
    prefix = int(code[:3])
    ranges = (one.split("-") for one in _ZIP_PREFIXES[state].split())
    return any(int(low) <= prefix <= int(high) for low, high in ranges)
