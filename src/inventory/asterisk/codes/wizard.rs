//! What can be wrong in pjsip_wizard.conf. Source for all: runs of Asterisk 22.10.1 (`res_pjsip_config_wizard`).

use crate::diag::{CodePage, Severity};

page!(
    WIZARD_WITHOUT_USERNAME,
    Error,
    "inventory/wizard-without-username",
    "a wizard accepts logins and names no user",
    "ein Assistent nimmt Anmeldungen an und nennt keinen Benutzer",
    "With `accepts_auth=yes` Asterisk needs `inbound_auth/username`, with `sends_auth=yes` `outbound_auth/username`. Without it the \
     endpoint is there and its auth is not, so that every request is answered with 500: nobody registers, so this is an error and no \
     warning. Add the line; its key counts with its case.",
    "Mit `accepts_auth=yes` braucht Asterisk `inbound_auth/username`, mit `sends_auth=yes` `outbound_auth/username`. Ohne gibt es den \
     Endpunkt, aber nicht seinen auth, und jede Anfrage wird mit 500 beantwortet: niemand registriert sich, darum ist das ein Fehler und keine Warnung. Die Zeile ergänzen; bei ihrem Namen zählt Groß- und \
     Kleinschreibung."
);
page!(
    WIZARD_WITHOUT_HOSTS,
    Error,
    "inventory/wizard-without-hosts",
    "a wizard has no remote hosts",
    "ein Assistent hat keine Gegenstellen",
    "A wizard that accepts no registrations is found by address, and one that sends registrations needs somebody to send them to: \
     both need `remote_hosts`. Without it Asterisk leaves the identify or the registration out, with an error in its log. Add \
     `remote_hosts`, or `accepts_registrations=yes` for a telephone.",
    "Ein Assistent, der keine Registrierungen annimmt, wird an der Adresse erkannt, und einer, der welche sendet, braucht ein Ziel: \
     beide brauchen `remote_hosts`. Ohne lässt Asterisk identify oder registration mit einem Fehler im Protokoll weg. `remote_hosts` \
     ergänzen, oder `accepts_registrations=yes` bei einem Telefon."
);
page!(
    WIZARD_KEY_CASE,
    Error,
    "inventory/wizard-key-case",
    "a wizard's key is written in the wrong case",
    "ein Schlüssel des Assistenten ist in falscher Groß- und Kleinschreibung",
    "In pjsip_wizard.conf, unlike in pjsip.conf, names of options count with their case: `Inbound_Auth/Username` is not seen, without \
     a word. Write it in lower case.",
    "In pjsip_wizard.conf zählt, anders als in pjsip.conf, bei Namen von Optionen Groß- und Kleinschreibung: `Inbound_Auth/Username` \
     wird wortlos nicht gesehen. Klein schreiben."
);
page!(
    WIZARD_KEY_UNKNOWN,
    Warning,
    "inventory/wizard-key-unknown",
    "a wizard has an option that means nothing",
    "ein Assistent hat eine Option, die nichts bedeutet",
    "Options of an object need its prefix: `endpoint/…`, `aor/…`, `inbound_auth/…`, `outbound_auth/…`, `registration/…`, `identify/…`, \
     `phoneprov/…`. Any other key that the wizard does not know is ignored without a word. Add the prefix, or remove the line.",
    "Optionen eines Objekts brauchen seinen Vorsatz: `endpoint/…`, `aor/…`, `inbound_auth/…`, `outbound_auth/…`, `registration/…`, \
     `identify/…`, `phoneprov/…`. Jeder andere Schlüssel, den der Assistent nicht kennt, wird wortlos übergangen. Den Vorsatz \
     ergänzen oder die Zeile entfernen."
);
page!(
    WIZARD_TWICE,
    Warning,
    "inventory/wizard-twice",
    "a wizard is there twice",
    "ein Assistent ist doppelt",
    "Of two sections of one name in pjsip_wizard.conf the last counts, without a word, where in pjsip.conf both would be refused. The \
     password in the first one does not work. Remove one of the two.",
    "Von zwei Abschnitten eines Namens in pjsip_wizard.conf zählt wortlos der letzte, während in pjsip.conf beide abgewiesen würden. \
     Das Kennwort im ersten gilt nicht. Einen der beiden entfernen."
);
page!(
    WIZARD_OVERRIDDEN,
    Warning,
    "inventory/wizard-overridden",
    "pjsip.conf and pjsip_wizard.conf have the same object",
    "pjsip.conf und pjsip_wizard.conf haben dasselbe Objekt",
    "Asterisk looks into pjsip.conf first; the wizard's object of the same kind and name is made and never used. Changes to it have no \
     effect. Keep the object in one of the two files.",
    "Asterisk sieht zuerst in pjsip.conf nach; das Objekt gleicher Art und gleichen Namens aus dem Assistenten wird angelegt und nie \
     verwendet. Änderungen daran bewirken nichts. Das Objekt nur in einer der beiden Dateien behalten."
);
page!(
    WIZARD_HINT_LITERAL,
    Warning,
    "inventory/wizard-hint-literal",
    "a wizard's hint has a variable in its number",
    "ein Hint des Assistenten hat eine Variable in seiner Nummer",
    "`hint_exten` is taken as it stands: in a template `${EXTEN}` does not become the name of the section, and one hint with the number \
     `${EXTEN}` appears, so that no busy lamp works. Write `hint_exten` in each section.",
    "`hint_exten` wird genommen, wie es dasteht: In einer Vorlage wird `${EXTEN}` nicht zum Namen des Abschnitts, und es entsteht ein \
     Hint mit der Nummer `${EXTEN}`, sodass keine Besetztlampe geht. `hint_exten` in jeden Abschnitt schreiben."
);

pub const ALL: &[&CodePage] = &[
    &WIZARD_WITHOUT_USERNAME,
    &WIZARD_WITHOUT_HOSTS,
    &WIZARD_KEY_CASE,
    &WIZARD_KEY_UNKNOWN,
    &WIZARD_TWICE,
    &WIZARD_OVERRIDDEN,
    &WIZARD_HINT_LITERAL,
];
