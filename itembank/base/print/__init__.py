"""The ground under everything we print: fonts, pages, tables, QR codes. No form and no report is known here."""
