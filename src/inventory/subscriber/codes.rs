//! Codes that exports of SIP telephone systems share.

use crate::diag::pages;

pages! {
    NOT_DIALABLE Warning "inventory/extension-not-dialable"
        "an extension is not made of digits"
        "eine Nebenstelle besteht nicht aus Ziffern"
        "An extension is dialled, so it has 1 to 15 digits. A name, `1e3` or `+5` in this place is a service, a trunk, or a number that a \
         spreadsheet has spoilt. The entry is listed here and not migrated. Where people dial another number for it, give that number in \
         the export (FusionPBX and FreeSWITCH: `number_alias`)."
        "Eine Nebenstelle wird gewählt, sie hat also 1 bis 15 Ziffern. Ein Name, `1e3` oder `+5` an dieser Stelle ist ein Dienst, ein \
         Amtsanschluss oder eine von der Tabellenkalkulation verdorbene Nummer. Der Eintrag ist hier aufgeführt und wird nicht \
         umgestellt. Wird dafür eine andere Nummer gewählt, diese im Export angeben (FusionPBX und FreeSWITCH: `number_alias`).";
    LISTED_TWICE Error "inventory/extension-listed-twice"
        "an export has one extension twice"
        "ein Export enthält eine Nebenstelle zweimal"
        "Two entries have the same number, and neither a domain nor a PBX tells them apart. The first was used; the message says what the other \
         one holds instead, passwords only by their titles. Two tenants in one export are a usual reason: export each on its own. Otherwise \
         remove the entry that is out of date."
        "Zwei Einträge haben dieselbe Nummer, und weder Domäne noch PBX unterscheiden sie. Verwendet wurde der erste; die Meldung nennt, was im \
         anderen steht, Kennwörter nur mit ihrem Titel. Oft sind es zwei Mandanten in einem Export: jeden für sich exportieren. Sonst \
         den veralteten Eintrag entfernen.";
    ROW_WITHOUT_EXTENSION Warning "inventory/row-without-extension"
        "a row has no extension"
        "eine Zeile hat keine Nebenstelle"
        "The row holds values, but the cell of the extension is empty, so they belong to nothing. Mostly the rest of a deleted account, or \
         a line break inside a cell. The row was not used. Remove it, or complete the number."
        "Die Zeile enthält Werte, aber die Zelle der Nebenstelle ist leer; sie gehören also zu nichts. Meist ist es der Rest eines gelöschten \
         Zugangs oder ein Zeilenumbruch in einer Zelle. Die Zeile wurde nicht verwendet. Entfernen oder die Nummer ergänzen.";
    HASH_MALFORMED Warning "inventory/hash-malformed"
        "a digest of a password has the wrong form"
        "die Prüfsumme eines Kennworts hat die falsche Form"
        "An MD5 digest has 32 hexadecimal digits, one of SHA-256 or SHA-512-256 has 64. What stands here is something else, perhaps a \
         password in the wrong column or what a narrow column has left of it, so it is not shown and not used. With it nobody can register. \
         Export again, or set a new password."
        "Eine Prüfsumme mit MD5 hat 32 Hexadezimalziffern, mit SHA-256 oder SHA-512-256 hat sie 64. Hier steht etwas anderes, vielleicht ein \
         Kennwort in der falschen Spalte oder was eine schmale Spalte davon übrig ließ; es wird deshalb weder gezeigt noch verwendet. \
         Damit kann sich niemand anmelden. Noch einmal exportieren oder ein neues Kennwort setzen.";
    NOT_SIP Note "inventory/extension-not-sip"
        "extensions whose device speaks no SIP"
        "Nebenstellen, deren Gerät kein SIP spricht"
        "Virtual, custom, IAX2, DAHDI and SCCP devices have no SIP account that a softphone could take over. They are in the inventory with \
         their kind and are not migrated. For a person with such a telephone, create a SIP account first."
        "Geräte mit virtual, custom, IAX2, DAHDI und SCCP haben keinen SIP-Zugang, den ein Softphone übernehmen könnte. Sie stehen mit ihrer \
         Art im Inventar und werden nicht umgestellt. Für eine Person mit solch einem Telefon zuerst einen SIP-Zugang anlegen.";
    DISABLED Note "inventory/extension-disabled"
        "extensions that the telephone system has switched off"
        "Nebenstellen, die die Anlage abgeschaltet hat"
        "The export says that nobody can register with these accounts. They are in the inventory, and would be refused. Switch the account \
         on before its person moves, or delete it."
        "Laut Export kann sich mit diesen Zugängen niemand anmelden. Sie stehen im Inventar und würden abgewiesen. Vor dem Umzug \
         der Person einschalten oder löschen.";
    COLUMN_MISSPELT Note "inventory/column-misspelt"
        "a column title is one letter off"
        "ein Spaltentitel weicht um einen Buchstaben ab"
        "The title is no column of the product, but one letter away from one that is missing: `voicmail_vmpwd` of old Bulk Extensions \
         files. It was read as that column; the product itself would ignore it. Correct the title before importing the file there."
        "Der Titel ist keine Spalte des Produkts, aber einen Buchstaben von einer fehlenden entfernt: `voicmail_vmpwd` in alten Dateien von \
         Bulk Extensions. Er wurde als diese Spalte gelesen; das Produkt selbst überginge ihn. Vor einem Import dort berichtigen.";
    OPTIONS_SPILLED Warning "inventory/options-spilled"
        "unquoted commas spill a cell into the columns behind it"
        "Kommas ohne Anführungszeichen verteilen eine Zelle auf die Spalten dahinter"
        "`voicemail_options` holds `attach=no|saycid=no`; old exports write commas instead, so that the options land in further cells. They \
         were joined again and the row was used. The product's own import refuses such a row: write `|`, or quote the cell."
        "`voicemail_options` enthält `attach=no|saycid=no`; alte Exporte schreiben Kommas, sodass die Optionen in weiteren Zellen landen. Sie \
         wurden wieder verbunden und die Zeile verwendet. Der Import des Produkts lehnt so eine Zeile ab: `|` schreiben oder die Zelle in \
         Anführungszeichen setzen.";
    BACKSLASH_QUOTE Warning "inventory/backslash-before-quote"
        "a backslash stands before a double quote"
        "vor einem Anführungszeichen steht ein Backslash"
        "PHP, in which FreePBX, Issabel and FusionPBX are written, does not double a quote behind a backslash, other programs do. The cell may \
         have been read differently than it was meant; if it is a password, the login fails. Check these cells in the telephone system."
        "PHP, worin FreePBX, Issabel und FusionPBX geschrieben sind, verdoppelt ein Anführungszeichen hinter einem Backslash nicht, andere \
         Programme schon. Die Zelle wurde vielleicht anders gelesen als gemeint; ist sie ein Kennwort, scheitert die Anmeldung. Diese \
         Zellen in der Anlage prüfen.";
    DEVICE_NAMELESS Warning "inventory/device-without-name"
        "a device has neither address nor label"
        "ein Gerät hat weder Adresse noch Bezeichnung"
        "Nothing in the row says which device it is, so it cannot be matched with a delivery list or a person. The row was not used. \
         Complete the MAC address or the label in the telephone system."
        "Nichts in der Zeile sagt, welches Gerät es ist; es lässt sich weder mit einer Lieferliste noch mit einer Person abgleichen. Die \
         Zeile wurde nicht verwendet. In der Anlage die MAC-Adresse oder die Bezeichnung ergänzen.";
    DID_PATTERN Warning "inventory/did-pattern"
        "an inbound route is a pattern"
        "eine eingehende Route ist ein Muster"
        "`_0861580X` stands for several numbers; which of them exist cannot be told from the export. The pattern is in the inventory as it is \
         written. A pattern that is digits with a dot behind them was read as all numbers that begin so."
        "`_0861580X` steht für mehrere Nummern; welche es davon gibt, sagt der Export nicht. Das Muster steht im Inventar, wie es \
         geschrieben ist. Ein Muster aus Ziffern mit einem Punkt dahinter wurde als alle so beginnenden Nummern gelesen.";
    DID_SKIPPED Note "inventory/did-not-a-number"
        "an inbound route that is not for one number"
        "eine eingehende Route, die nicht für eine Nummer gilt"
        "A route without a number takes every call that no other route takes, and a route with `cidnum` only the calls of one caller. Neither \
         says whose number something is, so they are not in the inventory. After the move, check that they still lead somewhere."
        "Eine Route ohne Nummer nimmt jeden Anruf, den keine andere nimmt, und eine Route mit `cidnum` nur die Anrufe eines bestimmten \
         Anrufers. Beide sagen nicht, wem eine Nummer gehört, und stehen deshalb nicht im Inventar. Nach dem Umzug prüfen, ob sie \
         noch irgendwohin führen.";
    TITLES_AGAIN Warning "inventory/titles-within-list"
        "a row of column titles stands in the middle of an export"
        "eine Zeile mit Spaltentiteln steht mitten in einem Export"
        "Two exports were copied one below the other, or a program repeats its titles. The rows below such a row were read by its titles, \
         whatever their order, so that no value and no password gets below another title. The message has the number of such rows and the \
         place of the first. Check that both parts belong to this site."
        "Zwei Exporte wurden untereinander kopiert, oder ein Programm wiederholt seine Titel. Die Zeilen darunter wurden nach diesen Titeln \
         gelesen, gleich in welcher Reihenfolge sie stehen, damit kein Wert und kein Kennwort unter einen anderen Titel gerät. Die Meldung nennt \
         die Zahl solcher Zeilen und die Stelle der ersten. Prüfen, ob beide Teile zu diesem Standort gehören.";
}
