//! Codes of joining the sources and of checking the result.

use crate::diag::pages;

pages! {
    LISTED_TWICE Warning "inventory/person-listed-twice"
        "a person stands twice in one list"
        "eine Person steht zweimal in einer Liste"
        "Two rows have the same staff number, or the same name and extension. They were joined; where they differ, the first row counts \
         and the message says what differs. An extension of the second row is kept as a further number of the person. Two half jobs are a \
         usual reason and may stay so. Otherwise remove the second row, or give the second person a staff number of their own."
        "Zwei Zeilen haben dieselbe Personalnummer oder denselben Namen und dieselbe Nebenstelle. Sie wurden vereint; wo sie sich \
         unterscheiden, gilt die erste, und die Meldung nennt den Unterschied. Eine Nebenstelle der zweiten Zeile bleibt als weitere Nummer der \
         Person. Oft sind es zwei halbe Stellen; das kann so bleiben. Sonst die zweite Zeile entfernen oder der zweiten Person eine eigene \
         Personalnummer geben.";
    STAFF_NUMBER_SHARED Error "inventory/staff-number-shared"
        "two people have the same staff number"
        "zwei Personen haben dieselbe Personalnummer"
        "The names in the two rows have nothing in common, so they are two people. Both were kept; the second one is known by number and \
         name. Roster and waves need a number for each: correct one of the rows."
        "Die Namen der beiden Zeilen haben nichts gemeinsam, es sind also zwei Personen. Beide wurden übernommen, die zweite heißt nach \
         Nummer und Namen. Dienstplan und Wellen brauchen für jede eine Nummer: eine der Zeilen berichtigen.";
    LOGIN_SHARED Warning "inventory/login-shared"
        "two people have the same login"
        "zwei Personen haben denselben Anmeldenamen"
        "First names differ, and so do telephone or mail address, or the staff numbers do: they are two people, mostly of two domains that each \
         give logins of their own. Both were kept, the second one's id is the login with the extension. Where it is one person after all, correct \
         the wrong source, or name the two ids under `sources.same_person`."
        "Die Vornamen sind verschieden, und auch Telefon oder Mailadresse, oder aber die Personalnummern: es sind zwei Personen, meist aus zwei \
         Domänen, die jede ihre Anmeldenamen selbst vergeben. Beide wurden übernommen, die Kennung der zweiten ist der Anmeldename mit der \
         Nebenstelle. Ist es doch eine Person, die falsche Quelle berichtigen oder die beiden Kennungen unter `sources.same_person` nennen.";
    SOURCES_DIFFER Warning "inventory/sources-differ"
        "two sources say different things about a person, an extension, a device, a mailbox or a department"
        "zwei Quellen sagen Verschiedenes über eine Person, eine Nebenstelle, ein Gerät, eine Sprachbox oder eine Dienststelle"
        "The source named first in `deskshift.yaml` counts, of telephone systems, directories and lists in this order; the other value is in \
         the message. Correct the source that is wrong, or change the order."
        "Es gilt die Quelle, die in `deskshift.yaml` zuerst steht, von Anlagen, Verzeichnissen und Listen in dieser Folge; der andere Wert \
         steht in der Meldung. Die falsche Quelle berichtigen oder die Reihenfolge ändern.";
    FORMAT_UNKNOWN Error "inventory/format-unknown"
        "a file is no export that this program knows"
        "eine Datei ist kein Export, den dieses Programm kennt"
        "Files under `sources.exports` are recognised by their content, not by their name. This one resembles no known format closely enough, \
         and a guess could lose people in silence. `deskshift inventory guess FILE` shows what it resembles and proposes a mapping of its \
         columns. Where you know the product, name `format`; the names are in `docs/formats/`."
        "Dateien unter `sources.exports` werden am Inhalt erkannt, nicht am Namen. Diese ähnelt keinem bekannten Format genug, und raten \
         könnte stillschweigend Leute verlieren. `deskshift inventory guess DATEI` zeigt, wem sie ähnelt, und schlägt eine Zuordnung der Spalten \
         vor. Ist das Produkt bekannt, `format` angeben; die Namen stehen in `docs/formats/`.";
    SOURCES_NAMED Error "inventory/sources-named"
        "a folder or pattern of sources names no files that can be read"
        "ein Ordner oder Muster von Quellen nennt keine lesbaren Dateien"
        "An entry of `sources.exports` may be a file, a folder (all files directly in it) or a pattern with `*` and `?` (`phones/*.cfg`). This \
         one names no file at all, or 10,000 and more, or the folder of an Asterisk, whose files belong together and are read through \
         `sources.asterisk`. Correct the entry."
        "Ein Eintrag von `sources.exports` ist eine Datei, ein Ordner (alle Dateien direkt darin) oder ein Muster mit `*` und `?` \
         (`phones/*.cfg`). Dieser nennt gar keine Datei, oder 10.000 und mehr, oder den Ordner eines Asterisk, dessen Dateien zusammengehören \
         und über `sources.asterisk` gelesen werden. Den Eintrag berichtigen.";
    FOLDER_PART_LEFT_OUT Note "inventory/folder-part-left-out"
        "a part of a folder of sources was not read"
        "ein Teil eines Ordners mit Quellen wurde nicht gelesen"
        "Of a folder or pattern under `sources.exports`, folders below it, hidden files (`.name`) and what programs leave behind (`~$list.xlsx`, \
         `list.csv~`, `Thumbs.db`) are not read. If one of them is meant, name it: a file by its name, a folder as an entry of its own."
        "Von einem Ordner oder Muster unter `sources.exports` werden Ordner darin, verborgene Dateien (`.name`) und was Programme zurücklassen \
         (`~$liste.xlsx`, `liste.csv~`, `Thumbs.db`) nicht gelesen. Ist davon etwas gemeint, es nennen: eine Datei mit Namen, einen Ordner \
         als eigenen Eintrag.";
    MORE_UNUSABLE Note "inventory/more-unusable"
        "more is wrong with the sources than is shown"
        "an den Quellen ist mehr falsch, als gezeigt wird"
        "Where a source cannot be used, nothing is imported and the first forty findings say why, errors before the rest. The others are \
         only counted for people; `--format json` has all. Mend what is shown and run the import again."
        "Ist eine Quelle nicht zu verwenden, wird nichts importiert, und die ersten vierzig Befunde sagen warum, Fehler vor dem Rest. Die \
         anderen sind für Menschen nur gezählt; `--format json` nennt alle. Das Gezeigte beheben und den Import noch einmal starten.";
    NOTHING_FOUND Error "inventory/nothing-found"
        "an export holds nothing that can be used"
        "ein Export enthält nichts Verwendbares"
        "The file was read, and neither an extension nor a person nor a device came out of it: an empty template, the wrong part of an export, or \
         a format that was named wrongly. Export again, or correct `format`."
        "Die Datei wurde gelesen, und weder Nebenstelle noch Person noch Gerät kam heraus: eine leere Vorlage, der falsche Teil eines Exports \
         oder ein falsch genanntes Format. Neu exportieren oder `format` berichtigen.";
    SOURCE_WITHOUT_EXTENSION Note "inventory/source-without-extension"
        "an export names neither extension nor person nor device"
        "ein Export nennt weder Nebenstelle noch Person noch Gerät"
        "The file was read and holds something else: trunks, hints, entries for other systems. That is right for a file of lines to the \
         carrier; other sources say whose telephones are moved. Where no other source has extensions and the file is not one of trunks, this is \
         the error `inventory/nothing-found`."
        "Die Datei wurde gelesen und enthält anderes: Amtsleitungen, Hints, Einträge für andere Systeme. Für eine Datei mit Leitungen zum \
         Anbieter ist das richtig; wessen Telefone umziehen, sagen andere Quellen. Hat keine andere Quelle Nebenstellen und ist es keine Datei \
         von Amtsleitungen, so ist es der Fehler `inventory/nothing-found`.";
    NOBODY_TO_MOVE Warning "inventory/nobody-to-move"
        "no source has an extension or a person"
        "keine Quelle hat eine Nebenstelle oder eine Person"
        "All sources were read, and they hold lines to other systems, devices or settings only. Those are listed and stay as they are; \
         the inventory has no extension, so `deskshift plan` has nothing to plan. Add the export or the list that has the people's telephones."
        "Alle Quellen wurden gelesen und enthalten nur Leitungen zu anderen Anlagen, Geräte oder Einstellungen. Sie sind aufgeführt und bleiben, \
         wie sie sind; das Inventar hat keine Nebenstelle, und `deskshift plan` hat nichts zu planen. Den Export oder die Liste mit den Telefonen der Leute \
         ergänzen.";
    JOIN_PROPOSED Warning "inventory/join-proposed"
        "two sources, or two rows of one list, may mean the same person"
        "zwei Quellen oder zwei Zeilen einer Liste können dieselbe Person meinen"
        "The names are the same, in whatever order and spelling of umlauts, or fit each other (an initial, a short form) beside the same \
         department or extension. No staff number, login or mail address is the same in both. Name and department join nobody by themselves, \
         because two people called Müller would share one telephone. Two rows of one list without staff numbers are proposed where name and room are \
         the same and department, login and mail address do not differ. They were kept apart, and each counts in the roster. The message says \
         what speaks for it and what against, and names all candidates where there are several. If they are one, write the pair of ids under \
         `sources.same_person` in `deskshift.yaml`; if they are two, under `sources.different_persons`, and nobody asks again. Better still, \
         give both sources the staff number."
        "Die Namen sind gleich, in welcher Folge und Schreibung der Umlaute auch immer, oder passen zueinander (ein Anfangsbuchstabe, eine \
         Kurzform) neben derselben Dienststelle oder Nebenstelle. Personalnummer, Anmeldename und Mailadresse haben sie nicht gemeinsam. Name und \
         Dienststelle verbinden von sich aus niemanden, denn sonst teilten sich zwei Müllers ein Telefon. Zwei Zeilen einer Liste ohne Personalnummern werden vorgeschlagen, wo Name und Zimmer \
         gleich sind und Dienststelle, Anmeldename und Mailadresse sich nicht unterscheiden. Sie wurden getrennt übernommen, und jede \
         zählt im Dienstplan. Die Meldung sagt, was dafür und was dagegen spricht, und nennt bei mehreren alle Möglichkeiten. Ist es eine Person, das \
         Paar der Kennungen unter `sources.same_person` in `deskshift.yaml` eintragen; sind es zwei, unter `sources.different_persons`, dann wird \
         nicht wieder gefragt. Besser noch in beiden Quellen die Personalnummer führen.";
    SAID_BOTH Warning "inventory/different-persons-joined"
        "two people that should stay apart were joined"
        "zwei Personen, die getrennt bleiben sollten, wurden zusammengeführt"
        "`sources.different_persons` in `deskshift.yaml` says that the two ids are two people, but they are one person in the inventory: another \
         line under `sources.same_person` joins them, if need be by way of a third id. `same_person` counts. Remove the pair from one of the lists."
        "`sources.different_persons` in `deskshift.yaml` sagt, dass die beiden Kennungen zwei Personen sind; im Inventar sind sie eine: Eine Zeile unter \
         `sources.same_person` führt sie zusammen, gegebenenfalls über eine dritte Kennung. Es gilt `same_person`. Das Paar aus einer der Listen \
         entfernen.";
    SAME_PERSON_UNKNOWN Warning "inventory/same-person-unknown"
        "a confirmed join names nobody"
        "eine bestätigte Zusammenführung nennt niemanden"
        "`sources.same_person` in `deskshift.yaml` holds pairs of ids that an admin has confirmed to be one person, `sources.different_persons` \
         pairs that are two. This id is in none of the \
         sources: it is misspelt, the person has left, or the source now has a staff number, which became the id. Nothing was joined for it. \
         Take the id from the finding `join-proposed` or from `deskshift inventory show`, or remove the pair."
        "`sources.same_person` in `deskshift.yaml` enthält Paare von Kennungen, die nach Prüfung dieselbe Person sind, `sources.different_persons` \
         solche, die zwei sind. Diese Kennung kommt in \
         keiner Quelle vor: Sie ist verschrieben, die Person ist ausgeschieden, oder die Quelle führt inzwischen eine Personalnummer, die zur \
         Kennung wurde. Dafür wurde nichts zusammengeführt. Die Kennung dem Befund `join-proposed` oder `deskshift inventory show` entnehmen \
         oder das Paar entfernen.";
    EXTENSION_TWICE Error "inventory/extension-in-two-sources"
        "two telephone systems have the same extension"
        "zwei Telefonanlagen haben dieselbe Nebenstelle"
        "The extension stands in two exports, or in two domains or partitions. The first one counts: its account, password and limits are \
         used, the other one only fills what is missing. If both systems stay, the extensions need numbers of their own; if one export is old, \
         take it out of `sources`."
        "Die Nebenstelle steht in zwei Exporten oder in zwei Domänen oder Partitionen. Es gilt die erste: ihr Zugang, Kennwort und ihre \
         Grenzen werden verwendet, die andere füllt nur Lücken. Bleiben beide Anlagen, brauchen die Nebenstellen eigene Nummern; ist ein Export alt, ihn \
         aus `sources` nehmen.";
    PHONE_DIFFERS Warning "inventory/phone-differs"
        "a phone is configured for another login than the telephone system, or than another phone of the extension"
        "ein Telefon ist für einen anderen Zugang eingerichtet als die Anlage oder ein anderes Telefon der Nebenstelle"
        "The configuration of the phone and the telephone system's export name different user names or passwords for one extension. The \
         telephone system's are used. The phone would not register today, or the export is old. Where only phones were read, two of them have \
         different logins for one extension: the first one's is used, and one of the two is wrong."
        "Die Konfiguration des Telefons und der Export der Anlage nennen für eine Nebenstelle verschiedene Anmeldenamen oder Kennwörter. \
         Es gelten die der Anlage. Das Telefon könnte sich heute nicht anmelden, oder der Export ist alt. Wurden nur Telefone gelesen, so haben \
         zwei davon verschiedene Zugänge für eine Nebenstelle: Es gilt der des ersten, und einer von beiden ist falsch.";
    DEVICE_CONTRADICTS Error "inventory/device-contradicts"
        "two sources say different things about one device"
        "zwei Quellen sagen Verschiedenes über ein Gerät"
        "Label, serial number and MAC address of a device do not fit together: the delivery note has another serial number for this label, or \
         the MAC address belongs to another label. The first source counts. Look at the device itself and correct the list that is wrong; a \
         notebook under a false label cannot be found again when it is lost."
        "Inventarnummer, Seriennummer und MAC-Adresse eines Geräts passen nicht zusammen: Der Lieferschein hat zu dieser Nummer eine andere \
         Seriennummer, oder die MAC-Adresse gehört zu einer anderen Nummer. Es gilt die erste Quelle. Am Gerät nachsehen und die falsche Liste \
         berichtigen; ein Notebook mit falscher Nummer findet bei Verlust niemand wieder.";
    OWNER_UNKNOWN Warning "inventory/device-owner-unknown"
        "nobody is known under the name of a device's owner"
        "der Besitzer eines Geräts ist nicht bekannt"
        "The list gives the device to a login, staff number or name that no source of people has, or that several have. The device stays \
         without a person. Correct the owner, or add the person to a list."
        "Die Liste gibt das Gerät einem Anmeldenamen, einer Personalnummer oder einem Namen, den keine Quelle für Personen hat oder den \
         mehrere haben. Das Gerät bleibt ohne Person. Den Besitzer berichtigen oder die Person in eine Liste aufnehmen.";
    ZERO_LOST Warning "inventory/leading-zero-lost"
        "a list has lost leading zeros"
        "eine Liste hat führende Nullen verloren"
        "One source says `0201`, the other `201`: a CSV that went through a spreadsheet program. The longer one was used, because the \
         telephone system or the other list knows it. Format the column as text and write the list anew."
        "Eine Quelle sagt `0201`, die andere `201`: eine CSV, die durch eine Tabellenkalkulation ging. Verwendet wurde die längere, weil \
         die Anlage oder die andere Liste sie kennt. Die Spalte als Text formatieren und die Liste neu schreiben.";
    SYSTEM_ZERO_LOST Error "inventory/system-zero-lost"
        "the telephone system's export has lost leading zeros"
        "der Export der Anlage hat führende Nullen verloren"
        "The lists give people extensions such as `0201`, and the export has `201` in their place: a CSV that was opened in a spreadsheet \
         program and saved. An account of another number is another telephone, so nothing was joined; each such extension is told here \
         and not row by row. Export again and import the file as it is. Where the system really has the shorter ones, correct the lists."
        "Die Listen geben Personen Nebenstellen wie `0201`, und der Export hat an ihrer Stelle `201`: eine CSV, die in einer \
         Tabellenkalkulation geöffnet und gespeichert wurde. Ein Zugang anderer Nummer ist ein anderes Telefon; deshalb wurde nichts \
         verbunden, und diese Nebenstellen sind hier genannt statt Zeile für Zeile. Neu exportieren und die Datei unverändert importieren. \
         Hat die Anlage wirklich die kürzeren, die Listen berichtigen.";
    DEPARTMENT_SPELLING Warning "inventory/department-spelling"
        "a department is spelt in two ways"
        "eine Dienststelle ist verschieden geschrieben"
        "Two names differ only in case, blanks, signs or one letter. Where only case, blanks or signs differ, the more frequent spelling \
         was used for all, of equally frequent ones the first in alphabetical order; a difference of a letter is only reported. So is a sign \
         between figures or roman numerals: `SG 1.1` and `SG 11`, `FB III` and `FB II I` stay units of their own. If two names mean two \
         units although only signs differ, give one of them another name in the source. Rules in `deskshift.yaml` match by the exact name, so a misspelt \
         one would leave people out."
        "Zwei Namen unterscheiden sich nur in Groß- und Kleinschreibung, Leerzeichen, Zeichen oder einem Buchstaben. Bei Schreibung, \
         Leerzeichen und Zeichen gilt für alle die häufigere Form, bei gleicher Häufigkeit die alphabetisch erste; ein anderer Buchstabe wird nur \
         gemeldet. Ebenso ein Zeichen zwischen Ziffern oder römischen Zahlen: `SG 1.1` und `SG 11`, `FB III` und `FB II I` bleiben eigene \
         Einheiten. Meinen zwei Namen zwei Einheiten, obwohl sich nur Zeichen unterscheiden, eine davon in der Quelle anders nennen. Regeln in \
         `deskshift.yaml` vergleichen den genauen Namen, ein falscher ließe Leute aus.";
    DEPARTMENT_CIRCLE Warning "inventory/department-circle"
        "departments are part of each other"
        "Dienststellen gehören im Kreis zueinander"
        "The upper unit of a department leads back to the department itself, so nobody can say which one is above. The sources were taken as \
         they are. Correct the upper unit of one of them in the list, or with a correction."
        "Die übergeordnete Einheit einer Dienststelle führt zu ihr selbst zurück; welche oben steht, kann niemand sagen. Die Quellen wurden \
         übernommen, wie sie sind. Bei einer von ihnen die übergeordnete Einheit in der Liste oder durch eine Korrektur berichtigen.";
    IN_ONE_LIST Note "inventory/person-in-one-list"
        "people stand in one list only"
        "Personen stehen nur in einer Liste"
        "Several staff lists were read, and these people are not in all of them: newcomers, leavers or an old copy. They were kept. Check \
         which list is current."
        "Es wurden mehrere Personallisten gelesen, und diese Personen stehen nicht in allen: Neue, Ausgeschiedene oder eine alte Kopie. \
         Sie wurden übernommen. Prüfen, welche Liste aktuell ist.";
    NUMBER_AMBIGUOUS Warning "inventory/number-ambiguous"
        "a source gives only a number that several extensions have"
        "eine Quelle nennt nur eine Nummer, die mehrere Nebenstellen haben"
        "The telephone system has the number in several partitions, domains or contexts, and the inventory calls the extensions \
         `2001@amt.example` and `2001@schule.example`. A list, a group or a forward that says only `2001` may mean either, so nothing was \
         chosen. For a person, write the whole name into the column `Extension` of an exported table and bring the table back with \
         `inventory diff`; or give one of the telephones another number, or import the systems as two sites."
        "Die Anlage hat die Nummer in mehreren Partitionen, Domänen oder Kontexten; im Inventar heißen die Nebenstellen \
         `2001@amt.example` und `2001@schule.example`. Eine Liste, eine Gruppe oder eine Umleitung, die nur `2001` nennt, kann beide \
         meinen; es wurde keine gewählt. Für eine Person die ganze Bezeichnung in die Spalte `Nebenstelle` einer exportierten Tabelle \
         schreiben und die Tabelle mit `inventory diff` zurückbringen; oder einem der Telefone eine andere Nummer geben, oder die Anlagen \
         als zwei Standorte importieren.";
    EXTENSION_UNKNOWN Error "inventory/extension-unknown"
        "the telephone system does not know an extension"
        "die Telefonanlage kennt eine Nebenstelle nicht"
        "A staff list gives a person an extension that the export of the telephone system does not have. A softphone with it would be \
         answered 401 or 404 for ever. A moved digit or a new extension that is not in the export are usual reasons. Correct the list or \
         export the system again."
        "Eine Personalliste gibt einer Person eine Nebenstelle, die der Export der Anlage nicht hat. Ein Softphone damit bekäme immer \
         nur 401 oder 404. Meist ein Zahlendreher oder eine neue Nebenstelle, die im Export fehlt. Die Liste berichtigen oder die \
         Anlage neu exportieren.";
    WITHOUT_PERSON Warning "inventory/extension-without-person"
        "no list gives a person for an extension that looks like a person's"
        "keine Liste nennt eine Person zu einer Nebenstelle, die nach einer Person aussieht"
        "The name in the telephone system reads like a person's, but no staff list has the extension. People who left are the usual \
         reason; then it is an account that nobody watches. Remove it from the system or complete the staff list."
        "Der Name in der Anlage liest sich wie der einer Person, aber keine Personalliste hat die Nebenstelle. Meist ist die Person \
         ausgeschieden; dann ist es ein Zugang, auf den niemand achtet. In der Anlage entfernen oder die Personalliste ergänzen.";
    TWO_PERSONS Error "inventory/extension-of-two-persons"
        "two people have the same extension"
        "zwei Personen haben dieselbe Nebenstelle"
        "A softphone line belongs to one person. Two would take each other's calls and fill the slots of the registration. The extension \
         was marked as shared and is not moved. Give each person an extension, or remove one from the row."
        "Ein Softphone-Anschluss gehört einer Person. Zwei nähmen einander die Anrufe weg und füllten die Registrierungsplätze. Die \
         Nebenstelle gilt als gemeinsam und zieht nicht um. Jeder Person eine eigene geben oder sie aus einer Zeile entfernen.";
    KIND_CONTRADICTS Warning "inventory/kind-contradicts"
        "a person's extension is called a device by the telephone system"
        "die Nebenstelle einer Person heißt in der Anlage wie ein Gerät"
        "A staff list gives the extension to a person, but its name in the telephone system speaks of a fax, a door or the like. The \
         list was followed: a moved fax would fall silent. Check the extension, and correct the list or the name."
        "Eine Personalliste gibt die Nebenstelle einer Person, ihr Name in der Anlage spricht aber von Fax, Tür oder dergleichen. Es gilt \
         die Liste; ein umgezogenes Fax verstummt. Die Nebenstelle prüfen und Liste oder Namen berichtigen.";
    NAME_DIFFERS Warning "inventory/name-differs"
        "the telephone system shows another name than the staff list"
        "die Anlage zeigt einen anderen Namen als die Personalliste"
        "The caller ID name of the extension does not contain the person's last name: a predecessor's name, a marriage, or the wrong \
         extension in the list. The profile shows the staff list's name. Check whose extension it is."
        "Der Anzeigename der Nebenstelle enthält nicht den Nachnamen der Person: der Name einer Vorgängerin, eine Heirat oder die falsche \
         Nebenstelle in der Liste. Das Profil zeigt den Namen der Personalliste. Prüfen, wem die Nebenstelle gehört.";
    LOGIN_UNKNOWN Warning "inventory/login-of-unknown-extension"
        "a list of logins knows an extension that the telephone system does not"
        "eine Zugangsliste kennt eine Nebenstelle, die die Anlage nicht kennt"
        "The row is an old one, or the export is incomplete. Remove the row or export the system again."
        "Die Zeile ist veraltet, oder der Export ist unvollständig. Die Zeile entfernen oder die Anlage neu exportieren.";
    LOGIN_NAME_DIFFERS Error "inventory/login-name-differs"
        "list of logins and telephone system have different login names"
        "Zugangsliste und Anlage haben verschiedene Anmeldenamen"
        "The digest of a registration is computed over the login name, which may be another than the extension. With the wrong one the \
         system answers 401 or 403 whatever the password is, and counts a failed attempt. `sources.secrets_from` in `deskshift.yaml` \
         decides whose name the softphone gets. Correct the list. Source: RFC 3261 section 22."
        "Der Digest einer Registrierung wird über den Anmeldenamen gerechnet, der ein anderer sein kann als die Nebenstelle. Mit dem \
         falschen antwortet die Anlage 401 oder 403, was immer das Kennwort ist, und zählt einen Fehlversuch. \
         `sources.secrets_from` in `deskshift.yaml` entscheidet, wessen Name gilt. Die Liste berichtigen. Quelle: RFC 3261, 22.";
    LOGIN_SECRET_DIFFERS Error "inventory/login-secret-differs"
        "list of logins and telephone system have different passwords"
        "Zugangsliste und Anlage haben verschiedene Kennwörter"
        "One of the two is old. `sources.secrets_from` in `deskshift.yaml` decides which one the softphone gets; the wrong one is refused \
         with 401 or 403 and counts as a failed attempt for the ban. Where the message says that a `;` cuts the password, the telephone \
         system knows only the part before it. Passwords are never shown; compare them in the files."
        "Eines von beiden ist veraltet. `sources.secrets_from` in `deskshift.yaml` entscheidet, welches das Softphone bekommt; das \
         falsche wird mit 401 oder 403 abgelehnt und zählt als Fehlversuch für die Sperre. Wo die Meldung sagt, dass ein `;` das \
         Kennwort abschneidet, kennt die Anlage nur den Teil davor. Kennwörter werden nie gezeigt; in den Dateien vergleichen.";
    LOGIN_MISSING Note "inventory/login-missing"
        "the lists of logins do not have all extensions"
        "die Zugangslisten haben nicht alle Nebenstellen"
        "For these extensions of people the telephone system's own login serves. Nothing to do, unless the list should be complete."
        "Für diese Nebenstellen von Personen gilt der Zugang der Anlage selbst. Nichts zu tun, sofern die Liste nicht vollständig sein soll.";

    NO_EXTENSION Error "inventory/no-extension"
        "the telephone system's files hold no extension"
        "die Dateien der Telefonanlage enthalten keine Nebenstelle"
        "The files were read, but no endpoint in them is an extension: the wrong folder, or an export without the included files. Nothing was \
         written. Correct `sources.asterisk` in `deskshift.yaml`."
        "Die Dateien wurden gelesen, aber kein Endpunkt darin ist eine Nebenstelle: der falsche Ordner oder ein Export ohne die eingebundenen \
         Dateien. Nichts wurde geschrieben. `sources.asterisk` in `deskshift.yaml` berichtigen.";
    WITHOUT_EXTENSION Warning "inventory/person-without-extension"
        "a person has no extension"
        "eine Person hat keine Nebenstelle"
        "No list gives this person an extension that could be read, so there is no softphone for them, and the roster cannot send them home \
         as reachable. Complete the list, or leave it if the person needs no telephone."
        "Keine Liste nennt für diese Person eine lesbare Nebenstelle; es gibt also kein Softphone, und der Dienstplan kann sie nicht als \
         erreichbar nach Hause schicken. Die Liste ergänzen, oder so lassen, wenn die Person kein Telefon braucht.";
    ROOM_OVERFULL Warning "inventory/room-overfull"
        "a room has far more people than may be present"
        "ein Zimmer hat weit mehr Personen, als anwesend sein dürfen"
        "With the people allowed at once (`rooms.max_present`), each would come in less than one and a half days a week. The roster will \
         try, but wishes and minimum staffing suffer. Check that the room numbers are right; give the room a limit of its own if it is a hall."
        "Bei der erlaubten Zahl von Anwesenden (`rooms.max_present`) käme jede Person weniger als anderthalb Tage pro Woche ins Büro. Der \
         Dienstplan versucht es, aber Wünsche und Mindestbesetzung leiden. Zimmernummern prüfen; einem Saal eine eigene Grenze geben.";
    ROOM_OVER_CAPACITY Warning "inventory/room-over-capacity"
        "a room has more people than desks"
        "ein Zimmer hat mehr Personen als Arbeitsplätze"
        "A list says how many desks the room has, and more people sit there by their own rows; who always works at home is not counted. \
         Either a number is wrong, or the desks are shared: then `deskshift rotate` lets no more people come on a day than there are desks, \
         unless `roster.rooms` in `deskshift.yaml` says otherwise."
        "Eine Liste nennt die Zahl der Arbeitsplätze, und nach ihren eigenen Zeilen sitzen mehr Personen dort; wer immer zu Hause arbeitet, \
         zählt nicht. Entweder stimmt eine Angabe nicht, oder die Plätze werden geteilt: Dann lässt `deskshift rotate` an einem Tag nicht mehr \
         Personen kommen, als es Plätze gibt, sofern `roster.rooms` in `deskshift.yaml` nichts anderes sagt.";
    ROOM_STUCK Error "inventory/room-cannot-rotate"
        "more people must be in a room than may be"
        "in einem Zimmer müssen mehr Personen sein, als dürfen"
        "People who cannot work at home share a room and a weekday, and there are more of them than `rooms.max_present` or else the desks allow. No roster can \
         mend that. Move one of them to another room, change their days, or give the room a limit of its own."
        "Personen, die nicht zu Hause arbeiten können, teilen Zimmer und Wochentag, und es sind mehr, als `rooms.max_present` oder sonst die Plätze erlauben. Kein \
         Dienstplan kann das lösen. Eine Person umsetzen, Tage ändern oder dem Zimmer eine eigene Grenze geben.";
    DEPARTMENT_MISSING Note "inventory/department-missing"
        "people without a department"
        "Personen ohne Dienststelle"
        "Rules by department in `deskshift.yaml` do not hold for them. Complete the staff list."
        "Regeln nach Dienststelle in `deskshift.yaml` gelten für sie nicht. Die Personalliste ergänzen.";
    NAMED_NOWHERE Warning "inventory/policy-names-unknown"
        "the policy names something that no source has"
        "die Vorgaben nennen etwas, das keine Quelle hat"
        "A department, queue, room or extension in `deskshift.yaml` is not in the inventory, so the rule holds for nobody. Mostly a \
         different spelling; the message names the nearest one. Correct `deskshift.yaml`."
        "Eine Dienststelle, Warteschlange, ein Zimmer oder eine Nebenstelle in `deskshift.yaml` kommt im Inventar nicht vor; die Regel \
         gilt also für niemanden. Meist ist es eine andere Schreibweise; die Meldung nennt die nächste. `deskshift.yaml` berichtigen.";
    SECRET_WEAK Warning "inventory/secret-weak"
        "passwords of SIP accounts are weak"
        "Kennwörter von SIP-Zugängen sind schwach"
        "Fewer than 12 characters or under 60 bits. At home the account is reachable from outside, where such passwords are guessed within \
         days and used for expensive calls. Set new ones in the telephone system before the move. Only the number of such accounts and \
         some extensions are shown."
        "Weniger als 12 Zeichen oder unter 60 Bit. Zu Hause ist der Zugang von außen erreichbar; solche Kennwörter werden in Tagen erraten \
         und für teure Anrufe missbraucht. Vor dem Umzug in der Anlage neue setzen. Gezeigt werden nur die Anzahl und einige Nebenstellen.";
    SECRET_OBVIOUS Error "inventory/secret-obvious"
        "a password is the extension, the login name or a usual word"
        "ein Kennwort ist die Nebenstelle, der Anmeldename oder ein übliches Wort"
        "Such passwords are the first that scanners try: the extension itself, `1234`, `password` and the like. Set a new one in the \
         telephone system before anything else."
        "Solche Kennwörter probieren Angreifer zuerst: die Nebenstelle selbst, `1234`, `password` und dergleichen. Vor allem anderen in der \
         Anlage ein neues setzen.";
    SECRET_REUSED Error "inventory/secret-reused"
        "several accounts have the same password"
        "mehrere Zugänge haben dasselbe Kennwort"
        "Whoever knows one knows all, and a profile that gets lost opens several lines. Give each account a password of its own. Only \
         the number and some extensions are shown."
        "Wer eines kennt, kennt alle, und ein verlorenes Profil öffnet mehrere Anschlüsse. Jedem Zugang ein eigenes Kennwort geben. Gezeigt \
         werden nur die Anzahl und einige Nebenstellen.";
    MAC_TWICE Error "inventory/mac-twice"
        "two extensions have the same desk phone"
        "zwei Nebenstellen haben dasselbe Tischtelefon"
        "One of the two MAC addresses is wrong, or the phone has two lines. Correct the staff list; for a phone with two lines name it at one \
         of them."
        "Eine der beiden MAC-Adressen ist falsch, oder das Telefon hat zwei Anschlüsse. Die Personalliste berichtigen; bei zwei Anschlüssen \
         das Telefon nur an einem nennen.";
    MAIL_TWICE Warning "inventory/mail-twice"
        "two people have the same mail address"
        "zwei Personen haben dieselbe Mailadresse"
        "Letters with a profile would reach the wrong one. Correct the staff list."
        "Briefe mit einem Profil erreichten die falsche Person. Die Personalliste berichtigen.";
    NO_MAILBOX Note "inventory/no-mailbox"
        "people without a mailbox"
        "Personen ohne Sprachbox"
        "Calls that nobody takes at home are lost without a voice mailbox. Nothing to do if the authority has none."
        "Anrufe, die zu Hause niemand annimmt, gehen ohne Sprachbox verloren. Nichts zu tun, wenn die Behörde keine hat.";
    MAILBOX_ORPHAN Warning "inventory/mailbox-without-extension"
        "mailboxes that belong to no extension"
        "Sprachboxen, die zu keiner Nebenstelle gehören"
        "No endpoint names these mailboxes. They may belong to people who left, or be reached by the dialplan only."
        "Kein Endpunkt nennt diese Sprachboxen. Sie gehören vielleicht Ausgeschiedenen oder sind nur über den Wählplan erreichbar.";
    HINT_UNKNOWN Warning "inventory/hint-unknown"
        "a hint names a device that has no endpoint"
        "ein Hint nennt ein Gerät ohne Endpunkt"
        "Busy lamps and presence of this number stay dark, and a softphone that subscribes to it is told that the line is unavailable. Mostly the \
         endpoint was renamed or removed. Correct or remove the hint in `extensions.conf`."
        "Besetztlampen und Anwesenheit dieser Nummer bleiben dunkel, und ein Softphone, das sie abonniert, erfährt nur, dass der Anschluss nicht \
         verfügbar ist. Meist wurde der Endpunkt umbenannt oder entfernt. Den Hint in `extensions.conf` berichtigen oder entfernen.";
    OUTSIDE_PREFIX Note "inventory/extension-begins-with-outside-prefix"
        "extensions begin with the digit for an outside line"
        "Nebenstellen beginnen mit der Ziffer für die Amtsleitung"
        "Whoever dials such an extension digit by digit may get an outside line instead. Softphones send the whole number at once, so the \
         dialplan must match these extensions before the outside line. Check the dialplan with one of them."
        "Wer eine solche Nebenstelle Ziffer für Ziffer wählt, bekommt vielleicht die Amtsleitung. Softphones senden die ganze Nummer auf \
         einmal; der Wählplan muss diese Nebenstellen vor der Amtsleitung erkennen. Den Wählplan mit einer davon prüfen.";
    LENGTH_CLASH Error "inventory/extension-length-clash"
        "an extension is the beginning of another one"
        "eine Nebenstelle ist der Anfang einer anderen"
        "`101` and `1010` in one number plan: with digit by digit dialling the shorter one is always reached first. Softphones send the whole \
         number, so it works at home; from analogue phones it does not. Renumber one of them."
        "`101` und `1010` in einem Nummernplan: Bei Wahl Ziffer für Ziffer wird immer die kürzere erreicht. Softphones senden die ganze Nummer, \
         zu Hause geht es also, von analogen Geräten nicht. Eine der beiden umnummerieren.";
    OUTSIDE_PLAN Warning "inventory/extension-outside-plan"
        "extensions of a length that the number plan does not have"
        "Nebenstellen mit einer Länge, die der Nummernplan nicht kennt"
        "`numbers.extension_lengths` in `deskshift.yaml` does not have the length of these extensions of the telephone system. Complete the plan, \
         or check whether they are extensions at all."
        "`numbers.extension_lengths` in `deskshift.yaml` enthält die Länge dieser Nebenstellen der Anlage nicht. Den Plan ergänzen oder prüfen, ob \
         es überhaupt Nebenstellen sind.";
}
