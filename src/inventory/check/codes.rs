//! Codes of the rules over the joined inventory, in the order of the families.

use crate::diag::pages;

pages! {
    EXTENSION_TWICE Error "inventory/extension-twice"
        "an extension stands twice in the same context"
        "eine Nebenstelle steht zweimal im selben Kontext"
        "Two entries of the inventory have the same number and the same dialplan context, so a call to the number can reach \
         only one of them. Two exports of the same telephone system in `sources` are a usual reason. Remove one of the files, \
         or correct the number."
        "Zwei Einträge des Inventars haben dieselbe Nummer und denselben Kontext des Wählplans; ein Anruf kann nur einen von \
         ihnen erreichen. Oft stehen zwei Exporte derselben Anlage in `sources`. Eine der Dateien entfernen oder die Nummer \
         berichtigen.";
    TWO_CONTEXTS Warning "inventory/extension-in-two-contexts"
        "the same number exists in two contexts"
        "dieselbe Nummer gibt es in zwei Kontexten"
        "A number is only unique inside its context, domain or partition. Here the same digits mean two telephones, depending on \
         who dials. Both are in the inventory, under their number and context (`2001@amt.example`), with the people and devices of \
         each. A staff list that gives only the number does not say which one is meant, and the plan moves neither. Give one of \
         them another number, take the source of one out of `sources`, or plan the two systems as two sites."
        "Eine Nummer ist nur in ihrem Kontext (ihrer Partition) eindeutig. Hier meinen dieselben Ziffern zwei Telefone, je \
         nachdem, wer wählt. Beide stehen im Inventar, unter Nummer und Kontext (`2001@amt.example`), jedes mit seinen Personen \
         und Geräten. Eine Personalliste mit der bloßen Nummer sagt nicht, welches gemeint ist, und der Plan stellt keines der \
         beiden um. Eines umnummerieren, die Quelle eines der beiden aus `sources` nehmen oder die Anlagen als zwei Standorte \
         planen.";
    OUTSIDE_BLOCK Warning "inventory/extension-outside-block"
        "extensions outside of the direct-dial blocks of the site"
        "Nebenstellen außerhalb der Durchwahlblöcke des Standorts"
        "`numbers.blocks` in `deskshift.yaml` says which suffixes behind the head number belong to the authority, and these \
         extensions are in none of them: nobody outside can dial them, and their E.164 number may be someone else's. Complete \
         the blocks, or check the extensions."
        "`numbers.blocks` in `deskshift.yaml` sagt, welche Durchwahlen hinter der Kopfnummer der Behörde gehören; diese \
         Nebenstellen liegen in keinem Block. Von außen kann sie niemand wählen, und ihre E.164-Nummer gehört vielleicht jemand \
         anderem. Die Blöcke ergänzen oder die Nebenstellen prüfen.";
    FEATURE_CODE Error "inventory/number-begins-with-feature-code"
        "a number begins like a feature code"
        "eine Nummer beginnt wie eine Kennzahl"
        "Numbers that begin with `*` or `#` are taken by the telephone system for its functions (call forwarding, pickup), and \
         many softphones treat them as such before they dial. Give the line or the group a number of digits."
        "Nummern, die mit `*` oder `#` beginnen, hält die Anlage für ihre Funktionen (Umleitung, Heranholen), und viele \
         Softphones werten sie vor dem Wählen aus. Dem Anschluss oder der Gruppe eine Nummer aus Ziffern geben.";
    NOT_DIALABLE Error "inventory/line-not-dialable"
        "a line has a number that cannot be dialled"
        "ein Anschluss hat eine Nummer, die man nicht wählen kann"
        "The number of a device's line has letters or signs in it and the inventory has no extension for it, so nobody with a \
         keypad can reach it. Give it an alias of digits in the telephone system, or leave it out of the move."
        "Die Nummer eines Anschlusses enthält Buchstaben oder Zeichen, und das Inventar kennt keine Nebenstelle dazu; mit einer \
         Wähltastatur erreicht ihn niemand. In der Anlage einen Alias aus Ziffern geben oder ihn nicht umziehen.";
    SERVICE_EXTENSION Error "inventory/extension-is-service-number"
        "an extension has the number of an emergency or service line"
        "eine Nebenstelle hat die Nummer eines Notrufs oder Dienstes"
        "110, 112, 115 and the 116 numbers must reach the emergency services and the public hotlines from every telephone, with \
         and without digits for an outside line. Telephones differ in how many they send, so `0112`, `00112`, `0049112` and `089112` \
         count too, and with `outside_prefix: \"9\"` also `9112` and `90112`. An extension of that number takes the call away, and from \
         home the danger is greater; so it stays in the telephone system and gets no softphone. Renumber it. Where the number plan \
         really has numbers such as `0112`, name their block in `numbers.blocks` of `deskshift.yaml`."
        "110, 112, 115 und die 116-Nummern müssen von jedem Telefon den Notruf und die öffentlichen Dienste erreichen, mit und \
         ohne Amtsholung. Telefone senden verschieden viele Ziffern davor; darum gelten auch `0112`, `00112`, `0049112` und `089112`, \
         mit `outside_prefix: \"9\"` außerdem `9112` und `90112`. Eine Nebenstelle mit dieser Nummer fängt den Anruf ab; von zu Hause \
         ist das noch gefährlicher. Darum bleibt sie an der Anlage und bekommt kein Softphone. Umnummerieren. Hat der Nummernplan \
         wirklich Nummern wie `0112`, ihren Block in `numbers.blocks` in `deskshift.yaml` nennen.";
    SERVICE_CONTESTED Warning "inventory/extension-like-service-number"
        "an extension of the plan looks like a call to an emergency or service line"
        "eine Nebenstelle des Nummernplans sieht aus wie ein Notruf oder Dienst"
        "A block in `numbers.blocks` holds this extension, so it is one and is migrated. Dialled from a telephone of the house, though, its \
         digits are also those for an outside line and a number such as 112: whether the emergency call gets through depends on the \
         telephone system's dialplan alone. Make a test call that is agreed with the control centre, or renumber it."
        "Ein Block in `numbers.blocks` enthält diese Nebenstelle; sie gilt also und wird umgestellt. Von einem Telefon des Hauses gewählt, sind \
         ihre Ziffern aber auch die Amtsholung und eine Nummer wie 112: Ob der Notruf durchkommt, liegt allein am Wählplan der Anlage. \
         Mit der Leitstelle einen Probeanruf vereinbaren oder umnummerieren.";
    FORMULA Error "inventory/value-is-formula"
        "a value would be a formula in a spreadsheet"
        "ein Wert wäre in einer Tabellenkalkulation eine Formel"
        "A name, department or room begins with `=`, `+` or `@`. Whoever opens a list with it in a spreadsheet program \
         runs it as a formula, which can fetch data from elsewhere. Correct the source; a minus or plus sign in front of a name \
         is mostly a slip."
        "Ein Name, eine Dienststelle oder ein Zimmer beginnt mit `=`, `+` oder `@`. Wer eine Liste damit in einer \
         Tabellenkalkulation öffnet, führt es als Formel aus, und die kann Daten von anderswo holen. Die Quelle berichtigen; \
         ein Plus oder Gleichheitszeichen vor einem Namen ist meist ein Versehen.";
    DID_UNREADABLE Error "inventory/did-unreadable"
        "what stands for a number from outside is no telephone number"
        "was für eine Rufnummer von außen steht, ist keine"
        "The cell has letters, two numbers, a feature code, or digits that a spreadsheet has spoilt, so no call can come in by it. It is not \
         in the inventory. A letter `O` for the digit 0 is a usual reason. Correct the number in the source."
        "Die Zelle enthält Buchstaben, zwei Nummern, eine Kennzahl oder Ziffern, die eine Tabellenkalkulation verdorben hat; ein Anruf kann \
         so nicht ankommen. Im Inventar steht sie nicht. Oft ist es der Buchstabe `O` statt der Ziffer 0. Die Nummer in der Quelle \
         berichtigen.";
    DID_SERVICE Error "inventory/did-is-service-number"
        "a number from outside is that of an emergency or service line"
        "eine Rufnummer von außen ist die eines Notrufs oder Dienstes"
        "110, 112, 115 and the 116 numbers are nobody's direct-dial number, also behind digits for an outside line. A line that claims one \
         would take calls for help in the house. It is not in the inventory. Remove it in the telephone system, or correct the number."
        "110, 112, 115 und die 116-Nummern sind niemandes Durchwahl, auch nicht hinter der Amtsholung. Ein Eintrag dafür finge im Haus \
         Notrufe ab. Im Inventar steht er nicht. In der Anlage entfernen oder die Nummer berichtigen.";
    DID_TWO_TARGETS Error "inventory/did-two-targets"
        "a number from outside leads to two targets"
        "eine Rufnummer von außen führt zu zwei Zielen"
        "The sources give one direct-dial number two different targets. Only one of them gets the calls, and which one depends \
         on the order in the telephone system. Remove the wrong line."
        "Die Quellen geben einer Durchwahl zwei verschiedene Ziele. Nur eines bekommt die Anrufe, und welches, hängt von der \
         Reihenfolge in der Anlage ab. Die falsche Zeile entfernen.";
    DID_OVERLAP Error "inventory/did-overlap"
        "ranges of numbers from outside overlap"
        "Bereiche von Rufnummern überschneiden sich"
        "One entry stands for all numbers that begin so, and another number with another target lies inside. Calls reach the \
         one that the telephone system finds first. Split the range, or give both the same target."
        "Ein Eintrag steht für alle Nummern, die so beginnen, und eine andere Nummer mit anderem Ziel liegt darin. Anrufe \
         erreichen, was die Anlage zuerst findet. Den Bereich teilen oder beiden dasselbe Ziel geben.";
    DID_WITHOUT_TARGET Warning "inventory/did-without-target"
        "a number from outside leads nowhere"
        "eine Rufnummer von außen führt nirgendwohin"
        "The source names the number and no target. Callers hear an announcement or nothing. Give it a target, or remove it."
        "Die Quelle nennt die Rufnummer und kein Ziel. Wer anruft, hört eine Ansage oder nichts. Ein Ziel geben oder entfernen.";
    DID_TARGET_UNKNOWN Warning "inventory/did-target-unknown"
        "a number from outside leads to an extension that does not exist"
        "eine Rufnummer von außen führt zu einer Nebenstelle, die es nicht gibt"
        "No source has an extension, group or queue of that number, so calls from outside end in nothing. Mostly the extension \
         was removed and its direct number was not. Correct the target."
        "Keine Quelle hat eine Nebenstelle, Gruppe oder Warteschlange mit dieser Nummer; Anrufe von außen laufen ins Leere. \
         Meist wurde die Nebenstelle entfernt und ihre Durchwahl nicht. Das Ziel berichtigen.";
    WITHOUT_DID Warning "inventory/extension-without-did"
        "extensions of people that cannot be dialled from outside"
        "Nebenstellen von Personen, die von außen nicht wählbar sind"
        "The direct-dial block of the site covers these extensions, but no number of the sources leads to them. Citizens who \
         dial the suffix do not arrive. Add the numbers in the telephone system, or set `did_equals_extension: true` where the \
         line passes the suffix on as it is."
        "Der Durchwahlblock des Standorts umfasst diese Nebenstellen, aber keine Rufnummer der Quellen führt zu ihnen. Wer die \
         Durchwahl wählt, kommt nicht an. Die Nummern in der Anlage ergänzen oder `did_equals_extension: true` setzen, wenn die \
         Leitung die Durchwahl unverändert weitergibt.";
    DID_PATTERN Warning "inventory/did-not-resolvable"
        "a pattern of numbers from outside cannot be resolved"
        "ein Muster von Rufnummern lässt sich nicht auflösen"
        "The pattern or mask, or the expression behind it, is more than digits with a part cut off, so nobody but the telephone \
         system can say which extension a call reaches. The numbers behind it are not checked. Look whether people's direct \
         numbers depend on it."
        "Das Muster oder der Ausdruck dahinter ist mehr als Ziffern, von denen ein Teil abgeschnitten wird; welche Nebenstelle \
         ein Anruf erreicht, kann nur die Anlage sagen. Die Nummern dahinter sind nicht geprüft. Nachsehen, ob Durchwahlen von \
         Personen davon abhängen.";
    DID_BY_PATTERN Note "inventory/did-by-pattern"
        "a pattern leads several numbers from outside to extensions"
        "ein Muster führt mehrere Rufnummern von außen zu Nebenstellen"
        "The dialplan cuts the number from outside and goes to what is left, so each number of the pattern has a target of its own. The \
         inventory keeps the pattern and lists the extensions that it reaches. Numbers of the pattern that belong to no extension end in \
         nothing, or in what the dialplan does with unknown numbers."
        "Der Wählplan kürzt die Rufnummer und geht zu dem, was übrig bleibt; jede Nummer des Musters hat also ihr eigenes Ziel. Das Inventar \
         behält das Muster und nennt die Nebenstellen, die es erreicht. Nummern des Musters ohne Nebenstelle enden im Nichts oder bei dem, \
         was der Wählplan mit unbekannten Nummern tut.";
    SECRET_UNSAFE Error "inventory/secret-unsafe-characters"
        "passwords hold characters that the telephone system will not keep"
        "Kennwörter enthalten Zeichen, die die Anlage nicht behält"
        "A password with `;` ends at the sign when it is written into an Asterisk file without `\\`, blanks at the ends are \
         taken off, and control characters break the line; OpenSIPS and Kamailio tables cut after 25 characters. The softphone \
         would then have another password than the system. Set new passwords of letters and digits. Only the number of such \
         accounts and some extensions are shown."
        "Ein Kennwort mit `;` endet an diesem Zeichen, wenn es ohne `\\` in einer Asterisk-Datei steht; Leerzeichen am Rand \
         fallen weg, Steuerzeichen brechen die Zeile; Tabellen von OpenSIPS und Kamailio schneiden nach 25 Zeichen ab. Das \
         Softphone hätte dann ein anderes Kennwort als die Anlage. Neue Kennwörter aus Buchstaben und Ziffern setzen. Gezeigt \
         werden nur die Anzahl und einige Nebenstellen.";
    NOT_EXPORTED Note "inventory/secret-not-exported"
        "passwords are not in the export"
        "Kennwörter stehen nicht im Export"
        "Many systems do not give passwords away (Cisco, HiPath, innovaphone), or ask for new ones. Either add a list of logins under \
         `sources.accounts` in `deskshift.yaml`, or let `deskshift convert` set new passwords on both sides before the softphones \
         register."
        "Viele Anlagen geben Kennwörter nicht heraus (Cisco, HiPath, innovaphone) oder verlangen neue. Entweder eine Zugangsliste \
         unter `sources.accounts` in `deskshift.yaml` angeben oder `deskshift convert` auf beiden Seiten neue Kennwörter setzen \
         lassen, bevor die Softphones sich registrieren.";
    PIN_WEAK Warning "inventory/mailbox-pin-weak"
        "PINs of mailboxes that anyone can guess"
        "PINs von Sprachboxen, die jeder errät"
        "The PIN is the number of the mailbox, shorter than four digits, one digit repeated or a row such as `1234`. From home, \
         mailboxes are asked over the public network, and whoever gets in can listen and, with call-back, telephone at the \
         authority's cost. Only the number of such mailboxes and some of them are shown."
        "Die PIN ist die Nummer der Sprachbox, kürzer als vier Ziffern, eine wiederholte Ziffer oder eine Reihe wie `1234`. Von \
         zu Hause werden Sprachboxen über das öffentliche Netz abgefragt; wer hineinkommt, hört mit und telefoniert per Rückruf \
         auf Kosten der Behörde. Gezeigt werden nur die Anzahl und einige Sprachboxen.";
    NO_ENCRYPTION Warning "inventory/no-encryption-at-home"
        "softphones at home would telephone without encryption"
        "Softphones zu Hause würden unverschlüsselt telefonieren"
        "A rule for clients in `deskshift.yaml` uses `udp`, `tcp` or `ws`, or leaves SRTP off, or the telephone system has no \
         transport of `tls` or `wss`. Over the internet, names, numbers and conversations can then be read and changed on the \
         way. Use `tls` with `srtp: required`, or make sure that all of it goes through a VPN."
        "Eine Regel für Clients in `deskshift.yaml` nutzt `udp`, `tcp` oder `ws` oder lässt SRTP aus, oder die Anlage hat \
         keinen Transport mit `tls` oder `wss`. Im Internet lassen sich Namen, Nummern und Gespräche unterwegs lesen und \
         ändern. `tls` mit `srtp: required` verwenden oder sicherstellen, dass alles durch ein VPN läuft.";
    MAILBOX_CONTEXT Warning "inventory/mailbox-context-differs"
        "a mailbox exists, but in another context"
        "eine Sprachbox gibt es, aber in einem anderen Kontext"
        "The extension names `number@context`, and the mailbox of that number stands in another context. The message lamp stays \
         dark and new messages are not announced. Correct the context in one of the two places."
        "Die Nebenstelle nennt `Nummer@Kontext`, und die Sprachbox mit dieser Nummer steht in einem anderen Kontext. Die \
         Nachrichtenlampe bleibt dunkel, neue Nachrichten werden nicht gemeldet. Den Kontext an einer der beiden Stellen \
         berichtigen.";
    DEVICE_NOT_SIP Warning "inventory/device-not-sip"
        "telephones of people that do not speak SIP"
        "Telefone von Personen, die kein SIP sprechen"
        "Analog, ISDN, DECT and Skinny devices have no SIP account that a softphone could share. Their people need an account \
         of their own in the telephone system, or a call forwarding. The message says which devices."
        "Analoge, ISDN-, DECT- und Skinny-Geräte haben keinen SIP-Zugang, den ein Softphone mitnutzen könnte. Ihre Nutzer \
         brauchen einen eigenen Zugang in der Anlage oder eine Umleitung. Die Meldung nennt die Geräte.";
    NOT_MIGRATED Note "inventory/not-migrated"
        "extensions that stay on the telephone system"
        "Nebenstellen, die an der Anlage bleiben"
        "Fax machines, doors, lifts, alarms, meeting rooms, DECT bases and the like are nobody's telephone and must not move: a \
         moved lift alarm is a danger. They were recognised by name, context or device type; the message says by what. \
         `deskshift inventory show NUMBER` tells the reason for one."
        "Faxgeräte, Türen, Aufzüge, Alarme, Besprechungsräume, DECT-Basen und dergleichen sind niemandes Telefon und dürfen \
         nicht umziehen: ein umgezogener Aufzugnotruf ist eine Gefahr. Erkannt wurden sie an Name, Kontext oder Geräteart; die \
         Meldung nennt woran. `deskshift inventory show NUMMER` sagt den Grund im Einzelfall.";
    MAC_PLACEHOLDER Warning "inventory/mac-placeholder"
        "a MAC address is a placeholder or made up"
        "eine MAC-Adresse ist ein Platzhalter oder erfunden"
        "The address is all zeros or ones, counts up, is a group address, or is marked as given by hand (the second lowest bit \
         of its first byte), so it was not burnt in by a maker. A device cannot be found by it. Read the label on the device."
        "Die Adresse besteht nur aus Nullen oder Einsen, zählt hoch, ist eine Gruppenadresse oder als von Hand vergeben \
         markiert (zweitniedrigstes Bit des ersten Bytes), stammt also von keinem Hersteller. Ein Gerät lässt sich damit nicht \
         finden. Das Etikett am Gerät ablesen.";
    DIAL_ONE Warning "inventory/dial-rings-one-device"
        "the dialplan rings one device where two are planned"
        "der Wählplan läutet ein Gerät, wo zwei geplant sind"
        "`Dial(PJSIP/2001)` and a queue member `PJSIP/2001` ring one registered contact, the last one. With desk phone and \
         softphone on one account the other stays silent. Use `Dial(${PJSIP_DIAL_CONTACTS(2001)})`. `Page`, `RetryDial`, `ExecIf`, \
         variables, `Originate`, `PJSIP/2001/sip:…` and `AddQueueMember` count too, and lines that show only when a call comes whom they ring. \
         `deskshift convert` writes each of them with its place and its replacement, or with what to do. A warning here, because nothing is \
         wrong before two devices are planned; `plan` and `convert` tell the lines that have to be changed by hand as an error \
         (`plan/rings-one-device-by-hand`). Measured with Asterisk 22."
        "`Dial(PJSIP/2001)` und ein Warteschlangen-Mitglied `PJSIP/2001` rufen eine Anmeldung, die letzte. Mit Tischtelefon und \
         Softphone an einem Zugang bleibt das andere stumm. `Dial(${PJSIP_DIAL_CONTACTS(2001)})` verwenden. `Page`, `RetryDial`, \
         `ExecIf`, Variablen, `Originate`, `PJSIP/2001/sip:…` und `AddQueueMember` zählen mit, ebenso Zeilen, die erst beim Anruf zeigen, wen sie \
         rufen. `deskshift convert` schreibt jede mit ihrer Stelle und ihrem Ersatz oder dem, was zu tun ist. Hier eine Warnung, denn bevor zwei \
         Geräte geplant sind, ist nichts falsch; `plan` und `convert` melden Zeilen, die von Hand zu ändern sind, als Fehler \
         (`plan/rings-one-device-by-hand`). Gemessen mit Asterisk 22.";
    REMOTE_BLOCKED Warning "inventory/remote-registration-blocked"
        "the telephone system lets these extensions register from some addresses only"
        "die Anlage lässt diese Nebenstellen nur von bestimmten Adressen zu"
        "A setting such as `deny`, `acl` or AllowLanOnly refuses registrations from other networks, so a softphone at home gets \
         403. Allow the addresses of the VPN or of the session border controller."
        "Eine Einstellung wie `deny`, `acl` oder AllowLanOnly weist Registrierungen aus anderen Netzen ab; ein Softphone zu \
         Hause bekommt 403. Die Adressen des VPN oder des Session Border Controllers zulassen.";
    FEW_REGISTRATIONS Warning "inventory/registration-limit-below-two"
        "the telephone system allows these extensions fewer than two devices"
        "die Anlage erlaubt diesen Nebenstellen weniger als zwei Geräte"
        "The limit of registrations at once is below two, so desk phone and softphone cannot both be there. Raise the limit, or \
         plan the day on which the desk phone is taken away. A row of FreePBX or Issabel whose `tech` is `sip` runs on chan_sip, which takes one \
         registration whatever `max_contacts` says: move the extension to PJSIP first (`fwconsole convert2pjsip`)."
        "Die Grenze gleichzeitiger Registrierungen liegt unter zwei; Tischtelefon und Softphone können nicht beide da sein. Die \
         Grenze anheben oder den Tag planen, an dem das Tischtelefon wegkommt. Eine Zeile von FreePBX oder Issabel mit `sip` unter `tech` läuft \
         mit chan_sip, das eine Registrierung annimmt, was auch unter `max_contacts` steht: die Nebenstelle zuerst auf PJSIP umstellen \
         (`fwconsole convert2pjsip`).";
    FORWARD_UNKNOWN Warning "inventory/forward-unknown-extension"
        "a forward belongs to an extension that nothing else knows"
        "eine Umleitung gehört zu einer Nebenstelle, die sonst niemand kennt"
        "The telephone system's database has a forward or do-not-disturb for the number, but no export or list has the number itself: an \
         extension that was deleted, one that never had a telephone, or one that is missing from the export. It is not in the inventory. \
         Export the extension too, or clear the forward."
        "Die Datenbank der Anlage hat für die Nummer eine Umleitung oder Anrufschutz, aber kein Export und keine Liste hat die Nummer \
         selbst: eine gelöschte Nebenstelle, eine ohne Telefon, oder eine, die im Export fehlt. Sie steht nicht im Inventar. Die \
         Nebenstelle mit exportieren oder die Umleitung löschen.";
    MEMBER_UNKNOWN Error "inventory/group-member-unknown"
        "a group or queue has a member that is no known extension"
        "eine Gruppe oder Warteschlange hat ein Mitglied, das keine bekannte Nebenstelle ist"
        "No source has an extension of that number, so the group rings one telephone less than it seems. Mostly the person \
         left. Correct or remove the member."
        "Keine Quelle hat eine Nebenstelle dieser Nummer; die Gruppe läutet also ein Telefon weniger, als es scheint. Meist ist \
         die Person ausgeschieden. Das Mitglied berichtigen oder entfernen.";
    MEMBER_NOT_SIP Warning "inventory/member-not-sip"
        "a group or queue has a member that is no SIP telephone"
        "eine Gruppe oder Warteschlange hat ein Mitglied, das kein SIP-Telefon ist"
        "An analog or ISDN port (`DAHDI/4`) or a telephone of another protocol (`IAX2/…`, `SCCP/…`) rings with the group, and no hint and no line \
         of the dialplan says which extension it is. No softphone can take its place, and it keeps ringing where it is. Give the person an \
         extension of SIP and put that into the group; a bell, a fax or a door stays. `Agent/1001` is whoever has logged in as that agent: what \
         the agent's telephone is shows only then."
        "Ein analoger oder ISDN-Anschluss (`DAHDI/4`) oder ein Telefon eines anderen Protokolls (`IAX2/…`, `SCCP/…`) läutet mit der Gruppe, und \
         weder ein Hint noch eine Wählplanzeile sagt, welche Nebenstelle es ist. Kein Softphone kann seine Stelle einnehmen; es läutet weiter, \
         wo es ist. Der Person eine Nebenstelle mit SIP geben und diese in die Gruppe aufnehmen; Klingel, Fax und Tür bleiben. `Agent/1001` ist, wer sich so angemeldet hat: \
         welches Telefon das ist, zeigt sich erst dann.";
    FORWARD_TARGET_UNKNOWN Warning "inventory/forward-target-unknown"
        "a forward leads to a number that no source has"
        "eine Umleitung führt zu einer Nummer, die keine Quelle hat"
        "The number has as many digits as extensions have, and is no extension, group, queue, mailbox or number from outside of any source: \
         the calls may reach nobody. It may also be the number of a voice mail system, an attendant or another system that the exports do not \
         show. Look where the call goes, and correct the forward or add the missing source."
        "Die Nummer hat so viele Stellen wie Nebenstellen und ist in keiner Quelle Nebenstelle, Gruppe, Warteschlange, Sprachbox oder Rufnummer \
         von außen: Die Anrufe erreichen womöglich niemanden. Es kann auch die Nummer einer Sprachspeicher-Anlage, der Vermittlung oder eines \
         anderen Systems sein, das in den Exporten fehlt. Nachsehen, wohin der Anruf geht, und die Umleitung berichtigen oder die fehlende Quelle \
         ergänzen.";
    MEMBER_EXTERNAL Warning "inventory/group-member-external"
        "a group has a member outside of the telephone system"
        "eine Gruppe hat ein Mitglied außerhalb der Anlage"
        "Each call to the group goes out as a second call over the line, which costs and takes a channel. Often it is \
         somebody's mobile, put in before there were softphones: after the move the extension itself can take its place."
        "Jeder Anruf der Gruppe geht als zweiter Anruf nach außen; das kostet und belegt einen Kanal. Oft ist es ein \
         Mobiltelefon aus der Zeit vor den Softphones: nach dem Umzug kann die Nebenstelle selbst an seine Stelle treten.";
    LIST_CUT Warning "inventory/group-list-cut"
        "the list of a group ends at 255 characters"
        "die Liste einer Gruppe endet bei 255 Zeichen"
        "Some systems keep the members of a group in one field of 255 characters, and what does not fit is lost without a word. \
         The list ends there, or its last member is only the beginning of an extension. Compare it with the telephone system."
        "Manche Anlagen halten die Mitglieder einer Gruppe in einem Feld von 255 Zeichen, und was nicht hineinpasst, geht \
         wortlos verloren. Die Liste endet genau dort, oder ihr letztes Mitglied ist nur der Anfang einer Nebenstelle. Mit der \
         Anlage vergleichen.";
    DYNAMIC Warning "inventory/queue-without-members"
        "queues without members in the files"
        "Warteschlangen ohne Mitglieder in den Dateien"
        "Their members log in by themselves and are kept in the running system only, so nobody here can tell who belongs to \
         them. Roster rules that name such a queue hold for nobody. Ask the system (`queue show`), and write the members into \
         `roster.groups` as extensions."
        "Ihre Mitglieder melden sich selbst an und stehen nur im laufenden System; hier kann niemand sagen, wer dazugehört. \
         Regeln des Dienstplans für eine solche Warteschlange gelten für niemanden. Im System nachsehen (`queue show`) und die \
         Mitglieder als Nebenstellen in `roster.groups` schreiben.";
    PICKUP_EMPTY Warning "inventory/pickup-group-empty"
        "nobody of a pickup group stays at a desk"
        "von einer Heranholgruppe bleibt niemand am Schreibtisch"
        "All members of the group move to softphones, and none keeps a telephone that others in the room hear. Calls that one \
         does not take are picked up by nobody. Make a ring group or a queue of it."
        "Alle Mitglieder der Gruppe ziehen auf Softphones um, und keines behält ein Telefon, das andere im Raum hören. Anrufe, \
         die jemand nicht annimmt, holt niemand heran. Eine Sammelrufgruppe oder Warteschlange daraus machen.";
    SEVERAL_EXTENSIONS Warning "inventory/person-with-several-extensions"
        "a person has several extensions"
        "eine Person hat mehrere Nebenstellen"
        "Each becomes a line of its own, and the softphone must be set up for all of them or for the right one. Check whether \
         one of them is a function (fax, counter) or belongs to somebody else."
        "Jede wird ein eigener Anschluss, und das Softphone muss für alle oder für die richtige eingerichtet werden. Prüfen, ob \
         eine davon eine Funktion ist (Fax, Schalter) oder jemand anderem gehört.";
    DISABLED Warning "inventory/account-disabled"
        "people whose account is disabled"
        "Personen, deren Konto gesperrt ist"
        "The directory or the telephone system (`Disabled` of 3CX) says that these people left or are away for long, but they have an extension. They were kept. Ask the \
         personnel office before a softphone and a home day are planned for them."
        "Das Verzeichnis oder die Anlage (`Disabled` von 3CX) sagt, dass diese Personen ausgeschieden oder lange abwesend sind; sie haben aber eine Nebenstelle. Sie \
         wurden übernommen. Bei der Personalstelle nachfragen, bevor Softphone und Heimarbeitstag für sie geplant werden.";
}
