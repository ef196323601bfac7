//! Codes of exporting the inventory, of what comes back, and of corrections.

use crate::diag::pages;

pages! {
    SIGNS_REPLACED Warning "inventory/export-signs-replaced"
        "a value has signs that no cell can hold"
        "ein Wert hat Zeichen, die keine Zelle fassen kann"
        "Control characters, line breaks and signs that XML forbids were replaced by pictures of them (`␊`), and what is longer than 8,000 \
         characters was cut. Such a cell comes back as it was written; an edit of it is refused. Correct the source."
        "Steuerzeichen, Umbrüche und Zeichen, die XML verbietet, sind durch Bilder davon ersetzt (`␊`); was länger als 8.000 Zeichen \
         ist, ist gekürzt. Eine solche Zelle kommt zurück, wie sie geschrieben wurde; eine Änderung wird abgelehnt. Die Quelle berichtigen.";
    IN_THE_WAY Error "inventory/export-in-the-way"
        "the file to be written is there already"
        "die zu schreibende Datei gibt es schon"
        "People may be at work in an older export, so nothing is overwritten; and a list of corrections is only added to where it is one. Name \
         another file, or move the old one away."
        "In einem älteren Export arbeitet vielleicht jemand, deshalb wird nichts überschrieben; und ergänzt wird nur eine Liste von \
         Berichtigungen. Eine andere Datei nennen oder die alte verschieben.";
    NO_TABLE Error "inventory/edit-no-table"
        "the file holds no table of an export"
        "die Datei enthält keine Tabelle eines Exports"
        "A table that comes back is known by its titles: the key (`Person ID`, `Number`, `Device ID`) and at least one more. Titles may be \
         in English or German and in any order. Write a new table with `deskshift inventory export`."
        "Eine Tabelle, die zurückkommt, ist an ihren Titeln zu erkennen: dem Schlüssel (`Personen-Kennung`, `Nummer`, `Geräte-Kennung`) und \
         mindestens einem weiteren, englisch oder deutsch, in beliebiger Folge. Mit `deskshift inventory export` neu schreiben.";
    LOCKED Error "inventory/edit-of-locked-column"
        "a column was edited that cannot be"
        "eine Spalte wurde geändert, die nicht änderbar ist"
        "Keys and what the telephone system alone decides (account, context, mailbox) cannot be changed by a list. The edit was refused. \
         Change it in the telephone system and import again."
        "Schlüssel und was allein die Telefonanlage bestimmt (Konto, Kontext, Sprachbox), lässt sich nicht über eine Liste ändern. Die \
         Änderung wurde abgelehnt. In der Anlage ändern und neu einlesen.";
    NOT_VALID Error "inventory/edit-not-valid"
        "an edited cell holds no value of its column"
        "eine geänderte Zelle enthält keinen Wert ihrer Spalte"
        "The column has a form: an extension, a mail address, days, yes or no, one of a few kinds; and no name begins with `=`, `+` or `@`, \
         which is what a formula leaves. The edit was refused. Correct the cell."
        "Die Spalte hat eine Form: Nebenstelle, Mailadresse, Tage, ja oder nein, eine von wenigen Arten; und kein Name beginnt mit `=`, `+` \
         oder `@`, wie es Formeln tun. Die Änderung wurde abgelehnt. Die Zelle berichtigen.";
    ZERO_LOST Warning "inventory/edit-zero-lost"
        "cells came back without their leading zeros"
        "Zellen kamen ohne ihre führenden Nullen zurück"
        "A spreadsheet program that opens a CSV takes `0201` for the number 201. This is taken for no edit. Use the XLSX, whose cells are \
         text."
        "Eine Tabellenkalkulation, die eine CSV öffnet, hält `0201` für die Zahl 201. Das gilt nicht als Änderung. Besser die XLSX nehmen, \
         deren Zellen Text sind.";
    KEY_ZERO_LOST Warning "inventory/edit-key-zero-lost"
        "keys came back without their leading zeros"
        "Schlüssel kamen ohne ihre führenden Nullen zurück"
        "A spreadsheet program that opens a CSV takes the key `004711` for the number 4711. The stamp of the row says which key it was \
         written for, or only one key has these digits, so the rows were compared all the same. Use the XLSX, whose cells are text."
        "Eine Tabellenkalkulation, die eine CSV öffnet, hält den Schlüssel `004711` für die Zahl 4711. Der Stempel der Zeile sagt, für \
         welchen Schlüssel sie geschrieben wurde, oder nur einer hat diese Ziffern; deshalb wurden die Zeilen trotzdem verglichen. Besser \
         die XLSX nehmen, deren Zellen Text sind.";
    CORRECTION_ZERO_LOST Error "inventory/correction-zero-lost"
        "corrections have keys without leading zeros"
        "Berichtigungen haben Schlüssel ohne führende Nullen"
        "The list of corrections went through a spreadsheet program, which takes the key `004711` for the number 4711. The corrections mean \
         nobody now and were not used. Restore the list, or write the zeros again with the column formatted as text."
        "Die Liste der Berichtigungen ging durch eine Tabellenkalkulation, die den Schlüssel `004711` für die Zahl 4711 hält. Die \
         Berichtigungen treffen jetzt niemanden und wurden nicht verwendet. Die Liste wiederherstellen, oder die Spalte als Text \
         formatieren und die Nullen wieder schreiben.";
    CONFLICT Error "inventory/edit-conflict"
        "a cell was edited, and the sources changed too"
        "eine Zelle wurde geändert, und die Quellen auch"
        "Since the table was written, the sources say something new of this field, and the table something else. Neither is taken. Decide, \
         and correct the source, or export anew and edit again."
        "Seit die Tabelle geschrieben wurde, sagen die Quellen zu diesem Feld etwas Neues, und die Tabelle etwas anderes. Keines davon wird \
         genommen. Entscheiden und die Quelle berichtigen, oder neu exportieren und noch einmal ändern.";
    ROW_UNKNOWN Error "inventory/edit-row-unknown"
        "a row has a key that the inventory does not have"
        "eine Zeile hat einen Schlüssel, den der Bestand nicht hat"
        "A row was added, or its key was edited, or the person is no longer in the sources. A correction can only change what is there: \
         put new people into a staff list of the site."
        "Eine Zeile kam hinzu, oder ihr Schlüssel wurde geändert, oder die Person steht nicht mehr in den Quellen. Eine Berichtigung kann \
         nur ändern, was da ist: Neue Personen in eine Personalliste des Standorts aufnehmen.";
    ROW_MISSING Warning "inventory/edit-row-missing"
        "rows of the inventory are not in the table"
        "Zeilen des Bestands fehlen in der Tabelle"
        "They were removed, or came into the sources after the table was written. Nothing is removed from the inventory: take people who \
         left out of the list they stand in."
        "Sie wurden gelöscht oder kamen nach dem Schreiben der Tabelle in die Quellen. Aus dem Bestand wird nichts entfernt: Wer \
         ausgeschieden ist, muss aus der Liste, in der er steht.";
    SHEET_MISSING Warning "inventory/edit-sheet-missing"
        "a sheet of the export is not in the workbook"
        "ein Blatt des Exports fehlt in der Mappe"
        "It was removed, or its titles were; its rows were not compared. Nothing is removed from the inventory by that."
        "Es wurde gelöscht, oder seine Titel wurden es; seine Zeilen wurden nicht verglichen. Aus dem Bestand wird dadurch nichts entfernt.";
    KEY_EDITED Error "inventory/edit-of-key"
        "the key of a row was edited"
        "der Schlüssel einer Zeile wurde geändert"
        "The stamp of the row says that it was written for another key: keys were exchanged, or a column was sorted alone. It cannot be told \
         whose the other cells are, so the row was not compared. Put the key back, or export anew."
        "Der Stempel der Zeile sagt, dass sie für einen anderen Schlüssel geschrieben wurde: Schlüssel wurden vertauscht oder eine Spalte \
         allein sortiert. Wem die übrigen Zellen gehören, ist nicht zu sagen; die Zeile wurde nicht verglichen. Den Schlüssel \
         zurücksetzen oder neu exportieren.";
    EDITS_DIFFER Error "inventory/edits-contradict"
        "two tables edit one cell differently"
        "zwei Tabellen ändern eine Zelle verschieden"
        "Two people worked on copies of one export, and want different values in one field. Neither is taken. Decide, and name the \
         tables again with the cell put right."
        "Zwei Personen haben Kopien eines Exports bearbeitet und wollen in einem Feld Verschiedenes. Keines davon wird genommen. \
         Entscheiden und die Tabellen mit berichtigter Zelle noch einmal nennen.";
    ROW_TWICE Error "inventory/edit-row-twice"
        "a key stands twice in the table"
        "ein Schlüssel steht zweimal in der Tabelle"
        "A row was copied. The first one was compared, the others were left out. Remove one."
        "Eine Zeile wurde kopiert. Die erste wurde verglichen, die anderen blieben außer Acht. Eine davon löschen.";
    NO_STAMP Warning "inventory/edit-without-stamp"
        "rows have lost their stamp"
        "Zeilen haben ihren Stempel verloren"
        "The last column, which is hidden in the XLSX, says what each cell held when the table was written. Without it an edit cannot be told \
         from a change of the sources: every difference counts as an edit. Look at each before you accept."
        "Die letzte, in der XLSX ausgeblendete Spalte sagt, was jede Zelle beim Schreiben enthielt. Ohne sie ist eine Änderung nicht von \
         einer Änderung der Quellen zu unterscheiden: Jeder Unterschied gilt als Änderung. Vor dem Annehmen jeden ansehen.";
    COLUMN_GONE Warning "inventory/edit-column-missing"
        "columns of the export are not in the table"
        "Spalten des Exports fehlen in der Tabelle"
        "They were removed or have another title now; they were not compared. Nothing is taken away by that."
        "Sie wurden gelöscht oder heißen jetzt anders; sie wurden nicht verglichen. Dadurch geht nichts verloren.";
    CORRECTION_UNMATCHED Error "inventory/correction-unmatched"
        "a correction means nobody"
        "eine Berichtigung trifft niemanden"
        "No person, extension or device of the inventory has the key of this correction. Remove the line, or correct the key."
        "Keine Person, keine Nebenstelle und kein Gerät des Bestands hat den Schlüssel dieser Berichtigung. Die Zeile entfernen oder den \
         Schlüssel berichtigen.";
    CORRECTION_OUTDATED Warning "inventory/correction-outdated"
        "the sources have changed since a correction was made"
        "die Quellen haben sich seit einer Berichtigung geändert"
        "The correction was made for another value than the sources have now. It still counts. Look whether it is still right; if not, remove \
         the line."
        "Die Berichtigung galt einem anderen Wert als dem, den die Quellen jetzt haben. Sie gilt weiter. Prüfen, ob sie noch stimmt; \
         sonst die Zeile entfernen.";
    CORRECTION_NEEDLESS Note "inventory/correction-needless"
        "the sources say by now what corrections say"
        "die Quellen sagen inzwischen, was Berichtigungen sagen"
        "The lines can be removed."
        "Die Zeilen können entfernt werden.";
    CORRECTION_NOT_VALID Error "inventory/correction-not-valid"
        "a correction cannot be read"
        "eine Berichtigung ist nicht lesbar"
        "A line names the subject (`person`, `extension`, `device`), the key, the field, the new value and the value it replaces, in the form \
         that `deskshift inventory diff --accept` writes. The line was left out."
        "Eine Zeile nennt den Gegenstand (`person`, `extension`, `device`), den Schlüssel, das Feld, den neuen Wert und den ersetzten, so wie \
         `deskshift inventory diff --accept` schreibt. Die Zeile wurde ausgelassen.";
}
