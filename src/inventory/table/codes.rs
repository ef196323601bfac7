//! Codes of reading tables: files, sheets, encodings, rows and columns, whatever they hold.

use crate::diag::pages;

pages! {
    LIST_UNREADABLE Error "inventory/list-unreadable"
        "a list is not a table this program can read"
        "eine Liste ist keine Tabelle, die dieses Programm lesen kann"
        "The bytes are neither separated text nor an XLSX or ODS workbook: a damaged file, an old `.xls`, a text document, a workbook \
         with a password, or something else altogether. Nothing of it was used. Open it in the spreadsheet program and save it as \
         XLSX or as CSV, without a password."
        "Die Bytes sind weder getrennter Text noch eine XLSX- oder ODS-Mappe: eine beschädigte Datei, ein altes `.xls`, ein \
         Textdokument, eine Mappe mit Kennwort oder etwas ganz anderes. Nichts davon wurde verwendet. In der Tabellenkalkulation \
         öffnen und ohne Kennwort als XLSX oder CSV speichern.";
    FILE_EMPTY Error "inventory/file-empty"
        "a file is empty"
        "eine Datei ist leer"
        "The file has no bytes, only a byte order mark, or only blanks and line ends: an export that failed, a copy that broke off, a download \
         that never came. Nothing could be read. Export or copy it again."
        "Die Datei hat keine Bytes, nur eine Bytereihenfolge-Marke oder nur Leerzeichen und Zeilenenden: ein fehlgeschlagener Export, eine \
         abgebrochene Kopie oder ein Download, der nie ankam. Es war nichts zu lesen. Noch einmal exportieren oder kopieren.";
    LIST_TOO_LARGE Error "inventory/list-too-large"
        "a list is larger than any list of people"
        "eine Liste ist größer als jede Personalliste"
        "A line, a cell, the number of rows or columns, or the unpacked size of a workbook passes the limit for a list of people. \
         Such files come from a wrong export or are made to exhaust memory: a workbook of 1,449 bytes can ask for 512 GiB. The \
         file was refused before it could. Check that the right file is named. A real list may be larger: `limits` in `deskshift.yaml` says \
         how many rows (200,000 without it) and how many megabytes a source may have."
        "Eine Zeile, eine Zelle, die Zahl der Zeilen oder Spalten oder die entpackte Größe einer Mappe überschreitet die Grenze für \
         Personallisten. Solche Dateien stammen aus einem falschen Export oder sollen den Speicher füllen: Eine Mappe von 1449 Byte \
         kann 512 GiB verlangen. Die Datei wurde vorher abgelehnt. Prüfen, ob die richtige Datei genannt ist. Eine echte Liste darf \
         größer sein: `limits` in `deskshift.yaml` sagt, wie viele Zeilen (ohne Angabe 200.000) und Megabyte eine Quelle haben darf.";
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
    ENCODING_MIXED Error "inventory/encoding-mixed"
        "a list mixes two encodings"
        "eine Liste mischt zwei Zeichenkodierungen"
        "Some lines are UTF-8, others are Windows-1252: usually two exports were pasted together. Each line was read in the encoding \
         that fits it, which may be wrong for a line that fits both. Check the names in the lines from the one named on, and save the list anew as UTF-8. A list that changes more than a \
         hundred times is refused."
        "Manche Zeilen sind UTF-8, andere Windows-1252: meist wurden zwei Exporte aneinandergehängt. Jede Zeile wurde in der \
         passenden Kodierung gelesen. Die Namen ab der genannten Zeile prüfen und die Liste neu als UTF-8 speichern. Eine Liste, die mehr als hundertmal \
         wechselt, wird abgelehnt.";
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
    CELL_UNTITLED Note "inventory/cell-without-title"
        "cells stand in columns without a title"
        "Zellen stehen in Spalten ohne Titel"
        "The header row is empty above these cells, so nobody can say what they mean. They were not read. Give the column a title, or \
         check whether an unquoted separator has moved them."
        "Über diesen Zellen ist die Kopfzeile leer; was sie bedeuten, kann niemand sagen. Sie wurden nicht gelesen. Der Spalte einen \
         Titel geben, oder prüfen, ob ein Trennzeichen ohne Anführungszeichen sie verschoben hat.";
    COLUMN_UNUSED Warning "inventory/column-unused"
        "columns of a list are not read"
        "Spalten einer Liste werden nicht gelesen"
        "These columns are not known or not needed. If one of them holds something the roster or the profiles need, give it a usual title, \
         or name it in the mapping."
        "Diese Spalten sind unbekannt oder werden nicht gebraucht. Steht darin etwas, das Dienstplan oder Profile brauchen, der Spalte \
         einen üblichen Titel geben oder sie in der Zuordnung nennen.";
    CELL_UNREADABLE Warning "inventory/cell-unreadable"
        "a cell holds something else than its column is for"
        "eine Zelle enthält etwas anderes, als ihre Spalte vorsieht"
        "The column is known and has numbers, yes and no, or options (`attach=yes|saycid=no`) only; `zwei` where the telephone system writes \
         `2` is none. The cell, or that part of it, was taken as empty. Mostly it has moved from another column, or the export was edited \
         by hand. Correct it."
        "Die Spalte ist bekannt und hat nur Zahlen, Ja und Nein oder Optionen (`attach=yes|saycid=no`); `zwei`, wo die Anlage `2` schreibt, \
         ist keine Zahl. Die Zelle oder dieser Teil von ihr gilt als leer. Meist ist sie aus einer anderen Spalte verrutscht, oder der \
         Export wurde von Hand bearbeitet. Berichtigen.";
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
    CELL_LINE_BREAK Warning "inventory/cell-line-break"
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
    SHEET_SKIPPED Warning "inventory/sheet-skipped"
        "a sheet was not read, as it has no known column titles"
        "ein Blatt wurde nicht gelesen, da es keine bekannten Spaltentitel hat"
        "Every visible sheet with a header row is read. This one has none, so nobody can say what its columns mean: a cover or a legend, or \
         people who are missing now. The message counts the rows and columns that were not used and says where they stand; `--all` and \
         `--format json` list every row. Give the columns usual titles, or write a mapping, where the sheet holds people or numbers."
        "Gelesen wird jedes sichtbare Blatt mit Kopfzeile. Dieses hat keine; was seine Spalten bedeuten, kann niemand sagen: ein Deckblatt oder \
         eine Legende, oder Leute, die nun fehlen. Die Meldung zählt die nicht verwendeten Zeilen und Spalten und nennt ihren Ort; `--all` und \
         `--format json` führen jede Zeile auf. Enthält das Blatt Leute oder Nummern, den Spalten übliche Titel geben oder eine Zuordnung \
         schreiben.";
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
    CELL_BROKEN Note "inventory/cell-broken-into-lines"
        "a cell holds a tab or a line break"
        "eine Zelle enthält einen Tabulator oder Zeilenumbruch"
        "Names, numbers and rooms go into files in which a line break ends the value. So a blank was put in its place. Where the cell means two \
         things (two numbers, a room and a remark), give each a column or a row of its own."
        "Namen, Nummern und Räume gehen in Dateien, in denen ein Zeilenumbruch den Wert beendet. Darum steht dort jetzt ein Leerzeichen. Meint die \
         Zelle zweierlei (zwei Nummern, Raum und Bemerkung), jedem eine eigene Spalte oder Zeile geben.";
    CELL_FAR Warning "inventory/cell-far-away"
        "cells far outside of the list were left out"
        "Zellen weit außerhalb der Liste wurden ausgelassen"
        "Text beyond the last row that `limits` allows (200,000 without it) or column 512 is not part of a list of people; mostly someone typed by accident. It was left out. \
         Remove it, or move the list to the upper left."
        "Text jenseits der letzten Zeile, die `limits` zulässt (ohne Angabe 200.000), oder der Spalte 512 gehört nicht zu einer Personalliste; meist ein Versehen. Er wurde \
         ausgelassen. Entfernen oder die Liste nach links oben schieben.";
    MORE_OF_SAME Note "inventory/more-of-the-same"
        "more findings of one kind than are shown"
        "mehr Befunde einer Art, als gezeigt werden"
        "One list gave more than 1,000 findings of the same code; the rest is only counted. Mend the cause and run the import again."
        "Eine Liste ergab mehr als 1.000 Befunde desselben Codes; der Rest ist nur gezählt. Die Ursache beheben und den Import \
         noch einmal starten.";
    PLACEHOLDER Note "inventory/placeholder"
        "cells hold a placeholder where a key is expected"
        "Zellen enthalten einen Platzhalter, wo ein Schlüssel erwartet ist"
        "`0`, `x`, `-`, `?`, `unbekannt`, `n/a`, `k. A.` and the like stand where staff number, login, mail address, room, label or serial number \
         are missing; a spreadsheet also writes 0 for a look-up that found an empty cell. They count as empty: taken as a key, they would make \
         one person or one device of many. The message has their number and the first one. Fill in the key, or leave the cell empty."
        "`0`, `x`, `-`, `?`, `unbekannt`, `n/a`, `k. A.` und dergleichen stehen, wo Personalnummer, Anmeldename, Mailadresse, Zimmer, Inventar- oder \
         Seriennummer fehlen; eine Tabellenkalkulation schreibt auch 0, wenn ein Verweis eine leere Zelle findet. Sie gelten als leer: Als Schlüssel \
         genommen machten sie aus vielen Personen oder Geräten eines. Die Meldung nennt ihre Zahl und die erste. Den Schlüssel ergänzen oder die \
         Zelle leeren.";
    SECRET_IN_TEXT Warning "inventory/password-in-text"
        "a text seems to hold a password and was left out"
        "ein Text scheint ein Kennwort zu enthalten und wurde ausgelassen"
        "A remark or another free text names a password, a PIN or a token (`Passwort: …`, `PIN …`), or has a word that is built as drawn \
         passwords are. It was not taken over, and nothing of it is shown: inventories, tables and letters are read by people who must not have \
         the password. The message has the number of such cells and the place of the first. Take the password out of the list, and change it: \
         whoever has had the list knows it."
        "Eine Bemerkung oder ein anderer freier Text nennt ein Kennwort, eine PIN oder ein Token (`Passwort: …`, `PIN …`) oder enthält ein Wort, das \
         wie ein gewürfeltes Kennwort gebaut ist. Er wurde nicht übernommen, und nichts davon wird gezeigt: Inventar, Tabellen und Briefe lesen \
         Leute, die das Kennwort nicht haben dürfen. Die Meldung nennt die Zahl solcher Zellen und die Stelle der ersten. Das Kennwort aus der Liste \
         nehmen und ändern: Wer die Liste hatte, kennt es.";
}
