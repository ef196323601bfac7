//! Codes of reading exports of proprietary telephone systems.

use crate::diag::pages;

pages! {
    TWO_CONTEXTS Warning "inventory/number-in-two-contexts"
        "the same number stands in two partitions or sites"
        "dieselbe Nummer steht in zwei Partitionen oder Standorten"
        "In Cisco Unified CM a line is directory number and partition together. The same digits in two of them are two lines that may belong \
         to two people. Both are read; here, in two sheets of one workbook, the first one was read and the other one is only named. Give one of \
         the two another number, or import the sites separately."
        "Bei Cisco Unified CM ist ein Anschluss Rufnummer und Partition zusammen. Dieselben Ziffern in zwei davon sind zwei Anschlüsse, \
         vielleicht von zwei Personen. Gelesen werden beide; hier, in zwei Blättern einer Arbeitsmappe, wurde der erste gelesen, der andere ist \
         nur genannt. Einen umnummerieren oder die Standorte getrennt importieren.";
    LOGIN_TWO_SITES Warning "inventory/login-at-two-sites"
        "two telephone systems have a user of the same name"
        "zwei Anlagen haben einen Benutzer desselben Namens"
        "An innovaphone user registers at one PBX, so the same `h323` name at two of them is two users: two people, or one with two \
         telephones. Each keeps its number and its account; the name was not used to say whose they are."
        "Ein Benutzer von innovaphone registriert sich an einer PBX; derselbe `h323`-Name an zweien sind also zwei Benutzer: zwei Personen \
         oder eine mit zwei Telefonen. Jeder behält Nummer und Konto; wem sie gehören, wurde nicht aus dem Namen geschlossen.";
    SOFTPHONE_TWIN Warning "inventory/softphone-twin"
        "the extension has a softphone already"
        "die Nebenstelle hat schon ein Softphone"
        "A Jabber or Communicator device has the same line as the desk phone. The person may be working with it from home today; a second \
         softphone rings beside it and confuses. Decide which program stays, and remove the other device before the move."
        "Ein Jabber- oder Communicator-Gerät hat denselben Anschluss wie das Tischtelefon. Vielleicht arbeitet die Person damit schon zu \
         Hause; ein zweites Softphone läutet daneben und verwirrt. Entscheiden, welches Programm bleibt, und das andere Gerät vor dem \
         Umzug entfernen.";
    SHARED_LINE Warning "inventory/shared-line"
        "several devices have the same line"
        "mehrere Geräte haben denselben Anschluss"
        "The number rings on all of them. If one person goes home with it, the colleagues keep their key only if the telephone system lets \
         several devices register the line. A line that is nobody's first one is taken as shared and is not moved. Check who answers it."
        "Die Nummer läutet auf allen. Geht eine Person damit nach Hause, behalten die anderen ihre Taste nur, wenn die Anlage mehrere \
         Geräte an dem Anschluss zulässt. Ein Anschluss, der auf keinem Gerät der erste ist, gilt als gemeinsam und zieht nicht um. \
         Prüfen, wer dort abnimmt.";
    MASK_UNCLEAR Warning "inventory/number-mask-unclear"
        "a mask or pattern gives no number"
        "eine Maske oder ein Muster ergibt keine Nummer"
        "The `X` of an External Phone Number Mask (the dots of a CME dialplan-pattern) stand for the last digits of the extension. This one \
         has more places than the extension has digits, or other signs, or makes a number of no length of the plan, so that the number from \
         outside is not known. Correct the mask."
        "Das `X` einer External Phone Number Mask (die Punkte eines dialplan-pattern von CME) steht für die letzten Ziffern der \
         Nebenstelle. Hier hat es mehr Stellen als die Nebenstelle, fremde Zeichen, oder es ergibt eine Nummer, deren Länge nicht zum \
         Nummernplan passt; die Nummer von außen ist also unbekannt. Die Maske berichtigen.";
    HEADERLESS Error "inventory/export-without-header"
        "a file for inserting into a telephone system has no column titles"
        "eine Datei zum Einspielen in eine Anlage hat keine Spaltentitel"
        "Files that are written by hand for an import (BAT insert files of Cisco Unified CM, Manager import of innovaphone version 10) have \
         columns that a template on the system decides. Without it no column has a meaning, and guessing would mix up numbers. Nothing \
         was read. Export `All Phone Details` instead, or describe the columns in a `mapping.yaml`; `deskshift inventory guess` proposes one."
        "Von Hand geschriebene Dateien für einen Import (BAT insert von Cisco Unified CM, Import von innovaphone Version 10) haben Spalten, \
         die eine Vorlage in der Anlage bestimmt. Ohne sie hat keine Spalte eine Bedeutung, und Raten vertauscht Nummern. Nichts wurde \
         gelesen. Stattdessen `All Phone Details` exportieren oder die Spalten in einer `mapping.yaml` beschreiben; \
         `deskshift inventory guess` schlägt eine vor.";
    EXPERIMENTAL Note "inventory/format-experimental"
        "this format was never held against a real export"
        "dieses Format wurde nie an einem echten Export geprüft"
        "Commands and parameters are read as the public documentation names them; how the system really prints them is not confirmed. Compare \
         some stations with the telephone system before anything is moved, and keep the list of what was not read."
        "Befehle und Parameter werden gelesen, wie die öffentliche Dokumentation sie nennt; wie die Anlage sie wirklich druckt, ist nicht \
         bestätigt. Vor jedem Umzug einige Teilnehmer mit der Anlage vergleichen und die Liste des nicht Gelesenen beachten.";
    PART_UNREAD Note "inventory/part-not-read"
        "parts of a file were not read"
        "Teile einer Datei wurden nicht gelesen"
        "Commands, sections or elements that the importer does not know or does not need, each kind once with its count. If one of them \
         decides who is called, look at it yourself."
        "Befehle, Abschnitte oder Elemente, die der Importer nicht kennt oder nicht braucht, jede Art einmal mit ihrer Anzahl. Bestimmt \
         etwas davon, wer angerufen wird, selbst nachsehen.";
    STATEMENT_BROKEN Error "inventory/statement-broken"
        "a command of an export cannot be read"
        "ein Befehl eines Exports ist nicht lesbar"
        "The line does not have the form that its command asks for: a missing number, an unclosed quote, a range backwards. It was skipped and \
         the rest was read. Mostly the text was cut when it was copied from a terminal. Export again into a file."
        "Die Zeile hat nicht die Form, die ihr Befehl verlangt: eine fehlende Nummer, ein offenes Anführungszeichen, ein verkehrter Bereich. \
         Sie wurde übersprungen, der Rest gelesen. Meist wurde der Text beim Kopieren aus einem Terminal abgeschnitten. Neu in eine Datei \
         exportieren.";
    NAME_ORDER Note "inventory/name-order-unknown"
        "names without comma do not say which word is the last name"
        "Namen ohne Komma sagen nicht, welches Wort der Nachname ist"
        "The export has names of people in one field, such as `Müller Hans`, and no login or mail address that shows the order. The name \
         stays with the extension; no person was made of it, because a wrong last name would end in letters and lists. A staff list or a \
         directory brings the people; names of whom a source or the owner of the telephone has brought the person are not counted."
        "Der Export hat Namen von Personen in einem Feld, etwa `Müller Hans`, und weder Anmeldename noch Mailadresse zeigt die Reihenfolge. \
         Der Name bleibt bei der Nebenstelle; eine Person wurde nicht daraus, weil ein falscher Nachname in Briefen und Listen landete. \
         Eine Personalliste oder ein Verzeichnis bringt die Personen; Namen, zu denen eine Quelle oder der Besitzer des Telefons die Person gebracht \
         hat, zählen nicht mit.";
    NAME_SECOND Note "inventory/station-second-name"
        "a station has a second name"
        "ein Teilnehmer hat einen zweiten Namen"
        "The HiPath keeps several names for a station (PERSI), and the one that was entered first is the one that telephones show. The second \
         is mostly of a colleague who shares the telephone. The first one was used; the second is named here only."
        "Die HiPath hält mehrere Namen je Teilnehmer (PERSI); angezeigt wird der zuerst eingetragene. Der zweite ist meist der eines \
         Kollegen am selben Telefon. Verwendet wurde der erste; der zweite ist nur hier genannt.";
    LINE_UNKNOWN Warning "inventory/line-unknown"
        "a key, group or forward names a line that the file does not have"
        "eine Taste, Gruppe oder Umleitung nennt einen Anschluss, den die Datei nicht hat"
        "The target was removed, or the export is incomplete. The key or forward was left out; a group keeps the member as written. Export \
         the whole system, or correct the reference."
        "Das Ziel wurde entfernt, oder der Export ist unvollständig. Taste oder Umleitung wurden ausgelassen; eine Gruppe behält das \
         Mitglied, wie es geschrieben ist. Die ganze Anlage exportieren oder den Verweis berichtigen.";
    ROW_OVERWRITTEN Note "inventory/row-overwritten"
        "a later row of an export changes an earlier one"
        "eine spätere Zeile eines Exports ändert eine frühere"
        "In this format the last row of a number counts, cell by cell, as the telephone system does it on import. Nothing to do, unless the \
         file was put together by mistake."
        "In diesem Format gilt die letzte Zeile einer Nummer, Zelle für Zelle, wie es die Anlage beim Import hält. Nichts zu tun, sofern die \
         Datei nicht versehentlich zusammengefügt wurde.";
    DEPARTMENT_SEVERAL Note "inventory/department-several"
        "a person belongs to several departments"
        "eine Person gehört zu mehreren Dienststellen"
        "Rules and rosters need one department. The first one of the export was taken. Name the right one in the staff list, which is read \
         as well."
        "Regeln und Dienstplan brauchen eine Dienststelle. Genommen wurde die erste des Exports. Die richtige in der Personalliste nennen, \
         die ebenfalls gelesen wird.";
    XML_REFUSED Error "inventory/xml-export-refused"
        "an XML file was refused"
        "eine XML-Datei wurde abgelehnt"
        "It is damaged, nests too deeply, or declares a document type or entities, which no telephone system writes and which serve to exhaust \
         memory or to read other files. What stood before the place was read, unless the file was refused as a whole. Export again."
        "Sie ist beschädigt, zu tief verschachtelt oder enthält eine Dokumenttyp-Angabe oder Entitäten, die keine Anlage schreibt und die \
         dazu dienen, den Speicher zu füllen oder fremde Dateien zu lesen. Was vor der Stelle stand, wurde gelesen, sofern nicht die ganze \
         Datei abgelehnt wurde. Neu exportieren.";
}
