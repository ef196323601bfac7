//! The codes of this room.

use crate::diag::{CodePage, Severity};

pub const UNWRITABLE: CodePage = CodePage {
    slug: "pbx/unwritable",
    severity: Severity::Error,
    title_en: "a name or value cannot stand in Asterisk's files",
    title_de: "ein Name oder Wert kann in Asterisks Dateien nicht stehen",
    page_en: "A section name ends at the first `]` and is cut to 79 bytes, a value loses outer blanks and cannot hold a line break (`main/config.c`). The change for this extension is left out; the others are written.",
    page_de: "Ein Abschnittsname endet am ersten `]` und wird auf 79 Byte gekürzt, ein Wert verliert äußere Leerzeichen und kann keinen Zeilenumbruch enthalten (`main/config.c`). Die Änderung für diese Nebenstelle fehlt; die anderen werden geschrieben.",
};

pub const NOT_ADDED: CodePage = CodePage {
    slug: "pbx/not-added",
    severity: Severity::Error,
    title_en: "a change cannot be added to the PBX's section",
    title_de: "eine Änderung lässt sich dem Abschnitt der Anlage nicht hinzufügen",
    page_en: "`[name](+type=aor)` adds to the first section of that name, whatever its case, one of whose variables matches. A section that is not found ends the reading of the whole included file (measured), so a change without a certain target is left out instead.",
    page_de: "`[name](+type=aor)` fügt dem ersten Abschnitt dieses Namens hinzu, gleich wie geschrieben, dessen Variablen passen. Ein Abschnitt, der nicht gefunden wird, beendet das Lesen der ganzen eingebundenen Datei (gemessen); darum fehlt eine Änderung ohne sicheres Ziel lieber.",
};

pub const NOT_IN_FORCE: CodePage = CodePage {
    slug: "pbx/not-in-force",
    severity: Severity::Error,
    title_en: "the file for the PBX would not take effect",
    title_de: "die Datei für die Anlage würde nicht wirken",
    page_en: "The export with our file included was read with Asterisk's own grammar, and an option does not have the value it should have. Something at the end of `pjsip.conf` swallows the include, such as a block comment `;--` without `--;`. The file is not written.",
    page_de: "Der Export mit unserer eingebundenen Datei wurde mit Asterisks Grammatik gelesen, und eine Einstellung hat nicht den Wert, den sie haben soll. Etwas am Ende von `pjsip.conf` verschluckt die Einbindung, etwa ein Blockkommentar `;--` ohne `--;`. Die Datei wird nicht geschrieben.",
};

pub const PASSWORD_NOT_SET: CodePage = CodePage {
    slug: "pbx/password-not-set",
    severity: Severity::Error,
    title_en: "no profile, because the PBX would not get the new password",
    title_de: "kein Profil, weil die Anlage das neue Kennwort nicht bekäme",
    page_en: "A line with a new password needs it in its profile and on the PBX. The change for the PBX is not in the files, for a reason that another finding names; a profile with that password could not register, so none is written. Mend the reason, or keep the old password with `secrets.keep`.",
    page_de: "Ein Anschluss mit neuem Kennwort braucht es im Profil und auf der Anlage. Die Änderung für die Anlage fehlt in den Dateien, aus einem Grund, den ein anderer Befund nennt; ein Profil mit diesem Kennwort könnte sich nicht anmelden, darum entsteht keines. Den Grund beheben oder das alte Kennwort mit `secrets.keep` behalten.",
};

/// Every code of this room.
pub const ALL: &[&CodePage] = &[&UNWRITABLE, &PASSWORD_NOT_SET, &NOT_ADDED, &NOT_IN_FORCE];
