//! Codes of the configuration files of phones.

use crate::diag::pages;

pages! {
    ACCOUNT Note "inventory/phone-account"
        "where a phone registers"
        "wo sich ein Telefon anmeldet"
        "Tells for each account of a phone's configuration at which registrar it registers, over which transport, and whether it is \
         switched off. Nothing to do; compare it with `pbx.registrars` in `deskshift.yaml` when lines of other sites turn up."
        "Nennt für jedes Konto in der Konfiguration eines Telefons den Registrar, das Transportprotokoll und ob es abgeschaltet ist. \
         Nichts zu tun; tauchen Anschlüsse anderer Standorte auf, mit `pbx.registrars` in `deskshift.yaml` vergleichen.";
    EMPTY Warning "inventory/phone-without-account"
        "a phone's configuration holds no account"
        "die Konfiguration eines Telefons enthält kein Konto"
        "The file was recognised, but no account in it has a user name: a factory file, a common part for all phones, or a phone that \
         gets its account elsewhere. Name the file of the single phone."
        "Die Datei wurde erkannt, aber kein Konto darin hat einen Benutzernamen: eine Werksdatei, ein gemeinsamer Teil für alle Telefone \
         oder ein Telefon, das sein Konto anderswo bekommt. Die Datei des einzelnen Telefons nennen.";
    ACCOUNT_TWICE Warning "inventory/phone-account-twice"
        "a phone has two accounts for one extension"
        "ein Telefon hat zwei Konten für eine Nebenstelle"
        "The first one was taken. Usually the second is for another registrar (a spare one), or it was left behind by an earlier set-up."
        "Verwendet wurde das erste. Meist gilt das zweite einem anderen Registrar (Ersatz) oder blieb von früher übrig.";
    USER_MISSING Warning "inventory/phone-user-missing"
        "a phone's account has no user name"
        "ein Telefonkonto hat keinen Benutzernamen"
        "Settings of the account are filled in, but not the user name, so the phone cannot register with it. It was left out."
        "Einstellungen des Kontos sind gefüllt, der Benutzername aber nicht; das Telefon kann sich damit nicht anmelden. Es wurde \
         ausgelassen.";
    PASSWORD_HIDDEN Warning "inventory/phone-password-hidden"
        "a phone hides the password of its account"
        "ein Telefon verbirgt das Kennwort seines Kontos"
        "The file holds the password encrypted or as stars: MicroSIP encrypts it at the first start, web pages of phones show stars. \
         It is not read. Take the password from the telephone system, or let it make a new one."
        "Die Datei enthält das Kennwort verschlüsselt oder als Sternchen: MicroSIP verschlüsselt es beim ersten Start, Webseiten der Telefone \
         zeigen Sternchen. Es wird nicht gelesen. Das Kennwort der Anlage entnehmen oder dort ein neues vergeben.";
    TRANSPORT_UNCLEAR Warning "inventory/phone-transport-unclear"
        "the transport of a phone's account is not known"
        "das Transportprotokoll eines Telefonkontos ist nicht bekannt"
        "The value is none that this phone knows; it then decides itself, mostly for UDP. Twinkle has no TLS at all and takes \
         `sip_transport=tls` for `auto` (measured). No transport was read."
        "Den Wert kennt dieses Telefon nicht; es entscheidet dann selbst, meist für UDP. Twinkle kennt kein TLS und hält \
         `sip_transport=tls` für `auto` (gemessen). Es wurde kein Transportprotokoll gelesen.";
    ADDRESS_UNCLEAR Error "inventory/phone-address-unclear"
        "a SIP address of a phone cannot be read"
        "eine SIP-Adresse eines Telefons ist nicht lesbar"
        "Expected is `\"Name\" <sip:user@host>`. A missing bracket or quote makes the phone drop the account, and so it was left out."
        "Erwartet wird `\"Name\" <sip:benutzer@host>`. Fehlt eine Klammer oder ein Anführungszeichen, verwirft das Telefon das Konto; es \
         wurde ausgelassen.";
    LINE_UNCLEAR Warning "inventory/phone-line-unclear"
        "a line of a phone's configuration is no setting"
        "eine Zeile einer Telefonkonfiguration ist keine Einstellung"
        "The line has not the form that this format asks for, and was left out. Twinkle refuses the whole file for such a line (measured)."
        "Die Zeile hat nicht die Form, die dieses Format verlangt, und wurde ausgelassen. Twinkle lehnt dafür die ganze Datei ab (gemessen).";
    SETTING_TWICE Warning "inventory/phone-setting-twice"
        "a setting of a phone stands twice with different values"
        "eine Einstellung eines Telefons steht zweimal mit verschiedenen Werten"
        "Some programs take the first, some the last: Windows INI files the first, Linphone, Twinkle and the desk phones the last. The one \
         that the program takes was read. Values are not shown, because one may be a password."
        "Manche Programme nehmen den ersten, manche den letzten Wert: Windows-INI den ersten, Linphone, Twinkle und die Tischtelefone den \
         letzten. Gelesen wurde der, den das Programm nimmt. Werte werden nicht gezeigt, weil einer ein Kennwort sein kann.";
    SETTINGS_UNUSED Note "inventory/phone-settings-unused"
        "settings of a phone that are not read"
        "Einstellungen eines Telefons, die nicht gelesen werden"
        "Ringtones, key assignments, codecs and the like have no place in the inventory. Names only are shown. Look through them if the \
         phone had forwards or special keys that its user will miss."
        "Klingeltöne, Tastenbelegungen, Codecs und dergleichen haben im Inventar keinen Platz. Gezeigt werden nur Namen. Durchsehen, wenn \
         das Telefon Umleitungen oder besondere Tasten hatte, die fehlen würden.";
    ENCODING_WRONG Warning "inventory/phone-encoding-wrong"
        "the phone itself reads this file's encoding wrongly"
        "das Telefon selbst liest die Zeichenkodierung dieser Datei falsch"
        "A byte order mark makes Linphone lose the first section and Twinkle the whole account (measured). MicroSIP reads only UTF-16LE \
         with a mark; in other files its umlauts are garbled. It was read here all the same. Save the file as the message says."
        "Eine Byte-Reihenfolge-Marke kostet Linphone den ersten Abschnitt und Twinkle das ganze Konto (gemessen). MicroSIP liest nur \
         UTF-16LE mit Marke; in anderen Dateien sind seine Umlaute zerstört. Hier wurde trotzdem gelesen. Wie angegeben neu speichern.";
    MAC_DIFFERS Warning "inventory/phone-mac-differs"
        "file name and content name different MAC addresses"
        "Dateiname und Inhalt nennen verschiedene MAC-Adressen"
        "A phone asks for the file by its own address and then refuses or ignores one that is made out to another. The one inside counted. \
         Mostly the file was copied for a new phone."
        "Ein Telefon fragt nach der Datei mit der eigenen Adresse und lehnt eine ab, die auf eine andere ausgestellt ist. Es gilt die im \
         Inhalt. Meist wurde die Datei für ein neues Telefon kopiert.";
    XML_BROKEN Error "inventory/phone-xml-broken"
        "a phone's XML is damaged"
        "das XML eines Telefons ist beschädigt"
        "The file could be read up to this place only. A raw `&` or `<` in a name or password is the usual reason: they must be written \
         `&amp;` and `&lt;`. Phones keep no account of such a file. What stands before was read."
        "Die Datei ließ sich nur bis hierher lesen. Meist steht ein rohes `&` oder `<` in einem Namen oder Kennwort: geschrieben werden sie \
         `&amp;` und `&lt;`. Telefone behalten kein Konto einer solchen Datei. Was davor steht, wurde gelesen.";
}
