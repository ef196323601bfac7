//! What a file seems to be that holds no table: told by its first bytes and by names inside, never by the name of the file.

use crate::diag::Words;

/// What it seems to be, and what to do with it.
pub(in crate::inventory) struct Foreign {
    pub what: Words,
    pub todo: Words,
}

/// Bytes that are looked at.
const HEAD: usize = 256 * 1024;

fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    memchr::memmem::find(&bytes[..bytes.len().min(HEAD)], wanted).is_some()
}

/// Whether the names of streams in an old office file have this one, in UTF-16.
fn has_stream(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    // Its directory may stand anywhere.
    memchr::memmem::find(bytes, &wide).is_some()
}

fn export() -> Words {
    Words::new(
        "export the table from the program that made it as XLSX or CSV",
        "die Tabelle aus dem Programm, das sie erzeugt hat, als XLSX oder CSV exportieren",
    )
}

fn save() -> Words {
    Words::new("open it and save it as XLSX or CSV, without a password", "öffnen und als XLSX oder CSV ohne Kennwort speichern")
}

fn copy() -> Words {
    Words::new(
        "copy the table into a spreadsheet and save it as XLSX or CSV",
        "die Tabelle in eine Tabellenkalkulation kopieren und als XLSX oder CSV speichern",
    )
}

fn unpack() -> Words {
    Words::new("unpack it and name the files that are in it", "auspacken und die Dateien darin nennen")
}

fn seems(en: &'static str, de: &'static str, todo: Words) -> Foreign {
    Foreign { what: Words::new(en, de), todo }
}

/// A text that is a program's own export of something else than telephones or people of a telephone system.
fn text(bytes: &[u8]) -> Option<Foreign> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let begins = |mark: &[u8]| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    if begins(b"BEGIN:VCARD") {
        return Some(seems(
            "an address book (vCard)",
            "ein Adressbuch (vCard)",
            Words::new(
                "export the contacts as CSV from the program that made it, with columns for last name, first name and telephone",
                "die Kontakte aus dem Programm, das es erzeugt hat, als CSV exportieren, mit Spalten für Nachname, Vorname und Telefon",
            ),
        ));
    }
    if begins(b"BEGIN:VCALENDAR") {
        return Some(seems("a calendar (iCalendar)", "ein Kalender (iCalendar)", export()));
    }
    if begins(b"**** FRITZ!Box") {
        return Some(seems(
            "the saved settings of a FRITZ!Box, whose passwords are encrypted",
            "die gesicherten Einstellungen einer FRITZ!Box, deren Kennwörter verschlüsselt sind",
            Words::new(
                "write its telephones from `Telephony > Telephony Devices` into a CSV with `Name`, `Extension` and `MAC`; logins are set anew there",
                "ihre Telefone aus `Telefonie > Telefoniegeräte` in eine CSV mit `Name`, `Nebenstelle` und `MAC` schreiben; Zugänge werden dort neu vergeben",
            ),
        ));
    }
    if begins(b"<") && has(&text[..text.len().min(4096)], b"<phonebook") && has(text, b"<contact") {
        return Some(seems(
            "a phone book of a FRITZ!Box: numbers to dial, no extensions",
            "ein Telefonbuch einer FRITZ!Box: Nummern zum Anrufen, keine Nebenstellen",
            Words::new(
                "open it in a spreadsheet (`Data > From XML`), save names and numbers as CSV with the titles `Name` and `Telefon`, and name that",
                "in einer Tabellenkalkulation öffnen (`Daten > Aus XML`), Namen und Nummern als CSV mit den Titeln `Name` und `Telefon` speichern und diese nennen",
            ),
        ));
    }
    let page = begins(b"<!DOCTYPE html") || begins(b"<html");
    page.then(|| seems("a web page", "eine Webseite", copy()))
}

/// None where the bytes may be a text, a workbook or a file that some reader knows.
#[must_use]
pub(in crate::inventory) fn foreign(bytes: &[u8]) -> Option<Foreign> {
    let start = |mark: &[u8]| bytes.starts_with(mark);
    // A few bytes before the mark are allowed, and usual.
    if has(&bytes[..bytes.len().min(1024)], b"%PDF-") {
        return Some(seems("a PDF document", "ein PDF-Dokument", export()));
    }
    if start(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Some(old_office(bytes));
    }
    if start(b"PK\x03\x04") || start(b"PK\x05\x06") {
        return archive(bytes);
    }
    let image = start(b"\x89PNG\r\n") || start(b"\xFF\xD8\xFF") || start(b"GIF8") || start(b"II*\0") || start(b"MM\0*");
    let riff = start(b"RIFF") && bytes.get(8..12).is_some_and(|kind| kind == b"WEBP");
    let bitmap = start(b"BM") && bytes.get(6..10).is_some_and(|zeros| zeros == [0; 4]);
    if image || riff || bitmap || bytes.get(4..12).is_some_and(|kind| kind == b"ftypheic") {
        return Some(seems("a picture", "ein Bild", export()));
    }
    if start(b"{\\rtf") {
        return Some(seems("a text document (RTF)", "ein Textdokument (RTF)", copy()));
    }
    if start(b"\0\x01\0\0Standard Jet DB") || start(b"\0\x01\0\0Standard ACE DB") {
        return Some(seems("an Access database", "eine Access-Datenbank", export()));
    }
    let packed = start(b"\x1F\x8B") || start(b"BZh") || start(b"\xFD7zXZ") || start(b"7z\xBC\xAF") || start(b"Rar!\x1A\x07");
    if packed || start(b"\x28\xB5\x2F\xFD") || bytes.get(257..262).is_some_and(|mark| mark == b"ustar") {
        return Some(seems("a packed archive", "ein gepacktes Archiv", unpack()));
    }
    text(bytes)
}

fn old_office(bytes: &[u8]) -> Foreign {
    if has_stream(bytes, "EncryptedPackage") {
        return seems("a workbook or document with a password", "eine Mappe oder ein Dokument mit Kennwort", save());
    }
    if has_stream(bytes, "WordDocument") {
        return seems("an old Word document (`.doc`)", "ein altes Word-Dokument (`.doc`)", copy());
    }
    if has_stream(bytes, "PowerPoint Document") {
        return seems("an old presentation (`.ppt`)", "eine alte Präsentation (`.ppt`)", export());
    }
    if has_stream(bytes, "__substg1.0_") || has_stream(bytes, "__properties_version1.0") {
        return seems(
            "a mail of Outlook (`.msg`)",
            "eine Mail aus Outlook (`.msg`)",
            Words::new("save what is attached to it", "den Anhang speichern"),
        );
    }
    seems("an old `.xls` file or a workbook with a password", "eine alte `.xls`-Datei oder eine Mappe mit Kennwort", save())
}

/// A ZIP that is no XLSX and no ODS.
fn archive(bytes: &[u8]) -> Option<Foreign> {
    if has(bytes, b"xl/workbook.bin") {
        return Some(seems("a binary workbook (`.xlsb`)", "eine binäre Mappe (`.xlsb`)", save()));
    }
    if has(bytes, b"word/document.xml") || has(bytes, b"opendocument.text") {
        return Some(seems("a text document (`.docx`, `.odt`)", "ein Textdokument (`.docx`, `.odt`)", copy()));
    }
    if has(bytes, b"ppt/presentation.xml") || has(bytes, b"opendocument.presentation") {
        return Some(seems("a presentation", "eine Präsentation", export()));
    }
    let workbook =
        has(bytes, b"xl/") || has(bytes, b"[Content_Types].xml") || has(bytes, b"_rels/") || has(bytes, b"content.xml");
    // A part of the names may stand at the end only.
    let named = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
    let other =
        !workbook && !named(b"xl/workbook") && !named(b"content.xml") && bytes.starts_with(b"PK\x03\x04") && named(b"PK\x01\x02");
    other.then(|| seems("a ZIP archive", "ein ZIP-Archiv", unpack()))
}

/// Line and column of the first zero byte of what is text otherwise: few zeros, none of them as UTF-16 has them.
#[must_use]
pub(in crate::inventory) fn first_zero(bytes: &[u8]) -> Option<(u32, u32)> {
    let zeros = memchr::memchr_iter(0, bytes).count();
    let controls = bytes.iter().filter(|b| **b < 32 && !matches!(**b, 0 | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A)).count();
    if zeros == 0 || zeros * 10 > bytes.len() || controls * 50 > bytes.len() {
        return None;
    }
    let at = memchr::memchr(0, bytes)?;
    let line = memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1;
    let begin = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
    let column = String::from_utf8_lossy(&bytes[begin..at]).chars().count() + 1;
    Some((u32::try_from(line).ok()?, u32::try_from(column).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(name: &str) -> Vec<u8> {
        let mut out = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 .".to_vec();
        out.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        out
    }

    #[test]
    fn files_that_are_no_table() {
        let mut tar = vec![b'a'; 600];
        tar[257..262].copy_from_slice(b"ustar");
        for (bytes, expected) in [
            (b"%PDF-1.7\n%\xE2\xE3".to_vec(), "a PDF document"),
            (b"\n\n%PDF-1.4".to_vec(), "a PDF document"),
            (wide("Workbook"), "an old `.xls` file or a workbook with a password"),
            (wide("WordDocument"), "an old Word document (`.doc`)"),
            (wide("EncryptedPackage"), "a workbook or document with a password"),
            (wide("__properties_version1.0"), "a mail of Outlook (`.msg`)"),
            (b"\x89PNG\r\n\x1a\n\0\0".to_vec(), "a picture"),
            (b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec(), "a picture"),
            (b"PK\x03\x04....word/document.xml....PK\x01\x02".to_vec(), "a text document (`.docx`, `.odt`)"),
            (b"PK\x03\x04....xl/workbook.bin....PK\x01\x02".to_vec(), "a binary workbook (`.xlsb`)"),
            (b"PK\x03\x04....liste.csv....PK\x01\x02".to_vec(), "a ZIP archive"),
            (b"{\\rtf1\\ansi".to_vec(), "a text document (RTF)"),
            (b"\x1F\x8B\x08".to_vec(), "a packed archive"),
            (tar, "a packed archive"),
            (b"\xEF\xBB\xBFbegin:vcard\r\nVERSION:3.0\r\n".to_vec(), "an address book (vCard)"),
            (
                b"**** FRITZ!Box 7590 CONFIGURATION EXPORT\n".to_vec(),
                "the saved settings of a FRITZ!Box, whose passwords are encrypted",
            ),
            (
                b"<?xml version=\"1.0\"?>\n<phonebooks><phonebook name=\"a\"><contact>".to_vec(),
                "a phone book of a FRITZ!Box: numbers to dial, no extensions",
            ),
            (b"\n<!doctype HTML><html>".to_vec(), "a web page"),
        ] {
            assert_eq!(foreign(&bytes).map(|found| found.what.en).as_deref(), Some(expected));
        }
        for bytes in
            [&b"Name;Vorname\n"[..], b"PK\x03\x04....xl/workbook.xml....PK\x01\x02", b"BM;1\n", b"MZ;1\n", b"SQLite format 3\0"]
        {
            assert!(foreign(bytes).is_none(), "{bytes:?}");
        }
    }

    #[test]
    fn a_zero_in_a_text() {
        assert_eq!(first_zero(b"Name;Vorname\nM\xC3\xBCl\0ler;Hans\n"), Some((2, 4)));
        assert_eq!(first_zero(b"Name;Vorname\n"), None);
        assert_eq!(first_zero(b"\x7FELF\0\0\0\0\0\0\0"), None);
    }
}
