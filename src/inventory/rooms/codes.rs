//! Codes of rooms: reading lists of them, and joining what the sources say of them.

use crate::diag::pages;

pages! {
    NAMELESS Error "inventory/room-nameless"
        "a row of a list of rooms names no room"
        "eine Zeile einer Raumliste nennt kein Zimmer"
        "The room is the key of such a list; without it nobody can say whose desks these are. The row was not used. Fill in the room or \
         remove the row."
        "Das Zimmer ist der Schlüssel einer solchen Liste; ohne es ist nicht zu sagen, wessen Arbeitsplätze das sind. Die Zeile wurde nicht \
         verwendet. Das Zimmer ergänzen oder die Zeile entfernen.";
    LISTED_TWICE Warning "inventory/room-listed-twice"
        "a room stands twice in one list"
        "ein Zimmer steht zweimal in einer Liste"
        "The first row counts; what the second says otherwise is told as well (`inventory/sources-differ`). Where two buildings have a \
         room of this number, add a column `Gebäude`. Otherwise remove one of the rows."
        "Die erste Zeile gilt; was die zweite anders sagt, wird ebenfalls gemeldet (`inventory/sources-differ`). Haben zwei Gebäude ein \
         Zimmer mit dieser Nummer, eine Spalte `Gebäude` ergänzen. Sonst eine der Zeilen entfernen.";
    VALUE_UNCLEAR Warning "inventory/room-value-unclear"
        "a cell about a room is not understood"
        "eine Angabe zu einem Zimmer ist nicht verständlich"
        "The number of desks is a whole number (`2`, `2 Plätze`); the kind of a room is a word such as `Büro`, `Schalter`, `Besprechung`, \
         `Technik` or `Lager`; whether telephones may stand there is yes or no. The cell was taken as if it were empty. Correct it."
        "Die Zahl der Arbeitsplätze ist eine ganze Zahl (`2`, `2 Plätze`); die Raumart ein Wort wie `Büro`, `Schalter`, `Besprechung`, \
         `Technik` oder `Lager`; ob Telefone dort stehen dürfen, ja oder nein. Die Zelle gilt als leer. Berichtigen.";
    TAKEN_FOR Note "inventory/room-taken-for"
        "a room without its building was taken for the only one of its number"
        "ein Zimmer ohne Gebäude gilt als das einzige mit seiner Nummer"
        "One source writes `2.14`, another `Haus 1 / 2.14`, and no other building has that number. So what the one says (desks, kind) was \
         taken for the other, under the name that the people's list uses. If it is another room, write the building in both lists."
        "Eine Quelle schreibt `2.14`, eine andere `Haus 1 / 2.14`, und kein anderes Gebäude hat diese Nummer. Was die eine sagt \
         (Arbeitsplätze, Raumart), gilt deshalb für das andere, unter dem Namen aus der Personalliste. Ist es ein anderes Zimmer, das Gebäude \
         in beiden Listen nennen.";
    SPELLING Warning "inventory/room-spelling"
        "one room seems to be written in two ways"
        "ein Zimmer scheint auf zwei Arten geschrieben zu sein"
        "`2.14` and `Raum 2.14` differ by a word that says no more than that it is a room. They stay two rooms, so two people who sit in one are not \
         seen as such: the rule of one person in an office then does not hold. Write the room in one way in all rows."
        "`2.14` und `Raum 2.14` unterscheiden sich nur durch ein Wort, das nichts weiter sagt, als dass es ein Zimmer ist. Sie bleiben zwei Zimmer; \
         zwei Personen in einem werden also nicht als solche erkannt, und die Regel, dass nur eine im Büro ist, greift nicht. Das Zimmer überall \
         gleich schreiben.";
    AMBIGUOUS Warning "inventory/room-ambiguous"
        "a room without its building may be one of several"
        "ein Zimmer ohne Gebäude kann eines von mehreren sein"
        "Several buildings have a room of this number, and the list of people does not say which of them it means. Nothing of them was \
         taken: no desks, no kind. Add a column `Gebäude` to the list that lacks it."
        "Mehrere Gebäude haben ein Zimmer mit dieser Nummer, und die Personalliste sagt nicht, welches sie meint. Nichts davon wurde \
         übernommen: weder Arbeitsplätze noch Raumart. In der Liste ohne Gebäude eine Spalte `Gebäude` ergänzen.";
}
