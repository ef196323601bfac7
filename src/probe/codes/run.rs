//! Classes about the run itself: why a line was not asked, why a run ended early.

use super::page;

page!(
    BUDGET_USED,
    Warning,
    "sip/budget-used",
    "the run stopped before it could get this computer banned",
    "der Lauf hielt an, bevor dieser Rechner gesperrt werden konnte",
    "Every refused login is a line in the PBX's log, and guards such as fail2ban lock an address out after a few of them (stock: \
     ten in ten minutes; an unknown extension counts three). The run stops before `validate.ban_budget` is exceeded. Mend what \
     was refused, wait ten minutes, and go on with `--resume`; or have this address whitelisted and raise the budget.",
    "Jede abgelehnte Anmeldung ist eine Zeile im Protokoll der Anlage, und Wächter wie fail2ban sperren eine Adresse nach wenigen \
     davon (üblich: zehn in zehn Minuten; eine unbekannte Nebenstelle zählt dreifach). Der Lauf hält an, bevor \
     `validate.ban_budget` überschritten wird. Das Abgelehnte beheben, zehn Minuten warten und mit `--resume` fortsetzen; oder \
     die Adresse ausnehmen lassen und das Budget anheben."
);
page!(
    CANARY_FAILED,
    Error,
    "sip/canary-failed",
    "the known-good line does not log in",
    "der bekannt gute Anschluss meldet sich nicht an",
    "One line that is known to work is asked first and again every 50 lines or 30 s. When it fails, the fault is not in the other \
     lines, and asking them would only fill the PBX's log. Mend the canary's verdict first, or name another in \
     `validate.canary`, then go on with `--resume`.",
    "Ein bekannt guter Anschluss wird zuerst und danach alle 50 Anschlüsse oder 30 s gefragt. Scheitert er, liegt der Fehler nicht \
     an den übrigen, und sie zu fragen füllte nur das Protokoll der Anlage. Zuerst die Ursache bei diesem Anschluss beheben oder einen \
     anderen in `validate.canary` nennen, dann mit `--resume` fortsetzen."
);
page!(
    SYSTEMATIC_FAILURE,
    Error,
    "sip/systematic-failure",
    "the first lines all fail in the same way",
    "die ersten Anschlüsse scheitern alle auf dieselbe Weise",
    "Three lines in a row failed alike before any succeeded, although nothing in the PBX's configuration predicted it. That is one \
     fault of the setting (domain, transport, ACL, source of passwords), not one fault per line. The cause is said once; the other \
     lines were not asked.",
    "Drei Anschlüsse nacheinander scheiterten gleich, bevor einer gelang, obwohl die Konfiguration der Anlage es nicht erwarten ließ. \
     Das ist ein Fehler der Einstellung (Domäne, Transport, ACL, Quelle der Kennwörter), nicht einer je Anschluss. Die Ursache \
     wird einmal genannt; die übrigen Anschlüsse wurden nicht gefragt."
);
page!(
    INTERRUPTED,
    Warning,
    "sip/interrupted",
    "the run was interrupted",
    "der Lauf wurde unterbrochen",
    "The run got SIGINT or SIGTERM, stopped sending, removed its own test registrations, and wrote down what it knew. Nothing is \
     lost: `--resume` goes on with the lines that are not decided.",
    "Der Lauf bekam SIGINT oder SIGTERM, sendete nichts mehr, entfernte seine Probeanmeldungen und schrieb auf, was er wusste. \
     Nichts ist verloren: `--resume` fährt mit den nicht entschiedenen Anschlüssen fort."
);
page!(
    NOT_ASKED,
    Warning,
    "sip/not-asked",
    "this line was not asked",
    "dieser Anschluss wurde nicht gefragt",
    "The run ended before this line's turn. The verdict names the reason; `--resume` asks what is still open.",
    "Der Lauf endete, bevor dieser Anschluss an der Reihe war. Das Urteil nennt den Grund; `--resume` fragt, was noch offen ist."
);
page!(
    KEPT,
    Note,
    "sip/kept",
    "this extension is not migrated and was not asked",
    "diese Nebenstelle wird nicht umgezogen und wurde nicht gefragt",
    "Fax machines, doors, lift alarms, meeting rooms and the attendant stay as they are. They appear in the report so that its sum \
     equals the number of extensions in the inventory, and they are never probed.",
    "Faxgeräte, Türen, Aufzugnotrufe, Besprechungsräume und die Vermittlung bleiben, wie sie sind. Sie stehen im Bericht, damit \
     dessen Summe der Zahl der Nebenstellen im Bestand gleicht, und werden nie gefragt."
);
