//! Codes of the staff and account list readers; those of reading tables at all are in `inventory/table`.

use crate::diag::pages;

pages! {
    COLUMN_AMT Warning "inventory/column-amt-doubtful"
        "the column `Amt` may mean the outside line"
        "die Spalte `Amt` kann die Amtsleitung meinen"
        "In staff lists `Amt` is the department, in exports of telephone systems it is the right to call outside. Here its neighbours or \
         its values (`ja`, `nein`, digits) do not speak for a department, so it was not read. If it is the department, title it \
         `Abteilung` or `Fachbereich`."
        "In Personallisten ist `Amt` die Dienststelle, in Exporten von Telefonanlagen die Amtsberechtigung. Nachbarspalten oder Werte \
         (`ja`, `nein`, Ziffern) sprechen hier nicht für eine Dienststelle; sie wurde nicht gelesen. Ist es doch die Dienststelle, die \
         Spalte `Abteilung` oder `Fachbereich` nennen.";
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
        "Typed into a spreadsheet, `3.01` turns into 3 January and `2.14` into February 2014. A list then holds `14. Feb`, `14.02.2026`, `02.14` or \
         the count of days `45337`. Where the form tells what was typed, it was restored; otherwise the room was left out, and the message \
         names what it probably was. The other rooms of the column decide: `02.14` is a room where others have two digits before the point, too, \
         and five digits are where most have them. Correct the cell and format the column as text."
        "In einer Tabellenkalkulation wird aus `3.01` der 3. Januar und aus `2.14` der Februar 2014. In der Liste steht dann `14. Feb`, `14.02.2026`, \
         `02.14` oder die Tageszahl `45337`. Wo die Form zeigt, was getippt wurde, ist es wiederhergestellt; sonst fehlt das Zimmer, und die \
         Meldung nennt, was es wohl war. Die anderen Zimmer der Spalte entscheiden: `02.14` ist ein Zimmer, wenn auch andere zwei Stellen vor dem \
         Punkt haben, und fünf Stellen sind eines, wenn die meisten sie haben. Die Zelle berichtigen und die Spalte als Text formatieren.";
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
        "110, 112, 115, the 116 numbers and 19222 are never extensions, whatever stands before them: `0112`, `00112`, `+49 112`, \
         `089 112`. A profile with such a number could reach the emergency services or block the way to them. No extension was taken. \
         Correct the cell."
        "110, 112, 115, die 116-Nummern und 19222 sind nie Nebenstellen, was auch davor steht: `0112`, `00112`, `+49 112`, `089 112`. \
         Ein Profil damit könnte den Notruf erreichen oder den Weg dorthin versperren. Es wurde keine Nebenstelle übernommen. Die \
         Zelle berichtigen.";
    NUMBER_DATE Error "inventory/number-became-date"
        "a number became a date"
        "eine Nummer wurde zum Datum"
        "`12.05.2024` or `03. Jan` in a column of numbers: a spreadsheet has taken what was typed for a date, or the columns have moved. What \
         was typed cannot be told from it for sure, so no extension was taken. Write the number again in a column that is formatted as text."
        "`12.05.2024` oder `03. Jan` in einer Nummernspalte: Eine Tabellenkalkulation hielt das Getippte für ein Datum, oder die Spalten sind \
         verrutscht. Was getippt wurde, ist daran nicht sicher zu erkennen; deshalb wurde keine Nebenstelle übernommen. Die Spalte als Text \
         formatieren und die Nummer neu schreiben.";
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
        "The area code stands without its zero, the country code without its `+`, or the extension is one digit shorter than the plan: a CSV that went through a \
         spreadsheet loses leading zeros. The extension was used as it stands unless the telephone system knows the one with the \
         zero. Correct the list."
        "Die Vorwahl steht ohne Null, die Landesvorwahl ohne `+`, oder die Nebenstelle ist eine Stelle kürzer als der Nummernplan: Eine CSV verliert in einer \
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
        "A softphone gets one line. The first number was taken as the person's extension; further extensions are kept as the person's \
         and not moved. One that another row names as its only number stays with that row, and the next one is taken. Write the others into \
         rows of their own if they are to be moved as well."
        "Ein Softphone bekommt einen Anschluss. Die erste Nummer gilt als Nebenstelle der Person; weitere Nebenstellen bleiben als die der \
         Person und ziehen nicht um. Eine, die eine andere Zeile als einzige nennt, bleibt bei dieser, und die nächste gilt. Sollen andere \
         auch umziehen, je eine eigene Zeile schreiben.";
    NUMBER_ODD_SIGNS Warning "inventory/number-odd-signs"
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
        "The row holds data but no name, so nobody can be given a profile or a place in the roster. An extension \
         in the row is kept as nobody's, the rest was not used. Fill in the name or remove the row."
        "Die Zeile enthält Daten, aber keinen Namen; niemand kann also ein Profil oder einen Platz im Dienstplan bekommen. Eine \
         Nebenstelle der Zeile bleibt als die von niemandem, der Rest wurde nicht verwendet. Den Namen ergänzen oder die Zeile entfernen.";
    LIST_EMPTY Warning "inventory/list-empty"
        "a list has titles but no rows"
        "eine Liste hat Titel, aber keine Zeilen"
        "The column titles were found, but nobody below them. Mostly the wrong sheet, an empty template or an export that was cut off. Check the \
         file, or name the sheet in `deskshift.yaml`."
        "Die Spaltentitel sind da, darunter aber niemand. Meist das falsche Blatt, eine leere Vorlage oder ein abgebrochener Export. Die Datei \
         prüfen oder das Blatt in `deskshift.yaml` nennen.";
    REMARK_ROW Note "inventory/remark-row"
        "a row is a remark, a sum or the end of a list"
        "eine Zeile ist eine Anmerkung, eine Summe oder das Ende einer Liste"
        "One filled cell that is no name, such as a legend below the list, or a row that begins with `Summe: 2`, `Anzahl: 3`, `Stand: 01.02.2026` or \
         `Seite 1 von 3`. It names no person, no department and no device, and was left out."
        "Eine einzige gefüllte Zelle, die kein Name ist, etwa eine Legende unter der Liste, oder eine Zeile, die mit `Summe: 2`, `Anzahl: 3`, \
         `Stand: 01.02.2026` oder `Seite 1 von 3` beginnt. Sie nennt weder Person noch Dienststelle noch Gerät und wurde ausgelassen.";
    FUNCTION_LISTED Note "inventory/function-in-staff-list"
        "a row of a staff list is a function, not a person"
        "eine Zeile einer Personalliste ist eine Funktion, keine Person"
        "Rows such as `Fax Poststelle`, `Aufzug Notruf` or `Besprechung 1.07` have no first name and no staff number. Their extension \
         keeps its desk phone and takes no part in the roster."
        "Zeilen wie `Fax Poststelle`, `Aufzug Notruf` oder `Besprechung 1.07` haben weder Vornamen noch Personalnummer. Ihre Nebenstelle \
         behält ihr Gerät und nimmt nicht am Dienstplan teil.";
    TITLES_CHANGE Note "inventory/titles-change"
        "other column titles begin in the middle of a list"
        "mitten in einer Liste beginnen andere Spaltentitel"
        "A row holds three column titles or more, and they are not those above: several lists stand one below the other. The rows below were read by \
         the new titles. If it is a row of people, give it a staff number or an extension."
        "Eine Zeile enthält drei Spaltentitel oder mehr, und es sind nicht die darüber: mehrere Listen stehen untereinander. Die Zeilen darunter \
         wurden nach den neuen Titeln gelesen. Ist es eine Zeile mit einer Person, ihr Personalnummer oder Nebenstelle geben.";
    NAME_NOTE Note "inventory/name-note-removed"
        "a remark was taken out of a name"
        "eine Anmerkung wurde aus einem Namen genommen"
        "`Müller (Tz)`: what stands in brackets is not part of the name and would appear in the softphone's display name. It was left \
         out. If it says something the roster needs, put it into a column of its own. `Herr` and `Frau` before a name go as well."
        "`Müller (Tz)`: Was in Klammern steht, gehört nicht zum Namen und stünde sonst im Anzeigenamen des Softphones. Es wurde \
         ausgelassen. Braucht der Dienstplan die Angabe, sie in eine eigene Spalte schreiben. Auch `Herr` und `Frau` vor einem \
         Namen entfallen.";
    NAME_ORDER Warning "inventory/name-order-unclear"
        "nothing tells first names and last names apart"
        "nichts verrät, was Vor- und was Nachname ist"
        "A column holds whole names of two words without a comma, such as `Martin Franz`. Logins, mail addresses, words such as `von`, usual first \
         names and the other names of the column tell the order of most; of these nothing does. The last word was taken as the last name; below \
         `Nachname` such a cell stays as it is. Where another list has the same words in two columns, its names were taken. \
         Check them; write `Franz, Martin`, or give the list two columns, `Name` and `Vorname`."
        "Eine Spalte enthält ganze Namen aus zwei Wörtern ohne Komma, etwa `Martin Franz`. Anmeldenamen, Mailadressen, Wörter wie `von`, übliche \
         Vornamen und die anderen Namen der Spalte verraten die Reihenfolge der meisten; bei diesen nichts. Das letzte Wort gilt als Nachname; unter \
         `Nachname` bleibt so eine Zelle, wie sie ist. Hat eine andere Liste dieselben Wörter in zwei Spalten, gelten deren Namen. \
         Prüfen; `Franz, Martin` schreiben oder der Liste zwei Spalten geben, `Name` und `Vorname`.";
    NAME_SEVERAL Warning "inventory/name-of-several-people"
        "a cell names several people"
        "eine Zelle nennt mehrere Personen"
        "`Müller Hans u. Meier Eva`, `Müller/Meier`: nobody can say who of them the row is about, and a softphone line belongs to one person. No \
         person was made of the row; its extension is kept as shared and is not moved. Give each of them a row. A double name stays one person \
         where the row has a first name or a staff number."
        "`Müller Hans u. Meier Eva`, `Müller/Meier`: Um wen es in der Zeile geht, lässt sich nicht sagen, und ein Softphone-Anschluss gehört einer \
         Person. Aus der Zeile wurde keine Person; ihre Nebenstelle gilt als gemeinsam und zieht nicht um. Jeder Person eine Zeile geben. Ein \
         Doppelname bleibt eine Person, wo die Zeile einen Vornamen oder eine Personalnummer hat.";
    LOGIN_INCOMPLETE Error "inventory/login-incomplete"
        "a row of a login list is not complete"
        "eine Zeile einer Zugangsliste ist unvollständig"
        "A login needs extension, login name and password. The row was not used. Passwords are never shown, so look the row up in the \
         list itself."
        "Ein Zugang braucht Nebenstelle, Anmeldename und Kennwort. Die Zeile wurde nicht verwendet. Kennwörter werden nie angezeigt, \
         die Zeile also in der Liste selbst nachsehen.";
    NUMBER_ATTENDANT Warning "inventory/number-is-attendant"
        "a person's number is that of the attendant"
        "die Nummer einer Person ist die der Zentrale"
        "The cell holds `-0`, `Zentrale` or the head number alone. That is the house's attendant, not the person's extension, so none was \
         taken, and nothing will be set up for the person. A row whose name is the attendant's (`Zentrale`, `Pforte`) is taken as a function."
        "Die Zelle enthält `-0`, `Zentrale` oder nur die Stammnummer. Das ist die Zentrale des Hauses und keine Nebenstelle der Person; deshalb \
         wurde keine übernommen, und für die Person wird nichts eingerichtet. Eine Zeile, die selbst die Zentrale nennt (`Zentrale`, `Pforte`), \
         gilt als Funktion.";
    SECTION_TAKEN Note "inventory/section-taken"
        "a cell that stands alone was taken as a department or a place"
        "eine allein stehende Zelle gilt als Dienststelle oder Ort"
        "The row holds one text only, as headings of sections do, and the list has no column for the department, or this is the column; below \
         `Standort`, `Haus` or `Dienstort` it is the place of the rows below. \
         The people below belong to it until the next heading or blank row. Where it is a person without further details, give the row a first name or a number; where \
         the list has people of several departments, a column `Amt` is clearer."
        "Diese Zeile enthält nur einen Text, wie Überschriften von Abschnitten, und die Liste hat keine Spalte für die Dienststelle, oder es \
         ist diese; unter `Standort`, `Haus` oder `Dienstort` ist es der Ort der Zeilen darunter. Die Personen darunter gehören dazu, bis zur nächsten Überschrift oder leeren Zeile. Ist es eine Person ohne weitere Angaben, der Zeile \
         einen Vornamen oder eine Nummer geben; bei mehreren Dienststellen ist eine Spalte `Amt` klarer.";
    LOGIN_TWICE Error "inventory/login-listed-twice"
        "an extension has two logins in the lists"
        "eine Nebenstelle hat zwei Zugänge in den Listen"
        "The first row counts. If the two differ, one of them is old and its password would be refused by the telephone system. Remove it."
        "Es gilt die erste Zeile. Unterscheiden sich beide, ist eine veraltet, und die Anlage würde ihr Kennwort ablehnen. Diese entfernen.";
}
