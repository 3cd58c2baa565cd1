"""A page as a Word document: real headings, tables with a heading row, numbered pages.

Texts go into runs, never into fields: what looks like a field code, a formula or markup in a text
is only letters.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from reflekt.adapters.render.plain import plain
from reflekt.domain.page import (
    FIGURE,
    LEAD,
    NOTE,
    SUBHEAD,
    Block,
    Cell,
    Chart,
    Items,
    Page,
    Quotes,
    Table,
    Text,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_LANGUAGES = {"da": "da-DK", "en": "en-GB"}
_INK, _MARK, _SOFT, _FILL = "1D2A2E", "17605A", "526067", "E8F0EE"
_FONT = "Calibri"
_TEXT_WIDTH = 16.0
"""Centimetres between the margins of an A4 sheet."""
_A_LETTER, _AIR = 0.24, 0.45
"""Centimetres that a letter of a table's bold type takes, and that a cell keeps free."""


def docx_page(page: Page, made: datetime) -> bytes:
    """The page as a .docx file; `made` is when, for the document's properties."""
    import docx

    document = docx.Document()
    _dress(document, page.language)
    _about(document, page, made)
    title = document.add_paragraph(plain(page.title), style="Title")
    title.paragraph_format.space_after = 0
    document.add_paragraph(plain(page.about), style="Subtitle")
    for part in page.parts:
        document.add_heading(plain(part.heading), level=1)
        for block in part.blocks:
            _add(document, block)
    _number_pages(document, page)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


_BOLD = 1.25
"""How much wider the letters of the first column are."""

_UNTOLD = "–"
"""Stands in a chart for what can't be told; a line beneath says so."""

_DARKEST = (0x7F, 0xBD, 0xB3)


def _add(document: Document, block: Block) -> None:
    if isinstance(block, Text) and block.tone == SUBHEAD:
        document.add_heading(plain(block.text), level=2)
    elif isinstance(block, Text):
        paragraph = document.add_paragraph(style=_STYLES.get(block.tone, "Normal"))
        paragraph.add_run(plain(block.text))
    elif isinstance(block, Quotes):
        if block.heading:
            document.add_heading(plain(block.heading), level=2)
        for text in block.texts:
            document.add_paragraph(plain(text), style="Quote")
    elif isinstance(block, Items):
        if block.heading:
            document.add_heading(plain(block.heading), level=2)
        style = "List Number" if block.ordered else "List Bullet"
        for text in block.texts:
            document.add_paragraph(plain(text), style=style)
    elif isinstance(block, Table):
        _add_table(document, block)
    elif isinstance(block, Chart):
        _add_chart(document, block)


_STYLES = {LEAD: "Reflekt Lead", NOTE: "Reflekt Note", FIGURE: "Reflekt Figure"}


def _add_chart(document: Document, chart: Chart) -> None:
    """A table whose cells are the darker, the larger their number: so one sees what moved."""
    rows = tuple(
        (Cell(row.name), *(Cell(_UNTOLD if v is None else str(v)) for v in row.values))
        for row in chart.rows
    )
    numbers = frozenset(range(1, len(chart.labels) + 1))
    fills = {
        (place, column): _shade(value / chart.top)
        for place, row in enumerate(chart.rows, 1)
        for column, value in enumerate(row.values, 1)
        if value
    }
    _add_table(document, Table(chart.caption, (chart.first, *chart.labels), rows, numbers), fills)
    if any(value is None for row in chart.rows for value in row.values):
        note = document.add_paragraph(style=_STYLES[NOTE])
        note.add_run(plain(f"{_UNTOLD} {chart.unknown}"))


def _shade(part: float) -> str:
    """A colour between white and the darkest on which black letters are read with ease."""
    mixed = (round(255 + (dark - 255) * (0.15 + 0.85 * part)) for dark in _DARKEST)
    return "".join(f"{one:02X}" for one in mixed)


def _add_table(
    document: Document, table: Table, fills: Mapping[tuple[int, int], str] = MappingProxyType({})
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    if table.caption:
        caption = document.add_paragraph(plain(table.caption), style="Caption")
        caption.paragraph_format.keep_with_next = True
    columns = len(table.headers)
    made = document.add_table(rows=1, cols=columns, style="Reflekt Table")
    made.autofit = False
    widths = _widths(table)
    heads = [Cell(header) for header in table.headers]
    for number, cells in enumerate([heads, *table.rows]):
        row = made.rows[0] if number == 0 else made.add_row()
        _keep_together(row, heading=number == 0)
        for column, cell in enumerate(cells):
            place = row.cells[column]
            place.width = Cm(widths[column])
            if (number, column) in fills:
                _fill(place, fills[number, column])
            paragraph = place.paragraphs[0]
            paragraph.style = "Reflekt Cell"
            run = paragraph.add_run(plain(cell.text))
            run.bold = number == 0 or column == 0
            if column in table.numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if number < len(table.rows) and number < 2:
                paragraph.paragraph_format.keep_with_next = True
    for column, width in enumerate(widths):
        made.columns[column].width = Cm(width)
    document.add_paragraph(style="Reflekt Gap")


def _widths(table: Table) -> list[float]:
    """Centimetres for each column: a number on one line, a word never broken, the rest shared."""
    rows = [table.headers, *(tuple(cell.text for cell in row) for row in table.rows)]
    least, wanted = [], []
    for column in range(len(table.headers)):
        texts = [row[column] for row in rows]
        word = max((len(word) for text in texts for word in text.split()), default=1)
        whole = max(len(text) for text in texts)
        letter = _A_LETTER * (1 if column else _BOLD)
        least.append(letter * min(whole if column in table.numbers else word, 20) + _AIR)
        wanted.append(letter * min(whole, 60) + _AIR)
    spare = _TEXT_WIDTH - sum(least)
    if spare <= 0:
        return [_TEXT_WIDTH * width / sum(least) for width in least]
    more = [want - width for want, width in zip(wanted, least, strict=True)]
    total = sum(more)
    shares = [part / total for part in more] if total else [1 / len(more)] * len(more)
    return [width + spare * share for width, share in zip(least, shares, strict=True)]


def _fill(cell: Any, colour: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>'
    cell._tc.get_or_add_tcPr().append(parse_xml(shade))


def _keep_together(row: Any, *, heading: bool) -> None:
    """A row is not broken over two sheets; the heading stands again on the next one."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))


def _about(document: Document, page: Page, made: datetime) -> None:
    properties = document.core_properties
    properties.title = plain(page.title)[:255]
    properties.author = "reflekt"
    properties.last_modified_by = "reflekt"
    properties.comments = ""
    properties.language = _LANGUAGES.get(page.language, page.language)
    properties.created = properties.modified = made.replace(tzinfo=None, microsecond=0)
    properties.revision = 1


def _dress(document: Document, language: str) -> None:
    """A4, and styles that a municipality could hand out."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.2)
    section.footer_distance = Cm(1.1)
    styles = document.styles
    for name in ("Reflekt Lead", "Reflekt Note", "Reflekt Figure", "Reflekt Cell", "Reflekt Gap"):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    for name, size, colour, bold, before, after in (
        ("Normal", 11, _INK, False, 0, 6),
        ("Title", 24, _MARK, True, 0, 2),
        ("Subtitle", 12, _SOFT, False, 0, 14),
        ("Heading 1", 15, _MARK, True, 18, 4),
        ("Heading 2", 11.5, _INK, True, 10, 3),
        ("Quote", 11, _INK, False, 3, 6),
        ("Caption", 9.5, _SOFT, False, 4, 4),
        ("List Bullet", 11, _INK, False, 0, 3),
        ("List Number", 11, _INK, False, 0, 3),
        ("Reflekt Lead", 12, _INK, False, 0, 6),
        ("Reflekt Note", 10, _SOFT, False, 0, 6),
        ("Reflekt Figure", 12.5, _INK, True, 0, 3),
        ("Reflekt Cell", 10, _INK, False, 2, 2),
        ("Reflekt Gap", 4, _INK, False, 0, 0),
        ("Footer", 9, _SOFT, False, 0, 0),
    ):
        _set(styles[name], size, colour, before, after, bold=bold)
    styles["Quote"].font.italic = True
    quote = styles["Quote"].paragraph_format
    quote.left_indent, quote.right_indent, quote.keep_together = Cm(0.8), Cm(0.8), True
    styles["Normal"].paragraph_format.line_spacing = 1.12
    for name in ("Reflekt Figure", "Heading 1", "Heading 2"):
        styles[name].paragraph_format.keep_with_next = True
    styles["Reflekt Gap"].paragraph_format.line_spacing = Pt(6)
    _no_rule_under(styles["Title"])
    _table_style(document)
    _speak(document, _LANGUAGES.get(language, language))


def _set(style: Any, size: float, colour: str, before: float, after: float, *, bold: bool) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    font = style.font
    font.name, font.size, font.bold, font.italic = _FONT, Pt(size), bold, False
    font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(kind), None)
    for kind in ("w:eastAsia", "w:cs"):
        fonts.set(qn(kind), _FONT)
    spacing = style.element.rPr.find(qn("w:spacing"))
    if spacing is not None:
        style.element.rPr.remove(spacing)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.widow_control = True


def _no_rule_under(style: Any) -> None:
    from docx.oxml.ns import qn

    border = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if border is not None:
        style.element.pPr.remove(border)


def _table_style(document: Document) -> None:
    """Thin lines between rows and a light heading row, as a style that Word lists."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    style = document.styles.add_style("Reflekt Table", WD_STYLE_TYPE.TABLE)
    line = 'w:val="single" w:sz="4" w:space="0" w:color="B9C4C2"'
    style.element.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}><w:tblBorders><w:top {line}/><w:bottom {line}/>"
            f"<w:insideH {line}/></w:tblBorders><w:tblCellMar>"
            '<w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
            "</w:tblCellMar></w:tblPr>"
        )
    )
    style.element.append(
        parse_xml(
            f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:tcPr>'
            f'<w:shd w:val="clear" w:color="auto" w:fill="{_FILL}"/></w:tcPr></w:tblStylePr>'
        )
    )


def _speak(document: Document, language: str) -> None:
    """The language that Word checks the spelling in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for properties in document.styles.element.iter(qn("w:rPr")):
        for known in properties.findall(qn("w:lang")):
            properties.remove(known)
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for properties in defaults.iter(qn("w:rPr")) if defaults is not None else ():
        spoken = OxmlElement("w:lang")
        for kind in ("w:val", "w:eastAsia"):
            spoken.set(qn(kind), language)
        properties.append(spoken)


def _number_pages(document: Document, page: Page) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, _, between = page.words["page"].partition("{number}")
    paragraph.add_run(plain(before) + " " if before.strip() else "")
    _field(paragraph, "PAGE")
    paragraph.add_run(f" {plain(between.partition('{all}')[0])} ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    """One of our own fields; no text of anybody's goes here."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "separate", "end"):
        run = paragraph.add_run()
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
        if kind == "begin":
            words = OxmlElement("w:instrText")
            words.text = code
            paragraph.add_run()._r.append(words)
        elif kind == "separate":
            paragraph.add_run("1")
