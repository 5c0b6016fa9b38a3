"""The parts of the QTI schemas that we write, as a table: children in order, attributes required and allowed.

Written from the information models of QTI 2.1 and 3.0; the schemas themselves
are not fetched. Names are those of QTI 2.
"""

from __future__ import annotations

import re

from lxml import etree

from itembank.qti.spelling import HTML, ITEM_SCHEMAS, ITEM_SPACES, XSI, Version
from itembank.qti.xmltree import attributes, name_of

CONDITION = "(?:match|isNull|not|and|or|equal|patternMatch|lt|gt|stringMatch)"
STATEMENT = "(?:setOutcomeValue|responseCondition|lookupOutcomeValue|exitResponse)"
INLINE = "(?:strong|em|code|sub|sup|span|br|img|a|textEntryInteraction|inlineChoiceInteraction)"
BLOCK_INTERACTION = "(?:choiceInteraction|orderInteraction|matchInteraction|extendedTextInteraction|uploadInteraction)"
BLOCK = f"(?:p|h1|h2|h3|pre|table|ul|ol|{BLOCK_INTERACTION})"
EXPRESSION = (
    "(?:variable|baseValue|correct|mapResponse|multiple|ordered|delete|containerSize|index|sum|product|subtract|divide|"
    f"max|min|{CONDITION})"
)
NOTHING = ""


def many(name: str) -> str:
    return f"(?:{name} )*"


def some(name: str) -> str:
    return f"(?:{name} )+"


def maybe(name: str) -> str:
    return f"(?:{name} )?"


# name -> children, required attributes, other attributes
TABLE: dict[str, tuple[str, str, str]] = {
    "assessmentItem": (
        many("responseDeclaration")
        + many("outcomeDeclaration")
        + many("templateDeclaration")
        + maybe("templateProcessing")
        + "itemBody "
        + maybe("responseProcessing"),
        "identifier title adaptive timeDependent",
        "toolName toolVersion",
    ),
    "responseDeclaration": (
        maybe("defaultValue") + maybe("correctResponse") + maybe("mapping") + maybe("areaMapping"),
        "identifier cardinality",
        "baseType",
    ),
    "outcomeDeclaration": (
        maybe("defaultValue") + maybe("(?:matchTable|interpolationTable)"),
        "identifier cardinality",
        "baseType normalMaximum interpretation externalScored",
    ),
    "defaultValue": (some("value"), "", ""),
    "correctResponse": (some("value"), "", ""),
    "value": (NOTHING, "", "fieldIdentifier baseType"),
    "mapping": (some("mapEntry"), "", "lowerBound upperBound defaultValue"),
    "mapEntry": (NOTHING, "mapKey mappedValue", "caseSensitive"),
    "itemBody": (some(BLOCK), "", ""),
    "choiceInteraction": (
        some("simpleChoice"),
        "responseIdentifier shuffle maxChoices",
        "minChoices orientation",
    ),
    "orderInteraction": (some("simpleChoice"), "responseIdentifier shuffle", ""),
    "matchInteraction": ("simpleMatchSet simpleMatchSet ", "responseIdentifier shuffle maxAssociations", ""),
    "simpleMatchSet": (many("simpleAssociableChoice"), "", ""),
    "simpleAssociableChoice": (many(INLINE), "identifier matchMax", "fixed"),
    "simpleChoice": (many(INLINE), "identifier", "fixed"),
    "inlineChoiceInteraction": (some("inlineChoice"), "responseIdentifier shuffle", ""),
    "inlineChoice": (NOTHING, "identifier", "fixed"),
    "textEntryInteraction": (NOTHING, "responseIdentifier", "expectedLength placeholderText"),
    "extendedTextInteraction": (NOTHING, "responseIdentifier", "expectedLines placeholderText"),
    "uploadInteraction": (NOTHING, "responseIdentifier", ""),
    "responseProcessing": (many(STATEMENT), "", "template"),
    "responseCondition": ("responseIf " + many("responseElseIf") + maybe("responseElse"), "", ""),
    "responseIf": (f"{EXPRESSION} " + many(STATEMENT), "", ""),
    "responseElseIf": (f"{EXPRESSION} " + many(STATEMENT), "", ""),
    "responseElse": (many(STATEMENT), "", ""),
    "setOutcomeValue": (f"{EXPRESSION} ", "identifier", ""),
    "variable": (NOTHING, "identifier", ""),
    "correct": (NOTHING, "identifier", ""),
    "mapResponse": (NOTHING, "identifier", ""),
    "baseValue": (NOTHING, "baseType", ""),
    "isNull": (f"{EXPRESSION} ", "", ""),
    "not": (f"{EXPRESSION} ", "", ""),
    "containerSize": (f"{EXPRESSION} ", "", ""),
    "index": (f"{EXPRESSION} ", "n", ""),
    "patternMatch": (f"{EXPRESSION} ", "pattern", ""),
    "equal": (f"{EXPRESSION} {EXPRESSION} ", "toleranceMode", "tolerance"),
    **dict.fromkeys(("match", "delete", "subtract", "divide", "lt", "gt"), (f"{EXPRESSION} {EXPRESSION} ", "", "")),
    **dict.fromkeys(("and", "or", "sum", "product", "max", "min", "multiple", "ordered"), (some(EXPRESSION), "", "")),
    **dict.fromkeys(("p", "h1", "h2", "h3", "li", "strong", "em", "code", "sub", "sup"), (many(INLINE), "", "")),
    "td": (many(INLINE), "", "colspan rowspan"),
    "th": (many(INLINE), "", "colspan rowspan"),
    "span": (many(INLINE), "", "class"),
    "pre": (NOTHING, "", "class"),
    "br": (NOTHING, "", ""),
    "img": (NOTHING, "src alt", "width height"),
    "a": (NOTHING, "href", ""),
    "ul": (many("li"), "", ""),
    "ol": (many("li"), "", ""),
    "table": (maybe("caption") + some("tbody"), "", ""),
    "caption": (NOTHING, "", ""),
    "tbody": (some("tr"), "", ""),
    "tr": (some("(?:td|th)"), "", ""),
}
ONLY_IN_3 = {("outcomeDeclaration", "externalScored"), ("choiceInteraction", "orientation")}
TEXT_ALLOWED = frozenset("p h1 h2 h3 li td th strong em code sub sup span pre a caption simpleChoice".split()) | {
    "simpleAssociableChoice",
    "inlineChoice",
    "value",
    "baseValue",
}


def faults_of(xml: bytes, version: Version) -> list[str]:
    """Return what a validator would say of an item."""
    root = etree.fromstring(xml)
    space, schema = ITEM_SPACES[version], ITEM_SCHEMAS[version]
    faults = [] if root.get(f"{{{XSI}}}schemaLocation") == f"{space} {schema}" else ["schemaLocation"]
    identifiers = [one.get("identifier") for one in root if name_of(one).endswith("Declaration")]
    if len(set(identifiers)) != len(identifiers):
        faults.append("declared twice")
    for element in root.iter():
        faults += [f"{element.tag}: {fault}" for fault in _faults(element, version, space)]
    return faults


def _faults(element: etree._Element, version: Version, space: str) -> list[str]:
    qname, name = etree.QName(element), name_of(element)
    faults = [] if qname.namespace == space else ["namespace"]
    if qname.localname.startswith("qti-") != (version is Version.V3_0 and name not in HTML):
        faults.append("spelling")
    if name not in TABLE:
        return [*faults, "unknown element"]
    children, required, others = TABLE[name]
    found = "".join(f"{name_of(child)} " for child in element)
    if not re.fullmatch(children, found):
        faults.append(f"children {found!r}")
    raw = {str(key) for key in element.attrib if not str(key).startswith("{")}
    given = set(attributes(element))
    if version is Version.V3_0 and name not in HTML and any(re.search("[A-Z]", key) for key in raw):
        faults.append(f"attribute spelling {raw}")
    if missing := set(required.split()) - given:
        faults.append(f"missing {missing}")
    if strange := given - set(required.split()) - set(others.split()):
        faults.append(f"strange {strange}")
    if version is Version.V2_1 and any((name, key) in ONLY_IN_3 for key in given):
        faults.append("not in 2.1")
    if name not in TEXT_ALLOWED and (element.text or "").strip():
        faults.append("text")
    return faults
