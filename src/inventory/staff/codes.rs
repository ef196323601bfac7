//! Codes of the staff and account list readers.

use crate::diag::CodePage;
use crate::diag::Severity::{Error, Note, Warning};

macro_rules! pages {
    ($($name:ident $severity:ident $slug:literal $te:literal $td:literal $pe:literal $pd:literal;)*) => {
        $(pub const $name: CodePage = CodePage {
            slug: $slug, severity: $severity, title_en: $te, title_de: $td, page_en: $pe, page_de: $pd,
        };)*
        /// Every code of this room.
        pub const ALL: &[&CodePage] = &[$(&$name),*];
    };
}

pages! {
    LIST_UNREADABLE Error "inventory/list-unreadable"
        "a list is not a table this program can read"
        "eine Liste ist keine Tabelle, die dieses Programm lesen kann"
        "The bytes are neither separated text nor an XLSX workbook: a damaged file, an old `.xls`, an OpenDocument file, a workbook \
         with a password, or something else altogether. Nothing of it was used. Open it in the spreadsheet program and save it as \
         XLSX or as CSV, without a password."
        "Die Bytes sind weder getrennter Text noch eine XLSX-Mappe: eine beschädigte Datei, ein altes `.xls`, ein \
         OpenDocument, eine Mappe mit Kennwort oder etwas ganz anderes. Nichts davon wurde verwendet. In der Tabellenkalkulation \
         öffnen und ohne Kennwort als XLSX oder CSV speichern.";
    LIST_TOO_LARGE Error "inventory/list-too-large"
        "a list is larger than any list of people"
        "eine Liste ist größer als jede Personalliste"
        "A line, a cell, the number of rows or columns, or the unpacked size of a workbook passes the limit for a list of people. \
         Such files come from a wrong export or are made to exhaust memory: a workbook of 1,449 bytes can ask for 512 GiB. The \
         file was refused before it could. Check that the right file is named; split a real list of more than 200,000 rows."
        "Eine Zeile, eine Zelle, die Zahl der Zeilen oder Spalten oder die entpackte Größe einer Mappe überschreitet die Grenze für \
         Personallisten. Solche Dateien stammen aus einem falschen Export oder sollen den Speicher füllen: Eine Mappe von 1449 Byte \
         kann 512 GiB verlangen. Die Datei wurde vorher abgelehnt. Prüfen, ob die richtige Datei genannt ist; eine echte Liste mit \
         über 200.000 Zeilen teilen.";
    ENCODING_GUESSED Note "inventory/encoding-guessed"
        "the encoding of a list was guessed"
        "die Zeichenkodierung einer Liste wurde geraten"
        "The file is not UTF-8 and has no byte order mark. Exports of German offices are mostly Windows-1252, old programs write \
         CP850; the one that gives plausible words was taken. Look at the example in the message. Where it is wrong, set \
         `encoding` at this source in `deskshift.yaml`."
        "Die Datei ist kein UTF-8 und hat keine Bytereihenfolge-Marke. Exporte deutscher Behörden sind meist Windows-1252, alte \
         Programme schreiben CP850; genommen wurde, was plausible Wörter ergibt. Das Beispiel in der Meldung ansehen. Stimmt es \
         nicht, bei dieser Quelle in `deskshift.yaml` `encoding` setzen.";
    ENCODING_UNKNOWN Error "inventory/encoding-unknown"
        "the encoding asked for does not exist"
        "die verlangte Zeichenkodierung gibt es nicht"
        "`encoding` of a staff source in `deskshift.yaml` names no encoding. Known are the labels of the WHATWG Encoding standard \
         (`utf-8`, `windows-1252`, `iso-8859-15`, `utf-16le`, …) and `cp850`. Correct it or leave it out to have it detected."
        "`encoding` einer Personalquelle in `deskshift.yaml` nennt keine Kodierung. Bekannt sind die Namen des WHATWG-Standards \
         (`utf-8`, `windows-1252`, `iso-8859-15`, `utf-16le`, …) und `cp850`. Berichtigen oder weglassen, dann wird sie erkannt.";
    ENCODING_MIXED Warning "inventory/encoding-mixed"
        "a list mixes two encodings"
        "eine Liste mischt zwei Zeichenkodierungen"
        "Some lines are UTF-8, others are Windows-1252: usually two exports were pasted together. Each line was read in the encoding \
         that fits it. Check the names in the lines from the one named on, and save the list anew as UTF-8."
        "Manche Zeilen sind UTF-8, andere Windows-1252: meist wurden zwei Exporte aneinandergehängt. Jede Zeile wurde in der \
         passenden Kodierung gelesen. Die Namen ab der genannten Zeile prüfen und die Liste neu als UTF-8 speichern.";
    LETTERS_LOST Warning "inventory/letters-lost"
        "letters of a name are lost"
        "Buchstaben eines Namens sind verloren"
        "A `?` inside a word or the replacement character U+FFFD shows that an earlier export has thrown letters away (PowerShell \
         does so by default). The letters cannot be had back from this file. Export the list again as UTF-8."
        "Ein `?` mitten im Wort oder das Ersatzzeichen U+FFFD zeigt, dass ein früherer Export Buchstaben weggeworfen hat (PowerShell \
         tut das in der Voreinstellung). Aus dieser Datei sind sie nicht zurückzuholen. Die Liste neu als UTF-8 exportieren.";
    TEXT_GARBLED Warning "inventory/text-garbled"
        "umlauts were encoded twice"
        "Umlaute sind doppelt kodiert"
        "`MÃ¼ller` for `Müller`: text that was UTF-8 already was encoded once more. The text was taken as it is, so profiles and \
         letters would show it. Export the list again, or set the right `encoding` for this source."
        "`MÃ¼ller` statt `Müller`: Text, der schon UTF-8 war, wurde noch einmal kodiert. Er wurde übernommen, wie er ist, und \
         stünde so in Profilen und Briefen. Die Liste neu exportieren oder bei dieser Quelle das richtige `encoding` setzen.";
    HEADER_MISSING Error "inventory/header-missing"
        "no row with column titles was found"
        "keine Zeile mit Spaltentiteln gefunden"
        "The header is the first of the first 60 rows with at least two titles that are known, such as `Name` and `Durchwahl`. \
         Without it no column has a meaning and the list was not used. Name the columns by usual titles; `docs/staff-lists.md` \
         lists them. For a workbook, `sheet` in `deskshift.yaml` picks the sheet."
        "Kopfzeile ist die erste der ersten 60 Zeilen mit mindestens zwei bekannten Titeln, etwa `Name` und `Durchwahl`. Ohne sie hat \
         keine Spalte eine Bedeutung, und die Liste wurde nicht verwendet. Die Spalten mit üblichen Titeln benennen; \
         `docs/staff-lists.md` führt sie auf. Bei einer Mappe wählt `sheet` in `deskshift.yaml` das Blatt.";
    COLUMN_MISSING Error "inventory/column-missing"
        "a column is missing without which the list says nothing"
        "es fehlt eine Spalte, ohne die die Liste nichts sagt"
        "A staff list needs a column with names (`Name`, `Nachname`, `Name, Vorname`). A list of SIP logins needs extension \
         (`Nebenstelle`), login (`Anmeldename`) and password (`Kennwort`). The list was not used. Add the column or correct its title."
        "Eine Personalliste braucht eine Spalte mit Namen (`Name`, `Nachname`, `Name, Vorname`). Eine Liste der SIP-Zugänge \
         braucht Nebenstelle, Anmeldename und Kennwort. Die Liste wurde nicht verwendet. Spalte ergänzen oder Titel berichtigen.";
    COLUMN_DOUBLE Warning "inventory/column-double"
        "two columns mean the same"
        "zwei Spalten bedeuten dasselbe"
        "Two titles stand for the same field, such as `Name` twice. Only the better known title, or else the first one, is read. \
         Check that it is the right one; rename or remove the other."
        "Zwei Titel stehen für dasselbe Feld, etwa zweimal `Name`. Gelesen wird nur der geläufigere, sonst der erste. Prüfen, ob \
         es der richtige ist; den anderen umbenennen oder entfernen.";
    COLUMN_UNUSED Note "inventory/column-unused"
        "columns of a list are not read"
        "Spalten einer Liste werden nicht gelesen"
        "These titles are not known or not needed. If one of them holds something the roster or the profiles need, give it a usual title."
        "Diese Titel sind unbekannt oder werden nicht gebraucht. Steht darin etwas, das Dienstplan oder Profile brauchen, der Spalte \
         einen üblichen Titel geben.";
    COLUMN_AMT Warning "inventory/column-amt-doubtful"
        "the column `Amt` may mean the outside line"
        "die Spalte `Amt` kann die Amtsleitung meinen"
        "In staff lists `Amt` is the department, in exports of telephone systems it is the right to call outside. Here its neighbours or \
         its values (`ja`, `nein`, digits) do not speak for a department, so it was not read. If it is the department, title it \
         `Abteilung` or `Fachbereich`."
        "In Personallisten ist `Amt` die Dienststelle, in Exporten von Telefonanlagen die Amtsberechtigung. Nachbarspalten oder Werte \
         (`ja`, `nein`, Ziffern) sprechen hier nicht für eine Dienststelle; sie wurde nicht gelesen. Ist es doch die Dienststelle, die \
         Spalte `Abteilung` oder `Fachbereich` nennen.";
    ROW_TOO_LONG Error "inventory/row-too-long"
        "a row has more cells than the header"
        "eine Zeile hat mehr Zellen als die Kopfzeile"
        "Mostly a separator inside a cell that is not in quotes; all cells after it are shifted. The row was not used, so the person \
         is missing. Put the cell in double quotes or remove the separator."
        "Meist ein Trennzeichen in einer Zelle ohne Anführungszeichen; alle Zellen danach sind verschoben. Die Zeile wurde nicht \
         verwendet, die Person fehlt also. Die Zelle in Anführungszeichen setzen oder das Trennzeichen entfernen.";
    ROW_TOO_SHORT Warning "inventory/row-too-short"
        "a row has fewer cells than the header"
        "eine Zeile hat weniger Zellen als die Kopfzeile"
        "The missing cells were taken as empty. A line break inside a cell without quotes looks the same: then the rest of the person \
         stands in the next line. Check the row."
        "Die fehlenden Zellen gelten als leer. Ein Zeilenumbruch in einer Zelle ohne Anführungszeichen sieht genauso aus: Dann \
         steht der Rest der Person in der nächsten Zeile. Die Zeile prüfen.";
    QUOTE_OPEN Error "inventory/quote-open"
        "a double quote is never closed"
        "ein Anführungszeichen wird nicht geschlossen"
        "A field begins with `\"`, but no closing one follows within 32,767 characters. The quote was read as a plain character. Close it, \
         or double it if it belongs to the text."
        "Ein Feld beginnt mit `\"`, aber innerhalb von 32.767 Zeichen folgt kein schließendes. Es wurde als gewöhnliches Zeichen \
         gelesen. Schließen, oder verdoppeln, wenn es zum Text gehört.";
    CELL_LINE_BREAK Note "inventory/cell-line-break"
        "cells hold line breaks"
        "Zellen enthalten Zeilenumbrüche"
        "Cells in quotes may hold line breaks; each was read as a blank. Nothing to do, unless the quotes are where they should not be."
        "Zellen in Anführungszeichen dürfen Zeilenumbrüche enthalten; jeder wurde als Leerzeichen gelesen. Nichts zu tun, sofern die \
         Anführungszeichen gewollt sind.";
    SHEET_HIDDEN Note "inventory/sheet-hidden"
        "hidden sheets or rows of a workbook"
        "ausgeblendete Blätter oder Zeilen einer Mappe"
        "Hidden sheets are not read, as they mostly hold old states. Hidden rows (by a filter, say) are read like others. To read a hidden \
         sheet, name it in `sheet` at this source in `deskshift.yaml`."
        "Ausgeblendete Blätter werden nicht gelesen, sie enthalten meist alte Stände. Ausgeblendete Zeilen (etwa durch einen Filter) \
         werden gelesen wie andere. Um ein ausgeblendetes Blatt zu lesen, es bei dieser Quelle in `deskshift.yaml` in `sheet` nennen.";
    SHEET_SKIPPED Note "inventory/sheet-skipped"
        "a sheet without column titles was skipped"
        "ein Blatt ohne Spaltentitel wurde übersprungen"
        "Every visible sheet with a header row is read. This one has none, so it is taken for a cover or a legend."
        "Gelesen wird jedes sichtbare Blatt mit Kopfzeile. Dieses hat keine und gilt als Deckblatt oder Legende.";
    SHEET_UNKNOWN Error "inventory/sheet-unknown"
        "the workbook has no sheet of that name"
        "die Mappe hat kein Blatt dieses Namens"
        "`sheet` of a staff source in `deskshift.yaml` names a sheet that is not there. Correct the name or leave it out."
        "`sheet` einer Personalquelle in `deskshift.yaml` nennt ein Blatt, das es nicht gibt. Namen berichtigen oder weglassen.";
    CELL_ERROR Warning "inventory/cell-error"
        "a cell holds an error instead of a value"
        "eine Zelle enthält einen Fehler statt eines Werts"
        "`#NV`, `#BEZUG!` and the like, or a formula whose result was never stored. It was read as empty. Open the workbook, let it \
         calculate and save it."
        "`#NV`, `#BEZUG!` und dergleichen, oder eine Formel, deren Ergebnis nie gespeichert wurde. Sie gilt als leer. Die Mappe \
         öffnen, rechnen lassen und speichern.";
    CELL_FAR Warning "inventory/cell-far-away"
        "cells far outside of the list were left out"
        "Zellen weit außerhalb der Liste wurden ausgelassen"
        "Text beyond row 200,000 or column 512 is not part of a list of people; mostly someone typed by accident. It was left out. \
         Remove it, or move the list to the upper left."
        "Text jenseits von Zeile 200.000 oder Spalte 512 gehört nicht zu einer Personalliste; meist ein Versehen. Er wurde \
         ausgelassen. Entfernen oder die Liste nach links oben schieben.";
    VALUE_INHERITED Note "inventory/value-inherited"
        "values were taken from a cell above"
        "Werte wurden aus einer Zelle darüber übernommen"
        "Departments and rooms are often written once for several rows, as merged cells or with blanks below. The value of the cell above \
         was taken; `deskshift inventory show` names that cell. A blank row ends it. Fill the cells in where this is wrong."
        "Dienststelle und Zimmer stehen oft nur einmal für mehrere Zeilen, als verbundene Zelle oder mit Lücken darunter. Der Wert \
         der Zelle darüber wurde genommen; `deskshift inventory show` nennt sie. Eine Leerzeile beendet das. Wo es nicht stimmt, die \
         Zellen ausfüllen.";
    ZERO_RESTORED Note "inventory/zero-restored"
        "leading zeros come from the cell format only"
        "führende Nullen stehen nur im Zellformat"
        "The cell holds the number 201 and the format `0000` shows it as `0201`. The text as shown was used. A CSV saved from this \
         workbook may lose the zeros; format such columns as text."
        "Die Zelle enthält die Zahl 201, und das Format `0000` zeigt sie als `0201`. Verwendet wurde der angezeigte Text. Eine daraus \
         gespeicherte CSV kann die Nullen verlieren; solche Spalten als Text formatieren.";
    ROOM_DATE Warning "inventory/room-became-date"
        "a room number became a date"
        "eine Zimmernummer wurde zum Datum"
        "Typed into a spreadsheet, `3.01` turns into 3 January and `2.14` into February 2014. Where the cell format tells what was \
         typed, it was restored; otherwise the room was left out. Correct the cell and format the column as text."
        "In einer Tabellenkalkulation wird aus `3.01` der 3. Januar und aus `2.14` der Februar 2014. Wo das Zellformat zeigt, was \
         getippt wurde, ist es wiederhergestellt; sonst fehlt das Zimmer. Die Zelle berichtigen und die Spalte als Text formatieren.";
    ROOM_DIGIT Warning "inventory/room-digit-lost"
        "a room number may have lost a zero at the end"
        "einer Zimmernummer fehlt vielleicht eine Null am Ende"
        "The room is stored as a number with one digit after the point while others have two: `2.1` may be `2.10`. It was used as it \
         is. Correct the cell and format the column as text."
        "Das Zimmer ist als Zahl mit einer Stelle nach dem Punkt gespeichert, andere haben zwei: `2.1` kann `2.10` sein. Verwendet \
         wurde, was dasteht. Die Zelle berichtigen und die Spalte als Text formatieren.";
    DIGITS_LOST Error "inventory/number-digits-lost"
        "a spreadsheet threw digits of a number away"
        "eine Tabellenkalkulation hat Ziffern weggeworfen"
        "`4,98999998101E+12`: a long number was opened in a spreadsheet and saved as CSV. The digits are gone for good. Take the number \
         from the original and format the column as text."
        "`4,98999998101E+12`: Eine lange Nummer wurde in einer Tabellenkalkulation geöffnet und als CSV gespeichert. Die Ziffern sind \
         endgültig weg. Die Nummer aus dem Original nehmen und die Spalte als Text formatieren.";
    NUMBER_RANGE Error "inventory/number-range"
        "a range of numbers is ambiguous"
        "ein Nummernbereich ist mehrdeutig"
        "`101-105` may be one number or five. No extension was taken. Write single numbers, one row each."
        "`101-105` kann eine Nummer sein oder fünf. Es wurde keine Nebenstelle übernommen. Einzelne Nummern schreiben, je eine Zeile.";
    NUMBER_SERVICE Error "inventory/number-service"
        "an emergency or service number stands as extension"
        "eine Notruf- oder Servicenummer steht als Nebenstelle"
        "110, 112, 115, 116116, 116117 and 19222 are never extensions: a profile with such a number could reach the emergency services \
         or block the way to them. No extension was taken. Correct the cell."
        "110, 112, 115, 116116, 116117 und 19222 sind nie Nebenstellen: Ein Profil damit könnte den Notruf erreichen oder den Weg \
         dorthin versperren. Es wurde keine Nebenstelle übernommen. Die Zelle berichtigen.";
    NUMBER_UNCLEAR Error "inventory/number-not-understood"
        "a number cannot be read"
        "eine Nummer ist nicht lesbar"
        "The cell of a column of numbers holds something else. No extension was taken. Expected is a number of this site in any usual \
         notation: `101`, `-101`, `99998-101`, `089 99998-101`, `+49 89 99998-101`."
        "Die Zelle einer Nummernspalte enthält etwas anderes. Es wurde keine Nebenstelle übernommen. Erwartet ist eine Nummer dieses \
         Standorts in üblicher Schreibweise: `101`, `-101`, `99998-101`, `089 99998-101`, `+49 89 99998-101`.";
    NUMBER_FOREIGN Warning "inventory/number-of-another-site"
        "a number does not belong to this site"
        "eine Nummer gehört nicht zu diesem Standort"
        "The number is complete, but neither area and head number are the site's: another site, a mobile or a private line. It is no \
         extension here. Correct it, or correct `numbers` in `deskshift.yaml` if the head number there is wrong."
        "Die Nummer ist vollständig, aber Vorwahl und Kopfnummer sind nicht die des Standorts: ein anderer Standort, ein Mobil- oder \
         Privatanschluss. Hier ist sie keine Nebenstelle. Berichtigen, oder `numbers` in `deskshift.yaml`, falls dort die Kopfnummer \
         nicht stimmt.";
    NUMBER_ZERO Warning "inventory/number-zero-missing"
        "a leading zero is missing"
        "eine führende Null fehlt"
        "The area code stands without its zero, or the extension is one digit shorter than the plan: a CSV that went through a \
         spreadsheet loses leading zeros. The extension was used as it stands unless the telephone system knows the one with the \
         zero. Correct the list."
        "Die Vorwahl steht ohne Null, oder die Nebenstelle ist eine Stelle kürzer als der Nummernplan: Eine CSV verliert in einer \
         Tabellenkalkulation führende Nullen. Die Nebenstelle wurde verwendet, wie sie dasteht, außer die Anlage kennt die mit Null. \
         Die Liste berichtigen.";
    NUMBER_LENGTH Warning "inventory/number-length"
        "an extension has a length that the plan does not have"
        "eine Nebenstelle hat eine Länge, die der Nummernplan nicht kennt"
        "`numbers.extension_lengths` in `deskshift.yaml` says how long extensions of this site are. Correct the cell or the plan."
        "`numbers.extension_lengths` in `deskshift.yaml` sagt, wie lang Nebenstellen hier sind. Die Zelle oder den Plan berichtigen.";
    NUMBER_TOO_LONG Warning "inventory/number-too-long"
        "a number has more than 15 digits"
        "eine Nummer hat mehr als 15 Ziffern"
        "E.164 allows 15 digits with the country code. Digits of two numbers may have run together. Correct the cell."
        "E.164 erlaubt 15 Ziffern mit Landesvorwahl. Vielleicht sind zwei Nummern zusammengelaufen. Die Zelle berichtigen.";
    NUMBER_SEVERAL Warning "inventory/number-several"
        "a person's cell holds several numbers"
        "die Zelle einer Person enthält mehrere Nummern"
        "A softphone gets one line. The first number was taken as the person's extension; the others are named in the message. Write \
         the others into rows of their own if they are to be moved as well."
        "Ein Softphone bekommt eine Leitung. Die erste Nummer gilt als Nebenstelle der Person; die anderen nennt die Meldung. Sollen sie \
         auch umziehen, je eine eigene Zeile schreiben.";
    NUMBER_ODD_SIGNS Note "inventory/number-odd-signs"
        "unusual dashes or blanks in numbers"
        "ungewöhnliche Striche oder Leerzeichen in Nummern"
        "Numbers copied from word processors hold long dashes (U+2013), protected blanks (U+00A0) or invisible signs. They were read as \
         plain ones; nothing to do."
        "Aus Textprogrammen kopierte Nummern enthalten lange Striche (U+2013), geschützte Leerzeichen (U+00A0) oder unsichtbare \
         Zeichen. Sie wurden wie gewöhnliche gelesen; nichts zu tun.";
    NUMBERS_DIFFER Warning "inventory/number-columns-differ"
        "two columns give different extensions for one person"
        "zwei Spalten nennen verschiedene Nebenstellen einer Person"
        "Columns such as `Nebenstelle` and `Telefon` should end in the same extension. The column that names the extension was used. \
         Correct the other one."
        "Spalten wie `Nebenstelle` und `Telefon` sollten auf dieselbe Nebenstelle enden. Verwendet wurde die Spalte mit der \
         Nebenstelle. Die andere berichtigen.";
    DAYS_UNCLEAR Warning "inventory/days-not-understood"
        "weekdays in words that are not known"
        "Wochentage in unbekannten Worten"
        "Known are `Mo, Mi`, `Mo-Mi`, `nur Mo-Do`, `frei: Fr`, `täglich außer Mi`, `Mo, Do; nicht: Di`. Weekdays that could be read were \
         used, the rest was left out; half days and alternating weeks cannot be said here. Reword the cell."
        "Bekannt sind `Mo, Mi`, `Mo-Mi`, `nur Mo-Do`, `frei: Fr`, `täglich außer Mi`, `Mo, Do; nicht: Di`. Lesbare Wochentage wurden \
         verwendet, der Rest ausgelassen; halbe Tage und wechselnde Wochen lassen sich hier nicht sagen. Die Zelle umformulieren.";
    VALUE_UNCLEAR Warning "inventory/value-not-understood"
        "a cell with yes or no says something else"
        "eine Ja-Nein-Zelle sagt etwas anderes"
        "For working at home `ja`, `nein`, `immer`, `geeignet`, `nicht geeignet` and `x` are known; for a notebook of one's own `ja`, `nein`, \
         `privat`, `dienstlich`. The cell was taken as if it were empty. Correct it."
        "Für Homeoffice sind `ja`, `nein`, `immer`, `geeignet`, `nicht geeignet` und `x` bekannt; für das eigene Notebook `ja`, `nein`, \
         `privat`, `dienstlich`. Die Zelle gilt als leer. Berichtigen.";
    MAC_MALFORMED Error "inventory/mac-malformed"
        "a MAC address is none"
        "eine MAC-Adresse ist keine"
        "Expected are twelve hex digits, in pairs or not, with `:`, `-`, `.` or nothing between. `5,34E+03` means that a spreadsheet \
         took it for a number. The address was left out. Correct the cell."
        "Erwartet sind zwölf Hexziffern, in Paaren oder nicht, mit `:`, `-`, `.` oder nichts dazwischen. `5,34E+03` heißt, dass eine \
         Tabellenkalkulation sie für eine Zahl hielt. Die Adresse wurde ausgelassen. Die Zelle berichtigen.";
    PERSON_NAMELESS Error "inventory/person-nameless"
        "a row names no person"
        "eine Zeile nennt keine Person"
        "The row holds data but no name, so nobody can be given a profile or a place in the roster. It was not used. Fill in the name or \
         remove the row."
        "Die Zeile enthält Daten, aber keinen Namen; niemand kann also ein Profil oder einen Platz im Dienstplan bekommen. Sie wurde \
         nicht verwendet. Den Namen ergänzen oder die Zeile entfernen.";
    LIST_EMPTY Warning "inventory/list-empty"
        "a list has titles but no rows"
        "eine Liste hat Titel, aber keine Zeilen"
        "The column titles were found, but nobody below them. Mostly the wrong sheet, an empty template or an export that was cut off. Check the \
         file, or name the sheet in `deskshift.yaml`."
        "Die Spaltentitel sind da, darunter aber niemand. Meist das falsche Blatt, eine leere Vorlage oder ein abgebrochener Export. Die Datei \
         prüfen oder das Blatt in `deskshift.yaml` nennen.";
    REMARK_ROW Note "inventory/remark-row"
        "a row with one cell is a remark"
        "eine Zeile mit einer Zelle ist eine Anmerkung"
        "One filled cell that is no name: a date, a sum, a legend below the list. It was left out."
        "Eine einzige gefüllte Zelle, die kein Name ist: ein Datum, eine Summe, eine Legende unter der Liste. Sie wurde ausgelassen.";
    FUNCTION_LISTED Note "inventory/function-in-staff-list"
        "a row of a staff list is a function, not a person"
        "eine Zeile einer Personalliste ist eine Funktion, keine Person"
        "Rows such as `Fax Poststelle`, `Aufzug Notruf` or `Besprechung 1.07` have no first name and no staff number. Their extension \
         keeps its desk phone and takes no part in the roster."
        "Zeilen wie `Fax Poststelle`, `Aufzug Notruf` oder `Besprechung 1.07` haben weder Vornamen noch Personalnummer. Ihre Nebenstelle \
         behält ihr Gerät und nimmt nicht am Dienstplan teil.";
    NAME_NOTE Note "inventory/name-note-removed"
        "a remark was taken out of a name"
        "eine Anmerkung wurde aus einem Namen genommen"
        "`Müller (Tz)`: what stands in brackets is not part of the name and would appear in the softphone's display name. It was left \
         out. If it says something the roster needs, put it into a column of its own."
        "`Müller (Tz)`: Was in Klammern steht, gehört nicht zum Namen und stünde sonst im Anzeigenamen des Softphones. Es wurde \
         ausgelassen. Braucht der Dienstplan die Angabe, sie in eine eigene Spalte schreiben.";
    LOGIN_INCOMPLETE Error "inventory/login-incomplete"
        "a row of a login list is not complete"
        "eine Zeile einer Zugangsliste ist unvollständig"
        "A login needs extension, login name and password. The row was not used. Passwords are never shown, so look the row up in the \
         list itself."
        "Ein Zugang braucht Nebenstelle, Anmeldename und Kennwort. Die Zeile wurde nicht verwendet. Kennwörter werden nie angezeigt, \
         die Zeile also in der Liste selbst nachsehen.";
    LOGIN_TWICE Error "inventory/login-listed-twice"
        "an extension has two logins in the lists"
        "eine Nebenstelle hat zwei Zugänge in den Listen"
        "The first row counts. If the two differ, one of them is old and its password would be refused by the telephone system. Remove it."
        "Es gilt die erste Zeile. Unterscheiden sich beide, ist eine veraltet, und die Anlage würde ihr Kennwort ablehnen. Diese entfernen.";
    MORE_OF_SAME Note "inventory/more-of-the-same"
        "more findings of one kind than are shown"
        "mehr Befunde einer Art, als gezeigt werden"
        "One list gave more than 1,000 findings of the same code; the rest is only counted. Mend the cause and run the import again."
        "Eine Liste ergab mehr als 1.000 Befunde desselben Codes; der Rest ist nur gezählt. Die Ursache beheben und den Import \
         noch einmal starten.";
}
