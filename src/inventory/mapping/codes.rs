//! Codes of mappings and of reading by them.

use crate::diag::pages;

pages! {
    KEY_UNKNOWN Error "inventory/mapping-key-unknown"
        "a mapping has a key or field that does not exist"
        "eine Zuordnung hat einen Schlüssel oder ein Feld, das es nicht gibt"
        "A misspelt key would be a rule that does not hold, so the mapping is not used. The hint lists what is known at this place; \
         `docs/formats/mapping.md` explains all of it."
        "Ein falsch geschriebener Schlüssel wäre eine Regel, die nicht gilt; die Zuordnung wird deshalb nicht verwendet. Die Abhilfe nennt, \
         was an dieser Stelle bekannt ist; `docs/formats/mapping.md` erklärt alles.";
    VALUE_BAD Error "inventory/mapping-value"
        "a value of a mapping is not what its key takes"
        "ein Wert einer Zuordnung ist nicht, was sein Schlüssel erwartet"
        "The key is known, but its value has the wrong form: a list for a text, a word that is none of those allowed, a range of characters that \
         ends before it begins. The message says what is expected. Correct the mapping."
        "Der Schlüssel ist bekannt, aber sein Wert hat die falsche Form: eine Liste statt eines Textes, ein Wort, das nicht erlaubt ist, ein \
         Zeichenbereich, der endet, bevor er beginnt. Die Meldung sagt, was erwartet wird. Die Zuordnung berichtigen.";
    INCOMPLETE Error "inventory/mapping-incomplete"
        "a mapping lacks something without which nothing can be read"
        "einer Zuordnung fehlt etwas, ohne das nichts zu lesen ist"
        "A mapping needs `what` and `columns`. People need a column for names, extensions one for the number, devices one for label, serial \
         number or MAC address. Add it."
        "Eine Zuordnung braucht `what` und `columns`. Personen brauchen eine Spalte für Namen, Nebenstellen eine für die Nummer, Geräte eine für \
         Etikett, Seriennummer oder MAC-Adresse. Sie ergänzen.";
    COLUMN_MISSING Error "inventory/mapping-column-missing"
        "a list does not have a column that the mapping names"
        "einer Liste fehlt eine Spalte, die die Zuordnung nennt"
        "Titles are compared without case, blanks, signs and umlauts. The column was taken as empty in every row; if no title of the mapping is \
         there, nothing was read. The export may be of another version, or another sheet is meant. Correct the mapping or the list."
        "Titel werden ohne Groß- und Kleinschreibung, Leerzeichen, Zeichen und Umlaute verglichen. Die Spalte gilt in jeder Zeile als leer; ist \
         keiner der Titel da, wurde nichts gelesen. Vielleicht stammt der Export aus einer anderen Version, oder ein anderes Blatt ist \
         gemeint. Die Zuordnung oder die Liste berichtigen.";
    RULE_WITHOUT_COLUMN Error "inventory/mapping-rule-without-column"
        "a rule of a mapping looks at a column that the mapping does not have"
        "eine Regel einer Zuordnung sieht auf eine Spalte, die die Zuordnung nicht hat"
        "A rule of `kinds` or an entry of `fill_down` names a field to which `columns` and `constants` give nothing, so it would hold for no row: \
         a fax would be taken for a person. A rule of `kinds` without `field` looks at `name`. Add the column, or name the field of one \
         that is there; the hint has the nearest."
        "Eine Regel unter `kinds` oder ein Eintrag unter `fill_down` nennt ein Feld, dem weder `columns` noch `constants` etwas geben; sie gälte \
         also für keine Zeile: Ein Fax würde für eine Person gehalten. Eine Regel unter `kinds` ohne `field` sieht auf `name`. Die Spalte \
         ergänzen oder das Feld einer vorhandenen nennen; die Abhilfe nennt das nächstliegende.";
    UNCONFIRMED Note "inventory/mapping-unconfirmed"
        "the mapping was never tried on a real export"
        "die Zuordnung wurde nie an einem echten Export erprobt"
        "Mappings for products whose column titles are not publicly confirmed are shipped as a beginning. They say `confirmed: false`. Compare some \
         rows of the result with the telephone system (`deskshift inventory show`), correct a copy of the mapping, and set \
         `confirmed: true` there."
        "Zuordnungen für Produkte, deren Spaltentitel nicht öffentlich bestätigt sind, liegen als Anfang bei. In ihnen steht \
         `confirmed: false`. Einige Zeilen des Ergebnisses mit der Anlage vergleichen (`deskshift inventory show`), eine Kopie der \
         Zuordnung berichtigen und dort `confirmed: true` setzen.";
    LINE_LOST Error "inventory/mapping-line-lost"
        "a line of a print belongs to no record"
        "eine Zeile eines Ausdrucks gehört zu keinem Datensatz"
        "The mapping says on how many lines a record stands, and that the first of them has a number in the column of the extension. This line stands \
         where a record should begin and has none, or the print ends within a record. It was left out. Add headings and page ends to \
         `skip`, or correct the characters of the columns."
        "Die Zuordnung sagt, auf wie vielen Zeilen ein Datensatz steht und dass die erste in der Spalte der Nebenstelle eine Nummer hat. Diese \
         Zeile steht, wo ein Datensatz beginnen müsste, und hat keine, oder der Ausdruck endet mitten im Datensatz. Sie wurde \
         ausgelassen. Überschriften und Seitenenden in `skip` aufnehmen oder die Zeichen der Spalten berichtigen.";
    ROWS_SKIPPED Note "inventory/mapping-rows-skipped"
        "rows were left out because the mapping says so"
        "Zeilen wurden ausgelassen, weil die Zuordnung es sagt"
        "A pattern of `skip` fits these rows: headings, sums, page ends. They are counted here, so that a pattern that fits too much is noticed."
        "Auf diese Zeilen passt ein Muster von `skip`: Überschriften, Summen, Seitenenden. Sie sind hier gezählt, damit auffällt, wenn ein \
         Muster zu viel trifft.";
    NUMBER_TWICE Error "inventory/mapping-extension-twice"
        "an extension stands twice in a mapped list"
        "eine Nebenstelle steht zweimal in einer zugeordneten Liste"
        "Two rows have the same number. The first was used. If the list has one row for each line of a telephone, the second is another line; \
         otherwise correct the list."
        "Zwei Zeilen haben dieselbe Nummer. Verwendet wurde die erste. Hat die Liste eine Zeile je Anschluss eines Telefons, ist die zweite ein \
         anderer Anschluss; sonst die Liste berichtigen.";
    COLUMN_OVERRUN Warning "inventory/print-column-overrun"
        "a value of a print is longer than its column"
        "ein Wert eines Ausdrucks ist länger als seine Spalte"
        "The other lines have a blank before each column, and this one has text there: a long name pushes what follows to the right. Where the \
         columns behind it hold one word each in the other lines, the last words of the line were taken for them, and the message says how; \
         compare it. Otherwise nobody can say where the name ends, and the line was left out. Print the list with wider columns, or shorten \
         the value in the system."
        "Die anderen Zeilen haben vor jeder Spalte ein Leerzeichen, diese hat dort Text: Ein langer Name schiebt das Folgende nach rechts. Stehen in \
         den Spalten dahinter sonst einzelne Wörter, wurden die letzten Wörter der Zeile dafür genommen, und die Meldung sagt wie; vergleichen. \
         Sonst ist nicht zu erkennen, wo der Name endet, und die Zeile wurde ausgelassen. Die Liste mit breiteren Spalten drucken oder den Wert in \
         der Anlage kürzen.";
}
