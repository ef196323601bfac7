//! Codes of reading the tables of Kamailio and OpenSIPS.

use crate::diag::pages;

pages! {
    NOT_A_NUMBER Note "inventory/subscriber-not-a-number"
        "a subscriber is no extension number"
        "ein Teilnehmer ist keine Nebenstellennummer"
        "Only subscribers whose user name is a number, or that have a short number as alias, are extensions. The others are listed and \
         not migrated. Add a row to `dbaliases` with the number, or name the number in a staff list."
        "Nur Teilnehmer, deren Benutzername eine Nummer ist oder die eine kurze Nummer als Alias haben, sind Nebenstellen. Die anderen \
         werden genannt und nicht umgestellt. Eine Zeile mit der Nummer in `dbaliases` ergänzen oder die Nummer in einer Personalliste \
         nennen.";
    HA1_DIFFERS Error "inventory/subscriber-hash-differs"
        "password and digest of a subscriber do not fit together"
        "Kennwort und Prüfsumme eines Teilnehmers passen nicht zusammen"
        "The digest in `ha1` is not that of the user name, the domain and the password of the same row. Either the password was changed \
         without the digest, or the realm is not the domain. With `calculate_ha1=0` the registrar uses the digest, so the password \
         that the softphone would get does not work. Renew the row with the registrar's own tool."
        "Die Prüfsumme in `ha1` ist nicht die von Benutzername, Domäne und Kennwort derselben Zeile. Entweder wurde das Kennwort ohne \
         die Prüfsumme geändert, oder der Realm ist nicht die Domäne. Mit `calculate_ha1=0` verwendet der Registrar die Prüfsumme; das \
         Kennwort, das das Softphone bekäme, gilt dann nicht. Die Zeile mit dem Werkzeug des Registrars erneuern.";
    PASSWORD_CUT Warning "inventory/subscriber-password-cut"
        "a password may have been cut by its column"
        "ein Kennwort kann von seiner Spalte abgeschnitten sein"
        "OpenSIPS keeps passwords in a column of 25 characters; longer ones are cut without a word in some databases. This one has \
         exactly 25. If telephones cannot log in with it, set a shorter one, or keep digests only."
        "OpenSIPS hält Kennwörter in einer Spalte von 25 Zeichen; längere schneiden manche Datenbanken wortlos ab. Dieses hat genau 25. \
         Können sich Telefone damit nicht anmelden, ein kürzeres setzen oder nur Prüfsummen halten.";
    NO_SECRET Error "inventory/subscriber-without-secret"
        "a subscriber has neither password nor digest"
        "ein Teilnehmer hat weder Kennwort noch Prüfsumme"
        "With an empty password and no digest the registrar refuses the user, or with some settings takes the empty password. Set one."
        "Mit leerem Kennwort und ohne Prüfsumme weist der Registrar den Benutzer ab oder nimmt bei manchen Einstellungen das leere \
         Kennwort. Eines setzen.";
    ALIAS_UNKNOWN Warning "inventory/alias-of-unknown-subscriber"
        "an alias leads to a subscriber that does not exist"
        "ein Alias führt zu einem Teilnehmer, den es nicht gibt"
        "`dbaliases` maps numbers to users. This one names a user and domain that `subscriber` does not have; calls to it fail. Correct \
         or remove the row."
        "`dbaliases` bildet Nummern auf Benutzer ab. Diese Zeile nennt Benutzer und Domäne, die es in `subscriber` nicht gibt; Anrufe \
         dorthin scheitern. Die Zeile berichtigen oder entfernen.";
    ALIAS_NAME Note "inventory/alias-not-a-number"
        "an alias is no number"
        "ein Alias ist keine Nummer"
        "Aliases of letters are addresses such as `hans.mueller`; they are not dialled and are only counted."
        "Aliase aus Buchstaben sind Adressen wie `hans.mueller`; sie werden nicht gewählt und nur gezählt.";
}
