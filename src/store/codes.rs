//! Codes of this room.

use crate::diag::{CodePage, Severity};

macro_rules! page {
    ($name:ident, $slug:literal, $te:literal, $td:literal, $pe:literal, $pd:literal) => {
        pub const $name: CodePage =
            CodePage { slug: $slug, severity: Severity::Error, title_en: $te, title_de: $td, page_en: $pe, page_de: $pd };
    };
}

page!(
    UNREADABLE,
    "store/unreadable",
    "a file or folder cannot be read",
    "eine Datei oder ein Ordner ist nicht lesbar",
    "The file does not exist, is not a regular file, or this user may not read it. Nothing was changed. Check the path in \
     `deskshift.yaml` and the permissions, then run the same command again.",
    "Die Datei gibt es nicht, sie ist keine gewöhnliche Datei, oder dieser Benutzer darf sie nicht lesen. Nichts wurde \
     verändert. Pfad in `deskshift.yaml` und Rechte prüfen, dann denselben Befehl noch einmal starten."
);
page!(
    TOO_LARGE,
    "store/too-large",
    "a file is larger than anything this tool expects",
    "eine Datei ist größer als alles, was dieses Programm erwartet",
    "Input files are limited in size so that a damaged or hostile file cannot use up the memory of the machine. A staff list or \
     PBX export of a large authority has a few megabytes. Check that the right file is named.",
    "Eingabedateien sind in der Größe begrenzt, damit eine beschädigte oder böswillige Datei den Speicher nicht füllt. Eine \
     Personalliste oder ein Anlagenexport einer großen Behörde hat wenige Megabyte. Prüfen, ob die richtige Datei genannt ist."
);
page!(
    TOO_MANY,
    "store/too-many-entries",
    "a folder has more entries than are read",
    "ein Ordner hat mehr Einträge, als gelesen werden",
    "The folder `profiles/` and each folder below it is read up to 64 entries, by name; a great tree of something else that was copied there by \
     mistake is not searched. What comes after them is not used. Move away what is no profile.",
    "Der Ordner `profiles/` und jeder Ordner darin wird bis zu 64 Einträgen gelesen, nach Namen; ein großer fremder Baum, der versehentlich \
     dorthin kopiert wurde, wird nicht durchsucht. Was danach kommt, wird nicht benutzt. Beiseiteschaffen, was kein Profil ist."
);
page!(
    UNWRITABLE,
    "store/unwritable",
    "a result cannot be written",
    "ein Ergebnis lässt sich nicht schreiben",
    "The disk is full, the folder is read-only, or this user may not write there. Results are written beside the old ones and \
     swapped in at the end, so what was there before is still whole. Make room or mend the permissions and run the command again.",
    "Der Datenträger ist voll, der Ordner ist schreibgeschützt, oder dieser Benutzer darf dort nicht schreiben. Ergebnisse werden \
     neben den alten geschrieben und zuletzt ausgetauscht; das Vorige ist also noch ganz. Platz schaffen oder Rechte richten und \
     den Befehl wiederholen."
);
page!(
    PLANTED,
    "store/planted",
    "something stands where a result should go",
    "etwas steht dort, wo ein Ergebnis hin soll",
    "The output folder holds a link, file or folder under a name this tool uses for its own results, and it was not made by this \
     tool. It is neither followed nor overwritten: a planted link could make us write passwords elsewhere. The folder itself may be a \
     link only where that leads to a place beside it, such as within the site folder. Nothing was changed.",
    "Im Ausgabeordner steht unter einem Namen, den dieses Programm für eigene Ergebnisse benutzt, ein Verweis, eine Datei oder ein \
     Ordner, der nicht von ihm stammt. Ihm wird weder gefolgt noch wird er überschrieben: ein untergeschobener Verweis könnte \
     Kennwörter anderswo hinlenken. Der Ordner selbst darf nur dann ein Verweis sein, wenn der daneben bleibt, etwa im \
     Standortordner. Nichts wurde verändert."
);
page!(
    ON_A_SHARE,
    "store/on-a-share",
    "secrets would lie where many can read them",
    "Geheimnisse lägen dort, wo viele sie lesen können",
    "The output folder lies below a name that domain controllers, web or boot servers hand out (`SYSVOL`, `NETLOGON`, `www`, `htdocs`, \
     `tftpboot`), or on a file system that does not keep permissions, such as FAT or a share of Windows. Profiles hold passwords, so \
     nothing was written. Every account of a domain may read SYSVOL: a logon script there may hold an address, never a password. Let \
     people fetch their own profile by a one-time link (`deskshift links issue`), or hand it over on a path of their own.",
    "Der Ausgabeordner liegt unter einem Namen, den Domänencontroller, Web- oder Bootserver verteilen (`SYSVOL`, `NETLOGON`, `www`, \
     `htdocs`, `tftpboot`), oder auf einem Dateisystem, das keine Rechte hält, etwa FAT oder eine Windows-Freigabe. Profile enthalten \
     Kennwörter, deshalb wurde nichts geschrieben. SYSVOL darf jedes Konto der Domäne lesen: ein Anmeldeskript dort darf eine Adresse \
     enthalten, nie ein Kennwort. Jede Person ihr Profil über einen Einmal-Link holen lassen (`deskshift links issue`) oder es auf \
     einem eigenen Weg übergeben."
);
page!(
    BAD_DOCUMENT,
    "store/bad-document",
    "a document of an earlier step cannot be used",
    "ein Dokument eines früheren Schritts ist nicht brauchbar",
    "The file is not a document of the expected kind, comes from a newer version, or was damaged. Documents are never edited by \
     hand; run the step again that makes it (the message names the command).",
    "Die Datei ist kein Dokument der erwarteten Art, stammt von einer neueren Version oder ist beschädigt. Dokumente werden nie \
     von Hand geändert; den Schritt wiederholen, der es erzeugt (die Meldung nennt den Befehl)."
);
page!(
    SEALED,
    "store/sealed",
    "the encrypted secret store cannot be opened or written",
    "der verschlüsselte Kennwortspeicher lässt sich nicht öffnen oder schreiben",
    "`secrets.age` in `deskshift.yaml` says how `out/secrets.json` and `out/issued.json` are encrypted: with a passphrase or to public keys. \
     The passphrase or the private key is missing or not the one they were encrypted with. Without it nobody can read them, this tool \
     included. `out/secrets.json` is made again by `deskshift inventory import`; the passwords in `out/issued.json` are on the PBX and \
     in the profiles, and can only be replaced by new ones.",
    "`secrets.age` in `deskshift.yaml` sagt, wie `out/secrets.json` und `out/issued.json` verschlüsselt sind: mit einer Passphrase oder \
     für öffentliche Schlüssel. Passphrase oder privater Schlüssel fehlen oder sind nicht die, mit denen verschlüsselt wurde. Ohne sie \
     kann niemand lesen, auch dieses Programm nicht. `out/secrets.json` macht `deskshift inventory import` neu; die Kennwörter in \
     `out/issued.json` stehen auf der Anlage und in den Profilen und lassen sich nur durch neue ersetzen."
);
page!(
    STALE,
    "store/stale",
    "a document was made from other input than there is now",
    "ein Dokument entstand aus anderer Eingabe als der jetzigen",
    "Each document remembers the hashes of what it was made from, and the secrets name their inventory. An input changed since, or an \
     import was interrupted between the two, so the steps do not fit together. Run the named command; all steps are fast.",
    "Jedes Dokument merkt sich die Prüfsummen seiner Eingaben, und die Kennwörter nennen ihren Bestand. Eine Eingabe hat sich seither \
     geändert, oder ein Import wurde zwischen beiden abgebrochen: die Schritte passen nicht mehr zusammen. Den genannten Befehl \
     ausführen; alle Schritte sind schnell."
);
page!(
    LOCKED,
    "store/locked",
    "another run works on this site folder",
    "ein anderer Lauf arbeitet in diesem Standortordner",
    "Two runs that write at once would mix their results. The message names the process and since when it holds the lock. Wait \
     for it; a lock whose owner is dead is taken over by itself.",
    "Zwei Läufe, die gleichzeitig schreiben, würden ihre Ergebnisse mischen. Die Meldung nennt den Prozess und seit wann er \
     sperrt. Abwarten; eine Sperre, deren Besitzer nicht mehr lebt, wird von selbst übernommen."
);

pub const ALL: &[&CodePage] =
    &[&UNREADABLE, &TOO_LARGE, &TOO_MANY, &UNWRITABLE, &PLANTED, &ON_A_SHARE, &BAD_DOCUMENT, &SEALED, &STALE, &LOCKED];
