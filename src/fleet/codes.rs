//! The codes of this room.

use crate::diag::pages;

pages! {
    NO_RULES Error "fleet/no-rules"
        "the site file says nothing of devices"
        "die Site-Datei sagt nichts über Geräte"
        "`deskshift fleet` writes for the kinds of devices that the section `fleet` of `deskshift.yaml` names: `igel` for thin clients, `windows` for \
         notebooks. There is none. `fleet: {windows: {deliver: link}}` is the least; docs/fleet.md has the rest."
        "`deskshift fleet` schreibt für die Gerätearten, die der Abschnitt `fleet` in `deskshift.yaml` nennt: `igel` für Thin Clients, `windows` für \
         Notebooks. Es gibt keinen. `fleet: {windows: {deliver: link}}` ist das Mindeste; das Übrige steht in docs/fleet.md.";
    NO_LINK Error "fleet/no-link"
        "a device is to fetch its profile, but its line has no link"
        "ein Gerät soll sein Profil abrufen, aber sein Anschluss hat keinen Link"
        "`fleet.*.deliver` is `link`, and `out/links.json` has none for these lines that begins with `https://`: none was made, or it was fetched, revoked or \
         has expired; or it asks for a PIN, which no device types. Nothing is written for these devices. Run `deskshift links issue` for them, then `deskshift fleet` again, or choose `deliver: files`."
        "`fleet.*.deliver` ist `link`, und `out/links.json` hat für diese Anschlüsse keinen, der mit `https://` beginnt: keiner wurde erstellt, oder er ist \
         abgerufen, widerrufen oder abgelaufen; oder er verlangt eine PIN, die kein Gerät eintippt. Für diese Geräte wird nichts geschrieben. `deskshift links issue` für sie ausführen, dann `deskshift \
         fleet` noch einmal, oder `deliver: files` wählen.";
    NO_PLACE Error "fleet/no-place"
        "nobody has written down how this client is set up on this kind of device"
        "für dieses Programm ist auf dieser Art von Gerät keine Einrichtung hinterlegt"
        "The scripts put files where the program reads them: Linphone, baresip, Twinkle and web phones on thin clients, Linphone and MicroSIP on Windows. \
         Other programs, and those that can only be set up by a link or only by files, are not written for. Choose another client by a rule with \
         `when: {devices: [thin-client]}` or `[notebook]`, or the other way in `deliver`."
        "Die Skripte legen Dateien dorthin, wo das Programm sie liest: Linphone, baresip, Twinkle und Web-Telefone auf Thin Clients, Linphone und MicroSIP \
         unter Windows. Für andere Programme und für solche, die nur per Link oder nur per Datei einzurichten sind, wird nichts geschrieben. Per Regel \
         mit `when: {devices: [thin-client]}` oder `[notebook]` ein anderes Programm wählen oder bei `deliver` den anderen Weg.";
    NO_LOGIN Error "fleet/no-login"
        "a notebook's user has no Windows login in the inventory"
        "der Benutzer eines Notebooks hat im Inventar keine Windows-Anmeldung"
        "The folder of a user on a file server is named after the login (`%USERNAME%`), which no list gives for these people. Import the directory \
         (LDIF, `csvde` or PowerShell) as one of `sources.exports`."
        "Der Ordner eines Benutzers auf dem Dateiserver heißt nach der Anmeldung (`%USERNAME%`), die für diese Personen keine Liste nennt. Das Verzeichnis \
         (LDIF, `csvde` oder PowerShell) unter `sources.exports` importieren.";
    UNASSIGNED Warning "fleet/unassigned"
        "devices belong to nobody with a planned line"
        "Geräte gehören niemandem mit einem geplanten Anschluss"
        "A list names the device, but no person, or a person without a planned line, so nothing can be written for it. Spare devices are fine; for others \
         add the owner or the extension to the list of devices."
        "Eine Liste nennt das Gerät, aber keine Person oder eine ohne geplanten Anschluss, also lässt sich nichts dafür schreiben. Ersatzgeräte sind in \
         Ordnung; bei anderen Besitzer oder Nebenstelle in der Geräteliste ergänzen.";
    NOT_ALONE Error "fleet/not-alone"
        "two lines would share one folder of a device or user"
        "zwei Anschlüsse teilten sich einen Ordner eines Geräts oder Benutzers"
        "Two devices have the same name in lower case, or two people the same login, with different lines. One would get the other's password, so neither \
         is written. Correct the lists."
        "Zwei Geräte heißen in Kleinbuchstaben gleich, oder zwei Personen haben dieselbe Anmeldung, mit verschiedenen Anschlüssen. Eine Person bekäme das \
         Kennwort der anderen, also wird für keine geschrieben. Die Listen berichtigen.";
}
