"""Parses the official XML of an ICD-10-CM release - tabular list and index tables - and its order file, and checks each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from knowledge.errors import KnowledgeError
from knowledge.importers.opening import Piece, text_of
from knowledge.importers.tables import diagnosis_of, family_of
from knowledge.importers.understood import Refused

IndexTable = Literal["drug", "neoplasm", "external-cause", "diseases"]
DEEPEST: Final = 40
_ORDER_LINE = re.compile(r"\d{5} ([A-Z][0-9A-Z]{2,6}) +([01]) (.{60}) (\S.*)", re.ASCII)
_CHAPTER_OR_BLOCK = re.compile(r"\d{1,2}|[A-Z][0-9A-Z]{2}-[A-Z][0-9A-Z]{2}", re.ASCII)
_CODES_LINE = re.compile(r"([A-Z][0-9A-Z]{2,6}) +(\S.*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class IndexTerm:
    """A term of an index table as one line ("Accident, boat, striking swimmer, powered") and its code or family."""

    term: str
    code: str
    table: IndexTable


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFile:
    """The codes of an order file, without dots.

    All of them, and those that may be reported (a bare list does not tell).
    """

    codes: frozenset[str]
    billable: tuple[str, ...]
    has_headers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TabularFile:
    """What a tabular list says of itself, and the codes it prints (without the 7th characters), without dots."""

    version: str
    chapters: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFile:
    version: str
    table: IndexTable
    terms: tuple[IndexTerm, ...]
    refused: tuple[Refused, ...]
    references: int


def parse_xml(piece: Piece) -> Any:
    """The root element; line numbers in attribute `line`.

    No DTD, no entity, nothing fetched. Raises KnowledgeError with the line.
    """
    from xml.etree.ElementTree import ParseError, TreeBuilder

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    class Builder(TreeBuilder):
        depth = 0

        def start(self, tag: Any, attrs: Any, /) -> Any:
            self.depth += 1
            if self.depth > DEEPEST:
                raise KnowledgeError(f"{piece.name}: the XML is nested too deeply.", "Hand over CDC's own file.")
            return super().start(tag, {**attrs, "line": str(parser.parser.CurrentLineNumber)})

        def end(self, tag: Any, /) -> Any:
            self.depth -= 1
            return super().end(tag)

    parser = DefusedXMLParser(target=Builder(), forbid_dtd=True)
    try:
        parser.feed(piece.read())
        return parser.close()
    except ParseError as error:
        line = error.position[0] if getattr(error, "position", None) else 1
        raise KnowledgeError(
            f"{piece.name}:{line}: the XML is damaged or cut off.", "Download the file again."
        ) from None
    except DefusedXmlException:
        raise KnowledgeError(
            f"{piece.name}: the XML declares a DTD or entities, which no CDC file does.", "Get the file from CDC."
        ) from None
    except (ValueError, LookupError):
        raise KnowledgeError(
            f"{piece.name}:1: the XML has an encoding that cannot be read.", "Save it as UTF-8."
        ) from None


def read_tabular_file(piece: Piece, root: Any) -> TabularFile:
    """Checks that a tabular list is whole and laid out as `simple_icd_10_cm` reads it.

    Raises KnowledgeError with the line.
    """
    children = list(root)
    if [child.tag for child in children[:2]] != ["version", "introduction"] or {
        child.tag for child in children[2:]
    } != {"chapter"}:
        raise KnowledgeError(
            f"{piece.name}: version, introduction and chapters do not follow each other.",
            "Hand over CDC's own tabular XML.",
        )
    codes: list[str] = []
    seen: set[str] = set()
    for element in root.iter("diag"):
        printed, meaning = element.findtext("name") or "", element.findtext("desc") or ""
        code = diagnosis_of(printed)
        line = element.get("line")
        if code is None or code != printed.strip():
            raise KnowledgeError(
                f"{piece.name}:{line}: the entry's name is no code.", "Hand over CDC's own tabular XML."
            )
        if not meaning.strip():
            raise KnowledgeError(f"{piece.name}:{line}: {code} has no descriptor.", "Hand over CDC's own tabular XML.")
        if code in seen:
            raise KnowledgeError(f"{piece.name}:{line}: {code} stands twice.", "Hand over CDC's own tabular XML.")
        seen.add(code)
        codes.append(code.replace(".", ""))
    for extension in root.iter("extension"):
        if len(extension.get("char") or "") != 1:
            raise KnowledgeError(
                f"{piece.name}:{extension.get('line')}: a 7th character is not one character.",
                "Hand over CDC's own tabular XML.",
            )
    if not codes:
        raise KnowledgeError(f"{piece.name} holds no code.", "Hand over CDC's own tabular XML.")
    return TabularFile(version=_version(root), chapters=len(children) - 2, codes=tuple(codes))


def read_index_file(piece: Piece, root: Any) -> IndexFile:
    """The terms of an index table that lead to a code.

    See and see-also references are counted, not followed. Raises KnowledgeError.
    """
    table = table_of_index(root)
    if table is None:
        raise KnowledgeError(f"{piece.name}: it is none of the index tables we know.", "Hand over CDC's own index XML.")
    heads = {head.get("col"): _words(head) for head in root.iter("head")}
    terms: dict[IndexTerm, None] = {}
    refused: list[Refused] = []
    for main in root.iter("mainTerm"):
        for element, path in _walk(main, ()):
            for term, code, printed in _codes_of(element, path, heads):
                if code is None:
                    refused.append(
                        Refused(row=int(element.get("line")), why="the code is no ICD-10-CM code", file=piece.name)
                    )
                elif printed:
                    terms[IndexTerm(term, code, table)] = None
    if not terms:
        raise KnowledgeError(f"{piece.name} holds no term with a code.", "Hand over CDC's own index XML.")
    references = sum(1 for tag in ("see", "seeAlso", "seecat") for _ in root.iter(tag))
    return IndexFile(
        version=_version(root), table=table, terms=tuple(terms), refused=tuple(refused), references=references
    )


def table_of_index(root: Any) -> IndexTable | None:
    """Which table it is: the table of drugs and that of neoplasms say so in their heading, the two indexes in their title."""
    first_head = next((_words(head).lower() for head in root.iter("head")), "")
    title = (root.findtext("title") or "").lower()
    if first_head.startswith(("substance", "drug")):
        return "drug"
    if first_head.startswith("neoplasm"):
        return "neoplasm"
    if "external cause" in title:
        return "external-cause"
    return "diseases" if "disease" in title else None


def _walk(element: Any, above: tuple[str, ...]) -> Iterator[tuple[Any, tuple[str, ...]]]:
    title = element.find("title")
    path = (*above, _words(title)) if title is not None and _words(title) else above
    yield element, path
    for child in element.findall("term"):
        yield from _walk(child, path)


def _words(element: Any) -> str:
    """The words of a title without the nonessential modifiers in parentheses, which CDC marks as <nemod>."""
    parts = [element.text or "", *(child.tail or "" for child in element)]
    return " ".join(" ".join(parts).split())


def _codes_of(
    element: Any, path: tuple[str, ...], heads: dict[str | None, str]
) -> Iterator[tuple[str, str | None, bool]]:
    """Each (term, code, whether one is printed) of an entry; a dash in a table's cell says that the table has none."""
    name = ", ".join(path)
    for cell in element.findall("cell"):
        printed = (cell.text or "").strip()
        if printed.strip("-–"):
            heading = heads.get(cell.get("col"), "").replace("Ca in situ", "carcinoma in situ").lower()
            yield f"{name}, {heading}".rstrip(", "), family_of(printed), True
    for code in (*element.findall("code"), *element.findall("subcat"), *element.findall("seecat")):
        printed = (code.text or "").strip()
        if not printed.strip("-–"):
            continue
        found = family_of(printed) if code.tag == "code" else family_of(printed.rstrip("-.") + "-")
        manifestation = diagnosis_of(element.findtext("manif") or "") if code.tag == "code" else None
        yield name, f"{found} {manifestation}" if found and manifestation else found, True


def _version(root: Any) -> str:
    return " ".join((root.findtext("version") or "").split())


def is_order_line(line: str) -> bool:
    return _ORDER_LINE.fullmatch(line.rstrip()) is not None


def is_codes_line(line: str) -> bool:
    return _CODES_LINE.fullmatch(line.rstrip()) is not None and diagnosis_of(line.split(" ", 1)[0]) is not None


def is_list_line(line: str) -> bool:
    """A line of a bare list, which may name chapters (1) and blocks (A00-A09) too."""
    return diagnosis_of(line) is not None or _CHAPTER_OR_BLOCK.fullmatch(line.strip()) is not None


def read_order_file(piece: Piece) -> OrderFile:
    """The order file (number, code, 0 header or 1 billable, short and long descriptor), or the codes file (code,
    descriptor), or a bare list of codes.

    Raises KnowledgeError with the line of the first row that is laid out otherwise: a list with a hole in it would end
    codes by mistake.
    """
    lines = [(at, line.rstrip()) for at, line in enumerate(text_of(piece).splitlines(), start=1) if line.strip()]
    layout = _layout(lines[0][1]) if lines else None
    codes: dict[str, bool] = {}
    for number, line in lines:
        if layout is None and _CHAPTER_OR_BLOCK.fullmatch(line.strip()):
            continue
        found = layout.fullmatch(line) if layout is not None else None
        code = found[1] if found else line.strip().replace(".", "") if layout is None else ""
        if diagnosis_of(code) is None:
            raise KnowledgeError(
                f"{piece.name}:{number}: the line is not laid out like the others.", "Hand over CDC's own order file."
            )
        if code in codes and layout is not None:
            raise KnowledgeError(f"{piece.name}:{number}: {code} stands twice.", "Hand over CDC's own order file.")
        codes[code] = layout is not _ORDER_LINE or (found is not None and found[2] == "1")
    billable = tuple(code for code, is_billable in codes.items() if is_billable)
    if not billable:
        raise KnowledgeError(f"{piece.name} holds no billable code.", "Hand over CDC's own order file.")
    return OrderFile(codes=frozenset(codes), billable=billable, has_headers=layout is not _CODES_LINE)


def _layout(line: str) -> re.Pattern[str] | None:
    """The layout of the first line; None for a bare list."""
    return next((pattern for pattern in (_ORDER_LINE, _CODES_LINE) if pattern.fullmatch(line)), None)
