//! What can be wrong in a FreeSWITCH directory. Source: `switch_xml.c` (pre-processor) and `sofia_reg.c` (registration) of FreeSWITCH.

use crate::diag::pages;

pages! {
    XML_BROKEN Error "inventory/xml-broken"
        "the directory is not well-formed XML"
        "das Verzeichnis ist kein wohlgeformtes XML"
        "After the pre-processor has put the files together, the text breaks the rules of XML at this place: a tag that is not closed, a bare \
         `&` or `<` in a value, a control character. FreeSWITCH then loads nothing of it. What stands before the place was read. A \
         value put in by `$${…}` is not escaped, so an ampersand in a variable is enough. The place is that of the file it comes from."
        "Nachdem der Vorverarbeiter die Dateien zusammengesetzt hat, verletzt der Text an dieser Stelle die Regeln von XML: ein nicht \
         geschlossener Tag, ein bloßes `&` oder `<` in einem Wert, ein Steuerzeichen. FreeSWITCH lädt dann nichts davon. Gelesen wurde, was \
         vor der Stelle steht. Ein durch `$${…}` eingesetzter Wert wird nicht maskiert; ein & in einer Variablen genügt. Die Stelle ist die \
         der Datei, aus der der Text kommt.";
    XML_REFUSED Error "inventory/xml-refused"
        "the directory passes a limit or declares a document type"
        "das Verzeichnis überschreitet eine Grenze oder enthält eine Dokumenttyp-Angabe"
        "A document type can define entities that unfold to any size, and no directory needs one. Elements nested more than 64 deep, 20,000 \
         includes, or 32 MB of text when all is put together are no directory either. Reading stopped there. Check that the right file is named."
        "Eine Dokumenttyp-Angabe kann Entitäten beliebiger Größe definieren, und kein Verzeichnis braucht eine. Mehr als 64-fach \
         geschachtelte Elemente, 20.000 Includes oder 32 MB zusammengesetzter Text sind ebenfalls kein Verzeichnis. Dort endete das Lesen. \
         Prüfen, ob die richtige Datei genannt ist.";
    VARIABLE_UNKNOWN Warning "inventory/variable-unknown"
        "a global variable has no value in the files at hand"
        "eine globale Variable hat in den vorliegenden Dateien keinen Wert"
        "`$${name}` is replaced when FreeSWITCH loads the files; one without a value becomes nothing. Most are set in `vars.xml`, others by \
         FreeSWITCH when it starts. Export `vars.xml` into the same folder, or name `freeswitch.xml` as the file. Passwords and domains that \
         depend on the variable count as unknown here."
        "`$${name}` wird beim Laden ersetzt; was keinen Wert hat, wird zu nichts. Die meisten setzt `vars.xml`, andere FreeSWITCH beim Start. \
         `vars.xml` in denselben Ordner exportieren oder `freeswitch.xml` als Datei nennen. Kennwörter und Domänen, die an der Variablen \
         hängen, gelten hier als unbekannt.";
    NOT_RUN Warning "inventory/preprocess-not-run"
        "a directive that asks programs or the network is not carried out"
        "eine Anweisung, die Programme oder das Netz befragt, wird nicht ausgeführt"
        "`exec`, `exec-set`, `env-set` and `stun-set` run a program, read the environment or ask a server. This importer never does. What they \
         would add is missing here. Save the result as a file or as a `set` and include that."
        "`exec`, `exec-set`, `env-set` und `stun-set` starten ein Programm, lesen die Umgebung oder fragen einen Server. Dieser Import tut das \
         nie. Was sie beitrügen, fehlt hier. Das Ergebnis als Datei oder als `set` sichern und einbinden.";
    DIRECTIVE_BROKEN Warning "inventory/preprocess-broken"
        "a pre-processor directive without effect"
        "eine wirkungslose Anweisung an den Vorverarbeiter"
        "FreeSWITCH looks on one line for `cmd=\"…\"` and then `data=\"…\"`, both in double quotes; anything else is ignored without a word. \
         Write the directive on one line in this order. Known commands are `set`, `include`, `exec`, `exec-set`, `env-set` and `stun-set`."
        "FreeSWITCH sucht auf einer Zeile `cmd=\"…\"` und danach `data=\"…\"`, beide in doppelten Anführungszeichen; alles andere wird wortlos \
         übergangen. Die Anweisung in dieser Reihenfolge auf eine Zeile schreiben. Bekannt sind `set`, `include`, `exec`, `exec-set`, \
         `env-set` und `stun-set`.";
    LINE_LOST Warning "inventory/preprocess-drops-text"
        "text on the line of a directive is lost"
        "Text auf der Zeile einer Anweisung geht verloren"
        "The pre-processor works on whole lines: what stands beside `X-PRE-PROCESS`, and everything on a line with `<include>`, `</include>` or \
         `<?`, never reaches the XML. A user written on such a line does not exist for FreeSWITCH, and was not read here. Put it on a line \
         of its own."
        "Der Vorverarbeiter arbeitet zeilenweise: Was neben `X-PRE-PROCESS` steht, und alles auf einer Zeile mit `<include>`, `</include>` \
         oder `<?`, kommt nie im XML an. Ein Benutzer auf so einer Zeile existiert für FreeSWITCH nicht und wurde auch hier nicht gelesen. \
         Auf eine eigene Zeile setzen.";
    IN_COMMENT Warning "inventory/preprocess-in-comment"
        "a directive in a comment is carried out"
        "eine Anweisung in einem Kommentar wird ausgeführt"
        "Comments are XML, and the pre-processor knows no XML: `<!-- <X-PRE-PROCESS …/> -->` includes its file all the same. It was followed \
         here too. To switch a directive off, misspell it (`X-NO-PRE-PROCESS`) or remove it."
        "Kommentare sind XML, und der Vorverarbeiter kennt kein XML: `<!-- <X-PRE-PROCESS …/> -->` bindet seine Datei trotzdem ein. Auch hier \
         wurde sie befolgt. Zum Abschalten die Anweisung verschreiben (`X-NO-PRE-PROCESS`) oder entfernen.";
    INCLUDE_MISSING Warning "inventory/xml-include-missing"
        "an included file of the directory is not at hand"
        "eine eingebundene Datei des Verzeichnisses liegt nicht vor"
        "Paths count from the folder of the including file (unlike Asterisk), and a pattern must find at least one file. FreeSWITCH goes on \
         without it. Users in the missing file are missing here: export it too, or correct the path."
        "Pfade zählen ab dem Ordner der einbindenden Datei (anders als bei Asterisk), und ein Muster muss mindestens eine Datei finden. \
         FreeSWITCH macht ohne sie weiter. Benutzer der fehlenden Datei fehlen hier: mit exportieren oder den Pfad berichtigen.";
    INCLUDE_OUTSIDE Warning "inventory/xml-include-outside"
        "an include leaves the folder of the directory"
        "ein Include verlässt den Ordner des Verzeichnisses"
        "Only files beside and below the named file are read; an absolute path counts if it begins with `/etc/freeswitch/` or \
         `/usr/local/freeswitch/conf/`. Name a file further up (`freeswitch.xml`), or copy the other one into the folder."
        "Gelesen werden nur Dateien neben und unter der genannten; ein absoluter Pfad zählt, wenn er mit `/etc/freeswitch/` oder \
         `/usr/local/freeswitch/conf/` beginnt. Eine weiter oben liegende Datei nennen (`freeswitch.xml`) oder die andere in den Ordner \
         kopieren.";
    INCLUDE_LOOP Error "inventory/xml-include-loop"
        "files include each other in a circle"
        "Dateien binden einander im Kreis ein"
        "FreeSWITCH follows a hundred levels and then gives up; its users exist a hundred times until then. Such a directory is not imported, \
         because what belongs into it cannot be told. The place is that of the include that closes the circle: remove it."
        "FreeSWITCH folgt hundert Ebenen und gibt dann auf; seine Benutzer gibt es bis dahin hundertmal. So ein Verzeichnis wird nicht \
         importiert, weil sich nicht sagen lässt, was hineingehört. Die Stelle ist die des Includes, das den Kreis schließt: es entfernen.";
    XML_UNUSED Note "inventory/xml-not-read"
        "parts of the directory are not read"
        "Teile des Verzeichnisses werden nicht gelesen"
        "These elements, parameters and variables say nothing that the inventory holds, or are not known. If one of them decides who may \
         telephone how, set that up in the policy."
        "Diese Elemente, Parameter und Variablen sagen nichts, was das Inventar enthält, oder sind unbekannt. Entscheidet eines davon, wer \
         wie telefonieren darf, das in den Vorgaben einrichten.";
    USER_OPEN Error "inventory/user-without-password"
        "a user may register without a password"
        "ein Benutzer kann sich ohne Kennwort registrieren"
        "A user with neither `password` nor `a1-hash` is let in without being asked, unless `allow-empty-password` is false. Whoever reaches \
         the port may take over the number and telephone at the authority's expense. Set a password before the system is reachable from home."
        "Wer weder `password` noch `a1-hash` hat, wird ohne Frage eingelassen, sofern nicht `allow-empty-password` auf false steht. Wer den Port \
         erreicht, kann die Nummer übernehmen und auf Kosten der Behörde telefonieren. Ein Kennwort setzen, bevor die Anlage von zu Hause \
         erreichbar ist.";
    DEFAULT_PASSWORD Error "inventory/default-password"
        "users share the password that FreeSWITCH is shipped with"
        "Benutzer teilen sich das Kennwort, mit dem FreeSWITCH ausgeliefert wird"
        "`$${default_password}` is one password for everybody, and `vars.xml` sets it to `1234` as shipped. Scanners try it first. Give each \
         user a password of their own before the system is reachable from home."
        "`$${default_password}` ist ein Kennwort für alle, und `vars.xml` setzt es im Auslieferungszustand auf `1234`. Scanner probieren es \
         zuerst. Jedem Benutzer ein eigenes geben, bevor die Anlage von zu Hause erreichbar ist.";
    USER_BY_ADDRESS Note "inventory/user-by-address"
        "users are let in by their address"
        "Benutzer werden über ihre Adresse eingelassen"
        "With `cidr`, calls from these addresses need no password where the access list takes the domain's users. A softphone at home has another \
         address and needs the password, or the VPN's address range added."
        "Mit `cidr` brauchen Anrufe von diesen Adressen kein Kennwort, wo die Zugriffsliste die Benutzer der Domäne übernimmt. Ein Softphone zu \
         Hause hat eine andere Adresse und braucht das Kennwort, oder den Adressbereich des VPN.";
    POINTER_MISSING Warning "inventory/pointer-without-user"
        "a group names a user that the domain does not have"
        "eine Gruppe nennt einen Benutzer, den die Domäne nicht hat"
        "`type=\"pointer\"` puts a user of the domain into one more group. Without that user, calls to the group go on without it. Correct the \
         id or remove the entry."
        "`type=\"pointer\"` nimmt einen Benutzer der Domäne in eine weitere Gruppe auf. Fehlt er, laufen Anrufe an die Gruppe ohne ihn. Die id \
         berichtigen oder den Eintrag entfernen.";
    NO_USERS Error "inventory/directory-without-users"
        "the directory has no users"
        "das Verzeichnis hat keine Benutzer"
        "Nothing in the file or the files it includes is a `<user id=…>`. Name `directory/default.xml` or `freeswitch.xml`, with the folder \
         around it."
        "Nichts in der Datei oder den eingebundenen ist ein `<user id=…>`. `directory/default.xml` oder `freeswitch.xml` nennen, mit dem Ordner \
         darum herum.";
}
