//! Codes of the staging desk.

use crate::diag::pages;

pages! {
    NO_DELIVERY Error "staging/no-delivery"
        "no notebook is known to have been delivered"
        "kein geliefertes Notebook ist bekannt"
        "The desk checks each scan against the delivery list, and the inventory has no notebook. Name the list with label, serial number and \
         MAC address under `sources.exports` in `deskshift.yaml` and run `deskshift inventory import`."
        "Der Arbeitsplatz prüft jeden Scan gegen die Lieferliste, und das Inventar kennt kein Notebook. Die Liste mit Etikett, Seriennummer \
         und MAC-Adresse unter `sources.exports` in `deskshift.yaml` nennen und `deskshift inventory import` ausführen.";
    LABEL_UNKNOWN Error "staging/label-unknown"
        "a label is on no delivery list"
        "ein Etikett steht auf keiner Lieferliste"
        "The label was mistyped, sticks on something that is no notebook of this delivery, or the delivery list is older than the delivery. Scan \
         it again; if it is right, add the device to the list and run `deskshift inventory import`."
        "Das Etikett ist vertippt, klebt auf einem Gerät, das nicht zu dieser Lieferung gehört, oder die Lieferliste ist älter als die \
         Lieferung. Noch einmal scannen; stimmt es, das Gerät in die Liste aufnehmen und `deskshift inventory import` ausführen.";
    SERIAL_UNKNOWN Error "staging/serial-unknown"
        "a serial number is on no delivery list"
        "eine Seriennummer steht auf keiner Lieferliste"
        "The device with this label has another serial number in the list, and no device has this one. Often the scanner caught the wrong bar \
         code: product numbers stand beside serial numbers. Scan again; if the list is wrong, correct it and import again."
        "Das Gerät mit diesem Etikett hat in der Liste eine andere Seriennummer, und kein Gerät hat diese. Oft hat der Scanner den falschen \
         Strichcode erwischt: neben der Seriennummer steht die Produktnummer. Noch einmal scannen; ist die Liste falsch, sie berichtigen \
         und neu importieren.";
    MAC_UNKNOWN Error "staging/mac-unknown"
        "a MAC address is on no delivery list"
        "eine MAC-Adresse steht auf keiner Lieferliste"
        "The device with this label has another MAC address in the list, and no device has this one. Usual reasons: the address of the wireless \
         interface or of a docking station was read. Read the address of the built-in wired interface."
        "Das Gerät mit diesem Etikett hat in der Liste eine andere MAC-Adresse, und kein Gerät hat diese. Meist wurde die Adresse der \
         WLAN-Karte oder einer Dockingstation gelesen. Die Adresse der eingebauten Kabelschnittstelle lesen.";
    OTHER_DEVICE Error "staging/parts-of-two-devices"
        "label, serial number and MAC address belong to two devices"
        "Etikett, Seriennummer und MAC-Adresse gehören zu zwei Geräten"
        "Two notebooks lie on the desk and were scanned alternately, or the labels of two were exchanged. The message names the other device. Nothing was \
         assigned. Look at the bottom of the device; if the labels are exchanged, exchange them back."
        "Zwei Notebooks liegen auf dem Tisch und wurden abwechselnd gescannt, oder zwei Etiketten sind vertauscht. Die Meldung nennt das andere \
         Gerät. Nichts wurde zugeordnet. Auf die Unterseite sehen; sind die Etiketten vertauscht, sie zurücktauschen.";
    STAGED_ALREADY Error "staging/device-staged-already"
        "a device is prepared for somebody else"
        "ein Gerät ist schon für jemand anderen vorbereitet"
        "The journal gives this device to another person. Nothing was changed. If the first assignment is wrong, take it back with `undo LABEL` and \
         scan again."
        "Das Journal gibt dieses Gerät einer anderen Person. Nichts wurde geändert. Ist die erste Zuordnung falsch, sie mit `zurück ETIKETT` \
         zurücknehmen und neu scannen.";
    PART_STAGED Error "staging/part-staged-already"
        "a serial number or MAC address was scanned at another device"
        "eine Seriennummer oder MAC-Adresse wurde an einem anderen Gerät gescannt"
        "The delivery list does not say which device the number belongs to, but the journal has it at another label. A docking station that stays on the \
         desk gives its own MAC address to every notebook. Read the number at the device itself."
        "Die Lieferliste sagt nicht, zu welchem Gerät die Nummer gehört, aber im Journal steht sie bei einem anderen Etikett. Eine \
         Dockingstation, die auf dem Tisch bleibt, gibt jedem Notebook ihre eigene MAC-Adresse. Die Nummer am Gerät selbst ablesen.";
    MAC_MALFORMED Error "staging/mac-malformed"
        "a MAC address is not well formed"
        "eine MAC-Adresse hat nicht die richtige Form"
        "Expected are twelve hex digits, with colons, hyphens, dots or nothing between them: `00:00:5E:00:53:01`. A scanner that leaves out a character has a \
         wrong keyboard layout: set it to the layout of the computer."
        "Erwartet sind zwölf Hex-Ziffern, dazwischen Doppelpunkte, Bindestriche, Punkte oder nichts: `00:00:5E:00:53:01`. Verschluckt der \
         Scanner Zeichen, ist sein Tastaturlayout falsch: auf das des Rechners einstellen.";
    KEYBOARD Error "staging/keyboard-layout"
        "the scanner types with the layout of another keyboard"
        "der Scanner tippt mit der Belegung einer anderen Tastatur"
        "A scanner types its codes as a keyboard does. Set to the American layout on a German computer it gives `ß` for `-`, `Ö` for `:` and exchanges `Y` \
         and `Z`; the other way round it gives `/` and `>`. The value in the message is what was meant. Nothing was assigned, because values \
         that no list knows would be written down wrong. The manual of the scanner has a bar code for each keyboard layout."
        "Ein Scanner tippt seine Codes wie eine Tastatur. Mit amerikanischer Belegung an einem deutschen Rechner kommt `ß` statt `-`, `Ö` statt \
         `:`, und `Y` und `Z` sind vertauscht; umgekehrt kommen `/` und `>`. Der Wert in der Meldung ist der gemeinte. Nichts wurde \
         zugeordnet, weil Werte, die keine Liste kennt, falsch aufgeschrieben würden. Die Anleitung des Scanners hat für jedes \
         Tastaturlayout einen Strichcode.";
    MAC_LOCAL Error "staging/mac-local"
        "a MAC address is made up by software"
        "eine MAC-Adresse stammt von einem Programm"
        "Bit 2 of the first byte is set: the address is locally administered (IEEE 802, clause 8), given by a virtual adapter or the random addresses of \
         wireless interfaces. It changes, so no device can be told by it. Read the address of the built-in wired interface."
        "Bit 2 des ersten Bytes ist gesetzt: die Adresse ist lokal vergeben (IEEE 802, Abschnitt 8), von einem virtuellen Adapter oder als \
         WLAN-Zufallsadresse. Sie wechselt, kein Gerät ist daran zu erkennen. Die Adresse der eingebauten Kabelschnittstelle lesen.";
    MAC_GROUP Error "staging/mac-group"
        "a MAC address belongs to no single device"
        "eine MAC-Adresse gehört keinem einzelnen Gerät"
        "Broadcast (`FF:FF:FF:FF:FF:FF`), group addresses (odd first byte) and twelve equal digits are never the address of a device. Read it \
         again at the device."
        "Broadcast (`FF:FF:FF:FF:FF:FF`), Gruppenadressen (ungerades erstes Byte) und zwölf gleiche Ziffern sind nie die Adresse eines \
         Geräts. Am Gerät neu ablesen.";
    NOT_DELIVERED Error "staging/not-delivered-yet"
        "a device is delivered on a later day"
        "ein Gerät wird erst an einem späteren Tag geliefert"
        "The delivery list gives a day in the future, so either the list is wrong or the scan is. Correct the day in the list and import again, or scan \
         again."
        "Die Lieferliste nennt einen Tag in der Zukunft; also stimmt die Liste nicht oder der Scan. Den Tag in der Liste berichtigen und neu \
         importieren, oder neu scannen.";
    PERSON_UNKNOWN Error "staging/person-unknown"
        "a person is in no source"
        "eine Person steht in keiner Quelle"
        "Expected is a staff number, a login, or a name that only one person has: `Huber, Anna` or `Anna Huber`. New people must be in the staff list or the \
         directory first; then run `deskshift inventory import`."
        "Erwartet ist eine Personalnummer, eine Anmeldung oder ein Name, den nur eine Person hat: `Huber, Anna` oder `Anna Huber`. Neue \
         Leute gehören zuerst in die Personalliste oder das Verzeichnis; dann `deskshift inventory import` ausführen.";
    PERSON_AMBIGUOUS Error "staging/person-ambiguous"
        "several people have this name"
        "mehrere Personen haben diesen Namen"
        "The message names the staff numbers. Scan or type the number or the login instead of the name."
        "Die Meldung nennt die Personalnummern. Statt des Namens die Nummer oder die Anmeldung scannen oder tippen.";
    PERSON_DISABLED Error "staging/person-disabled"
        "a person's account is disabled"
        "das Konto einer Person ist gesperrt"
        "The directory says that the account is disabled: the person has left, or is on leave. A notebook for this account could not be used. Ask the \
         personnel office; when the account is enabled, import again."
        "Laut Verzeichnis ist das Konto gesperrt: die Person ist ausgeschieden oder beurlaubt. Ein Notebook wäre damit nicht zu benutzen. Beim \
         Personalamt nachfragen; ist das Konto wieder aktiv, neu importieren.";
    PERSON_HAS_DEVICE Error "staging/person-has-device"
        "a person has a notebook already"
        "eine Person hat schon ein Notebook"
        "The journal or a source gives another notebook to this person. Nothing was assigned. If the other one came back, take its assignment back with \
         `undo LABEL`, or correct the owner in the list."
        "Das Journal oder eine Quelle gibt dieser Person ein anderes Notebook. Nichts wurde zugeordnet. Kam das andere zurück, seine Zuordnung \
         mit `zurück ETIKETT` zurücknehmen oder den Besitzer in der Liste berichtigen.";
    PERSON_IS_ANOTHER Error "staging/person-is-another"
        "the key of a staged device's person now means somebody else"
        "der Schlüssel der Person eines vorbereiteten Geräts meint jetzt jemand anderen"
        "The journal keeps name, extension and department of each person. People of one name without a staff number get keys in the order of \
         their list, so a list that was sorted anew can exchange them. Take the assignment back with `undo LABEL` and scan the device again. \
         A staff number in the list makes keys that stay."
        "Das Journal merkt sich Name, Nebenstelle und Dienststelle jeder Person. Wer gleich heißt und keine Personalnummer hat, bekommt seinen \
         Schlüssel nach der Reihenfolge der Liste; eine neu sortierte Liste kann sie vertauschen. Die Zuordnung mit `zurück ETIKETT` \
         zurücknehmen und das Gerät neu scannen. Eine Personalnummer in der Liste ergibt Schlüssel, die bleiben.";
    MORE_OF_SAME Warning "staging/more-of-the-same"
        "more findings of one kind than are listed"
        "mehr Befunde einer Art, als aufgeführt sind"
        "The first twenty of a kind are listed, the rest is counted. Mend the first ones and run the command again."
        "Die ersten zwanzig einer Art sind aufgeführt, die übrigen gezählt. Die ersten beheben und den Befehl wiederholen.";
    INCOMPLETE Error "staging/scan-incomplete"
        "a scan is incomplete"
        "ein Scan ist unvollständig"
        "A device is assigned when label, serial number, MAC address and person are there. Nothing was assigned. Scan what is missing."
        "Ein Gerät wird zugeordnet, wenn Etikett, Seriennummer, MAC-Adresse und Person da sind. Nichts wurde zugeordnet. Das Fehlende scannen.";
    FILE_UNUSABLE Error "staging/file-unusable"
        "a file of scans cannot be read"
        "eine Datei mit Scans ist nicht lesbar"
        "Expected is separated text with the titles `label`, `serial`, `mac` and `person` (also `Etikett`, `Inventarnummer`, `Seriennummer`, `MAC-Adresse`, \
         `Personalnummer`, `Anmeldename`), in any order. Nothing was assigned."
        "Erwartet ist Text mit Trennzeichen und den Titeln `label`, `serial`, `mac` und `person` (auch `Etikett`, `Inventarnummer`, \
         `Seriennummer`, `MAC-Adresse`, `Personalnummer`, `Anmeldename`) in beliebiger Reihenfolge. Nichts wurde zugeordnet.";
    JOURNAL_TORN Warning "staging/journal-torn"
        "the last line of the journal is torn"
        "die letzte Zeile des Journals ist abgerissen"
        "The power failed, or the disk was full, while an assignment was written. It had not been confirmed on the screen, so the device is asked again. \
         The torn end is cut off when the next assignment is written."
        "Während eine Zuordnung geschrieben wurde, fiel der Strom aus oder der Datenträger war voll. Sie war am Bildschirm noch nicht bestätigt, \
         das Gerät wird also neu erfragt. Der abgerissene Rest wird mit der nächsten Zuordnung abgeschnitten.";
    JOURNAL_UNREADABLE Error "staging/journal-unreadable"
        "a line of the journal cannot be read"
        "eine Zeile des Journals ist nicht lesbar"
        "The journal is written by this program only; a line in its middle was changed or damaged. The line was left out and kept in the file. What it \
         assigned counts as open: look at the line, and scan the device again."
        "Das Journal schreibt nur dieses Programm; eine Zeile in der Mitte wurde verändert oder beschädigt. Sie wurde ausgelassen und bleibt in \
         der Datei. Was sie zuordnete, gilt als offen: die Zeile ansehen und das Gerät neu scannen.";
    NOTHING_STAGED Error "staging/nothing-staged"
        "there is nothing to print"
        "es gibt nichts zu drucken"
        "No device is staged, or none has the label that was named. `deskshift stage status` shows what is staged."
        "Kein Gerät ist vorbereitet, oder keines hat das genannte Etikett. `deskshift stage status` zeigt, was vorbereitet ist.";
}
