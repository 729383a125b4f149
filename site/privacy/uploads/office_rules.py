"""What of a DOCX or XLSX stays, goes or makes the file refused: parts, elements and attributes as data."""

from __future__ import annotations

import re

from privacy.uploads.kinds import words

# --- parts, by the last word of the relationship that leads to them -----------------------------------------
_SHARED_PARTS = words(
    """
    officeDocument styles theme comments image vmlDrawing drawing chart chartUserShapes
    diagramData diagramLayout diagramQuickStyle diagramColors diagramDrawing
    """
)
WANTED_PARTS = {
    "docx": _SHARED_PARTS
    | words("stylesWithEffects settings fontTable numbering header footer footnotes endnotes"),
    "xlsx": _SHARED_PARTS | words("worksheet chartsheet sharedStrings"),
}
REFUSED_PARTS = {
    "vbaProject": "macros",
    "wordVbaData": "macros",
    "xlMacrosheet": "macros",
    "xlIntlMacrosheet": "macros",
    "dialogsheet": "macros",
    "control": "macros",
    "attachedToolbars": "macros",
    "oleObject": "office_objects",
    "package": "office_objects",
    "aFChunk": "office_objects",
    "subDocument": "office_objects",
}
MAIN_TYPES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
XML_TYPE = re.compile(
    r"application/vnd\.(openxmlformats-officedocument|ms-(word|excel|office))\.[a-z0-9.+-]*(\+xml|vmldrawing)",
    re.IGNORECASE,
)
UNSAFE_TYPE = re.compile(r"macro|vba|activex|oleobject", re.IGNORECASE)
UNSAFE_PART = re.compile(r"vba(project|data)|(^|/)(macrosheets|activex)/")
PICTURE_TYPES = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif"}

# Fields that Word draws from their code and keeps no last value of.
UNSAVED_FIELDS = re.compile(
    r"\b(EQ|SYMBOL|FORMCHECKBOX|FORMDROPDOWN|MACROBUTTON|DISPLAYBARCODE|ADVANCE)\b", re.IGNORECASE
)

# --- elements, by local name --------------------------------------------------------------------------------
DROP_ANYWHERE = words(
    """
    hlinkClick hlinkHover hlinkMouseOver externalData svgBlip OLEObject control webVideoPr FmlaMacro
    custDataLst snd audioFile videoFile wavAudioFile quickTimeFile
    """
)
DROP_DOCX = DROP_ANYWHERE | words(
    """
    fldChar instrText delInstrText dataBinding rsids docVars attachedTemplate mailMerge docId altChunk subDoc
    printerSettings embedRegular embedBold embedItalic embedBoldItalic permStart permEnd documentProtection
    writeProtection attachedSchema schemaLibrary smartTagType smartTagPr customXmlPr movie saveThroughXslt
    """
)
UNWRAP_DOCX = words("hyperlink fldSimple smartTag customXml")
DROP_WORKBOOK = DROP_ANYWHERE | words(
    """
    definedNames externalReferences pivotCaches fileSharing AlternateContent revisionPtr absPath extLst
    webPublishing webPublishObjects workbookProtection smartTagTypes customWorkbookViews
    """
)
DROP_SHEET = DROP_ANYWHERE | words(
    """
    f hyperlinks oleObjects controls dataValidations conditionalFormatting extLst tableParts AlternateContent
    customSheetViews customProperties webPublishItems sheetProtection scenarios protectedRanges cellWatches
    smartTags dataConsolidate
    """
)
# Elements that stay when what they point to is gone, without the pointer; others go with it.
OUTLIVES_TARGET = words("blip imagedata pageSetup fill stroke")

# --- attributes, by local name ------------------------------------------------------------------------------
DROP_ATTRIBUTES = words(
    """
    paraId textId durableId userId providerId macro textlink descr title alt href althref src cm vm dllVersion
    userName codeName
    """
)
# Pictures are named after the file, or even the folder, that they came from.
NAMED_AFTER_FILES = words("cNvPr docPr")
WRITERS = {"author": "Author", "initials": "A"}
