"""Makes one file that is both PDF/A-2a (ISO 19005-2, to be archived) and PDF/UA-1 (ISO 14289-1, to be
read by everybody; D.Lgs. 106/2018 asks it of public bodies).

WeasyPrint writes one variant: PDF/A-2a, tagged. PDF/UA-1 adds its identifier to the metadata, and
PDF/A wants every foreign property described by an extension schema beside it, in the same RDF block.
"""

from io import BytesIO

import pikepdf

_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def add_universal_access(pdf: bytes) -> bytes:
    """A PDF/A-2a file as PDF/UA-1 too; ValueError if it has no metadata block to complete."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        metadata = opened.Root.Metadata.read_bytes()
        end = metadata.find(b"</rdf:RDF>")
        if end < 0:
            raise ValueError("The file has no RDF metadata.")
        whole = metadata[:end] + _UA + metadata[end:]
        stream = opened.make_stream(whole, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        opened.Root.Metadata = stream
        opened.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        for page in opened.pages:
            if "/Annots" in page:
                page.Tabs = pikepdf.Name.S
        out = BytesIO()
        # Uncompressed metadata, and no rewriting of the streams that the archive format prescribes.
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()
