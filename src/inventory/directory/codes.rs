//! Codes of reading directories.

use crate::diag::pages;

pages! {
    LDIF_LINE Error "inventory/ldif-line"
        "a line of an LDIF file is not LDIF"
        "eine Zeile einer LDIF-Datei ist kein LDIF"
        "RFC 2849 knows `attribute: value`, `attribute:: base64`, comments with `#`, and continuations that begin with exactly one blank. \
         Records begin with `dn:` and are parted by blank lines. The line is not quoted here, because it may hold a password. Mostly the \
         file was edited or pasted together. Export it again, or mend the line."
        "RFC 2849 kennt `Attribut: Wert`, `Attribut:: Base64`, Kommentare mit `#` und Fortsetzungen, die mit genau einem Leerzeichen \
         beginnen. Einträge beginnen mit `dn:` und sind durch Leerzeilen getrennt. Die Zeile wird hier nicht gezeigt, weil sie ein \
         Kennwort enthalten kann. Meist wurde die Datei bearbeitet oder zusammengefügt. Neu exportieren oder die Zeile berichtigen.";
    LDIF_URL Warning "inventory/ldif-url-refused"
        "an LDIF value would have to be read from elsewhere"
        "ein LDIF-Wert müsste von anderswo gelesen werden"
        "`attribute:< file:///…` asks the reader to open a file or an address. That is never done: the file could name anything on this \
         machine. The value was left out. Export with the values inside the file."
        "`Attribut:< file:///…` verlangt, eine Datei oder Adresse zu öffnen. Das geschieht nie: Die Datei könnte alles auf diesem Rechner \
         nennen. Der Wert wurde ausgelassen. Mit den Werten in der Datei exportieren.";
    LDIF_CHANGE Warning "inventory/ldif-change-not-applied"
        "an LDIF record describes a change"
        "ein LDIF-Eintrag beschreibt eine Änderung"
        "Records with `changetype: modify`, `delete` or `modrdn` say what to do with an entry, not what it is. They are not applied; only \
         content and `changetype: add` are read. Export the entries as they are (`ldapsearch`, `ldifde -f`)."
        "Einträge mit `changetype: modify`, `delete` oder `modrdn` sagen, was mit einem Eintrag geschehen soll, nicht wie er ist. Sie \
         werden nicht angewandt; gelesen werden nur Inhalte und `changetype: add`. Die Einträge selbst exportieren (`ldapsearch`, \
         `ldifde -f`).";
    LDIF_INCOMPLETE Error "inventory/ldif-incomplete"
        "the directory server did not give all entries"
        "der Verzeichnisserver hat nicht alle Einträge geliefert"
        "`ldapsearch` writes the server's result at the end. Anything but 0 means that the search stopped: 4 is the size limit (1,000 entries \
         in Active Directory), 3 the time limit. People are missing. Export in pages: `ldapsearch -E pr=500/noprompt`."
        "`ldapsearch` schreibt am Ende das Ergebnis des Servers. Alles außer 0 heißt, dass die Suche abbrach: 4 ist die Mengengrenze \
         (1.000 Einträge in Active Directory), 3 die Zeitgrenze. Es fehlen Personen. Seitenweise exportieren: \
         `ldapsearch -E pr=500/noprompt`.";
    VALUE_UNUSABLE Warning "inventory/directory-value-unusable"
        "a value of a directory cannot be used"
        "ein Wert eines Verzeichnisses ist nicht verwendbar"
        "The value is not what its form says: no base64 behind `::`, no text inside, no hex in `X'…'`, longer than 65,534 characters, no number in \
         `userAccountControl`, or only the name of a collection where PowerShell left the values out. It was taken as empty. Export it again."
        "Der Wert ist nicht, was seine Form sagt: kein Base64 hinter `::`, kein Text darin, kein Hex in `X'…'`, länger als 65.534 Zeichen, \
         keine Zahl in `userAccountControl` oder nur der Name einer Sammlung, deren Werte PowerShell weggelassen hat. Er gilt als leer. Neu \
         exportieren.";
    ATTRIBUTES_DIFFER Warning "inventory/attributes-differ"
        "two attributes of an entry say different things"
        "zwei Attribute eines Eintrags sagen Verschiedenes"
        "`physicalDeliveryOfficeName` and `roomNumber` both name the room, `employeeNumber` and `employeeID` the staff number. They differ; \
         the first of each pair was used. Correct the directory."
        "`physicalDeliveryOfficeName` und `roomNumber` nennen beide das Zimmer, `employeeNumber` und `employeeID` die Personalnummer. Sie \
         unterscheiden sich; verwendet wurde jeweils das erste. Das Verzeichnis berichtigen.";
    ENTRY_SKIPPED Note "inventory/directory-entry-skipped"
        "entries of a directory that are no people"
        "Einträge eines Verzeichnisses, die keine Personen sind"
        "Computers, contacts (people elsewhere, fax numbers), groups, units, and accounts without a person's name and number, such as `krbtgt` or \
         service accounts, get no softphone and no place in the roster. They are counted here, and `--all` names them. A contact with a \
         number of the site that is called a fax, a door or a lift is listed as a function. A person among them needs a surname \
         (`sn`) or a number in the directory."
        "Computer, Kontakte (Personen anderswo, Faxnummern), Gruppen, Einheiten und Konten ohne Personennamen und Nummer, etwa `krbtgt` \
         oder Dienstkonten, bekommen kein Softphone und keinen Platz im Dienstplan. Hier sind sie gezählt, `--all` nennt sie. Ein Kontakt mit einer Nummer \
         des Standorts, der Fax, Tür oder Aufzug heißt, steht als Funktion in der Liste. Eine Person darunter braucht \
         im Verzeichnis einen Nachnamen (`sn`) oder eine Nummer.";
    VALUES_MORE Note "inventory/directory-values-more"
        "attributes have more values than are read"
        "Attribute haben mehr Werte, als gelesen werden"
        "Names, mail addresses and titles may have several values; the first counts. Of numbers the first is the extension and up to eight \
         others are named in findings. What is beyond is only counted."
        "Namen, Mailadressen und Titel dürfen mehrere Werte haben; der erste zählt. Von Nummern ist die erste die Nebenstelle, bis zu acht \
         weitere nennen Befunde. Was darüber hinausgeht, ist nur gezählt.";
}
