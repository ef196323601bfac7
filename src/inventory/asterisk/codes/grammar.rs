//! What can be wrong in the syntax of Asterisk's configuration files. Source for all: `main/config.c` and runs of Asterisk 22.10.1.

use crate::diag::{CodePage, Severity};

page!(
    SECRET_CUT,
    Error,
    "inventory/secret-cut-by-comment",
    "a `;` cuts a password",
    "ein `;` schneidet ein Kennwort ab",
    "In Asterisk's files `;` starts a comment anywhere in a line, without a blank before it and also between quotes. A password \
     that contains `;` therefore ends there, and the telephone registers with another password than the PBX knows, or the reverse. \
     Write `\\;` where the semicolon belongs to the password; put a blank before the `;` where a comment is meant.",
    "In Asterisks Dateien beginnt `;` überall in der Zeile einen Kommentar, auch ohne Leerzeichen davor und auch zwischen \
     Anführungszeichen. Ein Kennwort mit `;` endet deshalb dort, und Telefon und Anlage kennen verschiedene Kennwörter. `\\;` \
     schreiben, wo der Strichpunkt zum Kennwort gehört; ein Leerzeichen davor setzen, wo ein Kommentar gemeint ist."
);
page!(
    VALUE_CUT,
    Warning,
    "inventory/value-cut-by-comment",
    "a `;` cuts a value",
    "ein `;` schneidet einen Wert ab",
    "`;` starts a comment anywhere in a line. Here it follows the text directly, which often means that it was part of the value: \
     a SIP URI with parameters, a list, the arguments of a dialplan application. Asterisk drops the rest of the line. Write `\\;` \
     to keep it, or a blank before the `;` to show that a comment is meant.",
    "`;` beginnt überall in der Zeile einen Kommentar. Hier folgt er unmittelbar auf Text; oft gehörte er dann zum Wert: eine \
     SIP-Adresse mit Parametern, eine Liste, die Argumente einer Wählplan-Anwendung. Asterisk verwirft den Rest der Zeile. `\\;` \
     schreiben, damit er bleibt, oder ein Leerzeichen davor, wenn ein Kommentar gemeint ist."
);
page!(
    BLANK_BEFORE_PARENTHESIS,
    Error,
    "inventory/blank-before-parenthesis",
    "a blank before `(` makes Asterisk ignore the template",
    "ein Leerzeichen vor `(` lässt Asterisk die Vorlage übergehen",
    "Options and templates of a section must follow the `]` directly. After a blank, Asterisk takes them for trailing text and \
     ignores them without a word: the section loses everything its template would have given. Remove the blank.",
    "Optionen und Vorlagen eines Abschnitts müssen unmittelbar auf `]` folgen. Nach einem Leerzeichen hält Asterisk sie für Text \
     am Zeilenende und übergeht sie wortlos: dem Abschnitt fehlt alles aus der Vorlage. Leerzeichen entfernen."
);
page!(
    TEXT_AFTER_HEADER,
    Warning,
    "inventory/text-after-header",
    "text after a section header is ignored",
    "Text nach einem Abschnittskopf wird übergangen",
    "Asterisk reads a header up to `]`, or up to the first `)` where an option list follows directly, and ignores the rest of the \
     line: a second list, an assignment, a remark without `;`. Put it on a line of its own, into the one list, or behind a `;`.",
    "Asterisk liest einen Kopf bis `]`, bei unmittelbar folgender Liste bis zur ersten `)`, und übergeht den Rest der Zeile: eine \
     zweite Liste, eine Zuweisung, eine Bemerkung ohne `;`. In eine eigene Zeile, in die eine Liste oder hinter ein `;` setzen."
);
page!(
    HEADER_UNCLOSED,
    Error,
    "inventory/header-unclosed",
    "a section header is not closed",
    "ein Abschnittskopf ist nicht geschlossen",
    "A line that begins with `[` must contain `]`, and an option list that follows must contain `)`. Asterisk otherwise refuses the \
     whole file and keeps what it had loaded before, or starts with nothing. Close the header.",
    "Eine Zeile, die mit `[` beginnt, braucht `]`, und eine folgende Liste braucht `)`. Sonst weist Asterisk die ganze Datei ab und \
     behält den vorigen Stand oder startet mit nichts. Den Kopf schließen."
);
page!(
    PARENT_MISSING,
    Error,
    "inventory/parent-missing",
    "a section inherits from one that does not exist there",
    "ein Abschnitt erbt von einem, den es dort nicht gibt",
    "Asterisk looks for a template among the sections read so far. It does not trim blanks in the list (`(a, b)` asks for ` b`) and \
     does not look ahead. One missing name makes it refuse the whole file; inside an included file it silently drops the rest of \
     that file. Correct the name, remove the blank, or move the template up.",
    "Asterisk sucht eine Vorlage unter den bisher gelesenen Abschnitten. Leerzeichen in der Liste zählen mit (`(a, b)` fragt nach \
     ` b`), und vorausgeschaut wird nicht. Ein fehlender Name genügt, damit die ganze Datei abgewiesen wird; in einer \
     eingebundenen Datei geht deren Rest wortlos verloren. Namen berichtigen, Leerzeichen entfernen oder Vorlage nach oben."
);
page!(
    APPEND_MISSING,
    Error,
    "inventory/append-missing",
    "`(+)` finds no section to append to",
    "`(+)` findet keinen Abschnitt zum Ergänzen",
    "`[name](+)` adds lines to the first earlier section of that name that is no template; with a filter such as `(+type=auth)` to \
     the first one that matches. Where there is none, Asterisk refuses the whole file, or drops the rest of an included one. \
     Check the name, the order of the files and the filter.",
    "`[name](+)` ergänzt den ersten früheren Abschnitt dieses Namens, der keine Vorlage ist; mit einem Filter wie `(+type=auth)` den \
     ersten passenden. Gibt es keinen, weist Asterisk die ganze Datei ab oder verliert den Rest einer eingebundenen. Namen, \
     Reihenfolge der Dateien und Filter prüfen."
);
page!(
    APPEND_TO_TEMPLATE,
    Error,
    "inventory/append-to-template",
    "`(+)` does not find templates",
    "`(+)` findet keine Vorlagen",
    "A plain `(+)` looks at ordinary sections only. To append to a template write `(+TEMPLATES=include)`. As it stands, Asterisk \
     refuses the whole file, or drops the rest of an included one.",
    "Ein einfaches `(+)` sucht nur gewöhnliche Abschnitte. Um eine Vorlage zu ergänzen, `(+TEMPLATES=include)` schreiben. So, wie es \
     dasteht, weist Asterisk die ganze Datei ab oder verliert den Rest einer eingebundenen."
);
page!(
    FILTER_INVALID,
    Error,
    "inventory/filter-invalid",
    "the filter of a `(+…)` is no valid expression",
    "der Filter eines `(+…)` ist kein gültiger Ausdruck",
    "A filter is `name=value`, several joined by `&`; both sides are POSIX extended regular expressions. Without `=` or with a \
     broken expression nothing matches, and Asterisk refuses the file. Correct the expression.",
    "Ein Filter ist `name=wert`, mehrere mit `&` verbunden; beide Seiten sind erweiterte reguläre POSIX-Ausdrücke. Ohne `=` oder mit \
     fehlerhaftem Ausdruck passt nichts, und Asterisk weist die Datei ab. Ausdruck berichtigen."
);
page!(
    INHERITS_ITSELF,
    Error,
    "inventory/inherits-itself",
    "a section inherits from itself",
    "ein Abschnitt erbt von sich selbst",
    "`[x](+,x)` copies the variables of a section into the same section; Asterisk never comes to an end with that. Remove the name \
     from the list.",
    "`[x](+,x)` kopiert die Variablen eines Abschnitts in ihn selbst; Asterisk kommt damit nie zu Ende. Den Namen aus der Liste \
     nehmen."
);
page!(
    EMPTY_PARENT,
    Warning,
    "inventory/empty-parent",
    "an empty name in the list inherits from the first section",
    "ein leerer Name in der Liste erbt vom ersten Abschnitt",
    "`[x]()` or `[x](a,)` asks for a section without a name, and Asterisk takes the very first one of the file. Hardly anybody \
     means that. Remove the parentheses or the comma.",
    "`[x]()` oder `[x](a,)` fragt nach einem Abschnitt ohne Namen, und Asterisk nimmt den allerersten der Datei. Das meint kaum \
     jemand. Klammern oder Komma entfernen."
);
page!(
    TEMPLATE_DUPLICATE,
    Warning,
    "inventory/template-duplicate",
    "a second template of the same name is never used",
    "eine zweite Vorlage gleichen Namens wird nie benutzt",
    "Asterisk takes the first section of a name when it inherits, without regard to case. What the second template says reaches \
     nobody. Merge the two, or append with `(+TEMPLATES=include)`.",
    "Beim Erben nimmt Asterisk den ersten Abschnitt eines Namens, ohne auf Groß- und Kleinschreibung zu achten. Was die zweite \
     Vorlage sagt, erreicht niemanden. Beide zusammenlegen oder mit `(+TEMPLATES=include)` ergänzen."
);
page!(
    TEMPLATE_CHANGED_LATE,
    Warning,
    "inventory/template-changed-late",
    "a template is extended after it was used",
    "eine Vorlage wird ergänzt, nachdem sie schon benutzt wurde",
    "Inheritance copies the variables of the template at that moment. Sections read before this line keep the old state. Move the \
     addition up, before the first section that uses the template.",
    "Beim Erben werden die Variablen der Vorlage in diesem Augenblick kopiert. Abschnitte vor dieser Zeile behalten den alten Stand. \
     Die Ergänzung nach oben rücken, vor den ersten Abschnitt, der die Vorlage benutzt."
);
page!(
    NO_SECTION,
    Error,
    "inventory/no-section",
    "an assignment before the first section",
    "eine Zuweisung vor dem ersten Abschnitt",
    "Every assignment belongs to a section. Before the first header there is none, and Asterisk refuses the whole file. Put a header \
     above, or make the line a comment with `;`.",
    "Jede Zuweisung gehört zu einem Abschnitt. Vor dem ersten Kopf gibt es keinen, und Asterisk weist die ganze Datei ab. Einen Kopf \
     darüber setzen oder die Zeile mit `;` zum Kommentar machen."
);
page!(
    NO_EQUALS,
    Warning,
    "inventory/no-equals",
    "a line without `=` is ignored",
    "eine Zeile ohne `=` wird übergangen",
    "A line is a section header, a directive or `name = value`. Asterisk logs a warning and skips anything else. Complete the line, \
     or make it a comment with `;`.",
    "Eine Zeile ist ein Abschnittskopf, eine Anweisung oder `name = wert`. Alles andere überspringt Asterisk mit einer Warnung. Zeile \
     ergänzen oder mit `;` zum Kommentar machen."
);
page!(
    NO_KEY,
    Warning,
    "inventory/no-key",
    "an assignment without a name is ignored",
    "eine Zuweisung ohne Namen wird übergangen",
    "Nothing stands before the `=`. Asterisk logs a warning and skips the line. Add the name of the option.",
    "Vor dem `=` steht nichts. Asterisk überspringt die Zeile mit einer Warnung. Den Namen der Option ergänzen."
);
page!(
    ESCAPE_INVALID,
    Error,
    "inventory/escape-invalid",
    "a `\\` at the start of a line escapes nothing",
    "ein `\\` am Zeilenanfang maskiert nichts",
    "A backslash at the start of a line lets the next character begin a name, as in `\\#name`. A blank, the end of the line or a \
     character beyond ASCII may not follow: Asterisk refuses the whole file. Remove the backslash; there is no line continuation.",
    "Ein umgekehrter Schrägstrich am Zeilenanfang lässt das nächste Zeichen einen Namen beginnen, etwa `\\#name`. Leerzeichen, \
     Zeilenende und Zeichen außerhalb von ASCII dürfen nicht folgen: Asterisk weist die ganze Datei ab. Entfernen; \
     Fortsetzungszeilen gibt es nicht."
);
page!(
    LINE_TOO_LONG,
    Error,
    "inventory/line-too-long",
    "a line longer than 8190 bytes is skipped",
    "eine Zeile mit mehr als 8190 Byte wird übersprungen",
    "Asterisk reads lines into a buffer of 8192 bytes and skips longer ones with a warning. Split the value, for instance with `+=`, \
     which appends to the last variable of that name.",
    "Asterisk liest Zeilen in einen Puffer von 8192 Byte und überspringt längere mit einer Warnung. Den Wert teilen, etwa mit `+=`, \
     das an die letzte Variable dieses Namens anhängt."
);
page!(
    NAME_TOO_LONG,
    Error,
    "inventory/name-too-long",
    "a section name is cut to 79 bytes",
    "ein Abschnittsname wird auf 79 Byte gekürzt",
    "Asterisk keeps 79 bytes of a section name and drops the rest without a word; references by the full name then lead nowhere. \
     Choose a shorter name.",
    "Asterisk behält 79 Byte eines Abschnittsnamens und verwirft den Rest wortlos; Verweise mit dem vollen Namen gehen dann ins \
     Leere. Einen kürzeren Namen wählen."
);
page!(
    NUL_BYTE,
    Warning,
    "inventory/nul-byte",
    "a NUL byte hides the rest of a line",
    "ein NUL-Byte verdeckt den Rest einer Zeile",
    "For Asterisk a line ends at a byte of value zero. Such bytes come from damaged files or from UTF-16 text. Save the file as UTF-8.",
    "Für Asterisk endet eine Zeile bei einem Byte mit dem Wert null. Solche Bytes stammen aus beschädigten Dateien oder aus \
     UTF-16-Text. Die Datei als UTF-8 speichern."
);
page!(
    NOT_UTF8,
    Warning,
    "inventory/not-utf8",
    "a text is not UTF-8",
    "ein Text ist kein UTF-8",
    "Asterisk passes the bytes on unchanged, and telephones expect UTF-8: umlauts in names show as wrong characters, and the REST \
     interface answers 500 for such an object. We read the text as Windows-1252. Convert the file to UTF-8.",
    "Asterisk reicht die Bytes unverändert weiter, und Telefone erwarten UTF-8: Umlaute in Namen erscheinen falsch, und die \
     REST-Schnittstelle antwortet für ein solches Objekt mit 500. Gelesen wurde als Windows-1252. Die Datei nach UTF-8 umwandeln."
);
page!(
    COMMENT_UNTERMINATED,
    Error,
    "inventory/comment-unterminated",
    "a block comment never ends",
    "ein Blockkommentar endet nie",
    "`;--` opens a block comment that only `--;` closes, also in another line; both nest. What follows to the end of the file is \
     lost, and with a wildcard include the following files too. Close it, or write `;` with a blank for a line comment.",
    "`;--` öffnet einen Blockkommentar, den nur `--;` schließt, auch zeilenübergreifend und geschachtelt. Was bis zum Dateiende \
     folgt, ist verloren, bei einem Include mit Platzhalter auch die folgenden Dateien. Schließen, oder `;` mit Leerzeichen für \
     einen Zeilenkommentar schreiben."
);
page!(
    COMMENT_END_STRAY,
    Error,
    "inventory/comment-end-stray",
    "`--;` without an open block comment hides what follows",
    "`--;` ohne offenen Blockkommentar verdeckt, was folgt",
    "Asterisk counts open block comments and goes below zero here: all following lines are ignored until a `;--` comes. Write `-- ;` \
     or remove the dashes.",
    "Asterisk zählt offene Blockkommentare und gerät hier unter null: alle folgenden Zeilen werden übergangen, bis ein `;--` kommt. \
     `-- ;` schreiben oder die Striche entfernen."
);
page!(
    COMMENT_TOO_DEEP,
    Error,
    "inventory/comment-too-deep",
    "more than 128 block comments are open at once",
    "mehr als 128 Blockkommentare sind zugleich offen",
    "Asterisk has room for 128 and then never comes back from this line. Reading stops here. Close the comments.",
    "Asterisk hat Platz für 128 und kehrt aus dieser Zeile nie zurück. Das Lesen endet hier. Die Kommentare schließen."
);
page!(
    INCLUDE_MISSING,
    Error,
    "inventory/include-missing",
    "an included file does not exist",
    "eine eingebundene Datei gibt es nicht",
    "Paths of `#include` count from Asterisk's configuration folder, not from the including file, and a wildcard must match at \
     least one file. If nothing is found, Asterisk refuses the whole file, or drops the rest of an included one. Export the \
     missing file too, correct the path, or write `#tryinclude`.",
    "Pfade von `#include` zählen ab Asterisks Konfigurationsordner, nicht ab der einbindenden Datei, und ein Platzhalter muss \
     mindestens eine Datei treffen. Wird nichts gefunden, weist Asterisk die ganze Datei ab oder verliert den Rest einer \
     eingebundenen. Die fehlende Datei mit exportieren, den Pfad berichtigen oder `#tryinclude` schreiben."
);
page!(
    INCLUDE_OUTSIDE,
    Error,
    "inventory/include-outside",
    "an include leaves the configuration folder",
    "ein Include verlässt den Konfigurationsordner",
    "Only files below the configuration folder are read here; an absolute path counts if it begins with `/etc/asterisk/`. What the \
     other file says is unknown to us, though Asterisk may read it. Copy it into the folder and include it from there.",
    "Gelesen werden hier nur Dateien unter dem Konfigurationsordner; ein absoluter Pfad zählt, wenn er mit `/etc/asterisk/` beginnt. \
     Was die andere Datei sagt, ist uns unbekannt, auch wenn Asterisk sie liest. In den Ordner kopieren und von dort einbinden."
);
page!(
    INCLUDE_TRUNCATES,
    Error,
    "inventory/include-truncates",
    "an error in an included file silently drops its rest",
    "ein Fehler in einer eingebundenen Datei verschluckt deren Rest",
    "Inside an included file Asterisk stops at the first fatal error, drops the rest of that file (and the other files of the same \
     wildcard), goes on in the including file and reports success. The extensions behind that line simply do not exist. Mend the \
     error named on the same line.",
    "In einer eingebundenen Datei hält Asterisk beim ersten schweren Fehler an, verwirft den Rest dieser Datei (und die übrigen \
     Dateien desselben Platzhalters), macht in der einbindenden weiter und meldet Erfolg. Die Nebenstellen hinter dieser Zeile gibt \
     es einfach nicht. Den in derselben Zeile genannten Fehler beheben."
);
page!(
    INCLUDE_TOO_DEEP,
    Error,
    "inventory/include-too-deep",
    "includes are nested more than ten deep",
    "Includes sind mehr als zehnfach geschachtelt",
    "Asterisk follows ten levels and then treats the file as missing. Each included file that broke off with an error counts as a \
     level that never closes. Flatten the includes, or mend the broken files.",
    "Asterisk folgt zehn Ebenen und behandelt die Datei dann als fehlend. Jede eingebundene Datei, die mit einem Fehler abbrach, \
     zählt als Ebene, die sich nie schließt. Die Includes abflachen oder die fehlerhaften Dateien richten."
);
page!(
    INCLUDE_CYCLE,
    Warning,
    "inventory/include-cycle",
    "a file includes itself",
    "eine Datei bindet sich selbst ein",
    "Asterisk reads the file again and again until ten levels are reached; its sections then exist eleven times. For pjsip.conf this \
     makes every object a duplicate, and the whole type is dropped. Remove the include.",
    "Asterisk liest die Datei wieder und wieder, bis zehn Ebenen erreicht sind; ihre Abschnitte gibt es dann elfmal. In pjsip.conf \
     wird damit jedes Objekt doppelt, und der ganze Typ fällt weg. Das Include entfernen."
);
page!(
    DIRECTIVE_UNKNOWN,
    Error,
    "inventory/directive-unknown",
    "a misspelt directive is ignored",
    "eine falsch geschriebene Anweisung wird übergangen",
    "The line reads like `#include` or `#tryinclude` and is neither. Asterisk ignores it with a warning, so everything in the file that it \
     names is missing, here and there. Correct the spelling.",
    "Die Zeile liest sich wie `#include` oder `#tryinclude` und ist keines von beiden. Asterisk übergeht sie mit einer Warnung; alles in \
     der genannten Datei fehlt also, dort wie hier. Die Schreibweise berichtigen."
);
page!(
    HASH_COMMENT,
    Warning,
    "inventory/comment-with-hash",
    "a line that begins with `#` is no comment for Asterisk",
    "eine Zeile, die mit `#` beginnt, ist für Asterisk kein Kommentar",
    "A line that begins with `#` is a directive; Asterisk knows `#include`, `#tryinclude` and `#exec` and ignores all others with a \
     warning. So it does no harm as a comment, but a word too much makes it one of the three. Write comments with `;`.",
    "Eine Zeile, die mit `#` beginnt, ist eine Anweisung; Asterisk kennt `#include`, `#tryinclude` und `#exec` und übergeht alle \
     anderen mit einer Warnung. Als Kommentar schadet sie also nicht, aber ein falsches Wort macht eine der drei daraus. Kommentare mit \
     `;` schreiben."
);
page!(
    DIRECTIVE_EMPTY,
    Warning,
    "inventory/directive-without-file",
    "an include without a file name is ignored",
    "ein Include ohne Dateinamen wird übergangen",
    "`#include` needs a file name. Asterisk logs a warning and goes on, without the file that was meant. Add the name.",
    "`#include` braucht einen Dateinamen. Asterisk warnt und macht ohne die gemeinte Datei weiter. Den Namen ergänzen."
);
page!(
    EXEC_IGNORED,
    Warning,
    "inventory/exec-ignored",
    "`#exec` is not carried out",
    "`#exec` wird nicht ausgeführt",
    "`#exec` includes the output of a program. Asterisk does so only with `execincludes=yes` in asterisk.conf, and this importer \
     never runs programs. What the program would add is missing here. Run it on the PBX, save its output as a file and include \
     that.",
    "`#exec` bindet die Ausgabe eines Programms ein. Asterisk tut das nur mit `execincludes=yes` in asterisk.conf, und dieser Import \
     startet nie Programme. Was das Programm beitrüge, fehlt hier. Auf der Anlage ausführen, die Ausgabe als Datei sichern und \
     einbinden."
);
page!(
    CONFIG_TOO_LARGE,
    Error,
    "inventory/config-too-large",
    "the configuration unfolds beyond every measure",
    "die Konfiguration entfaltet sich über jedes Maß",
    "Includes, templates and `+=` can make a small file unfold into gigabytes. Reading stopped at a fixed limit, and nothing of \
     the telephone system was taken. Look for files that include each other and for templates that inherit the same template many times.",
    "Includes, Vorlagen und `+=` können eine kleine Datei zu Gigabytes entfalten. Das Lesen endete an einer festen Grenze, und von \
     der Anlage wurde nichts übernommen. Nach Dateien suchen, die sich gegenseitig einbinden, und nach Vorlagen, die dieselbe Vorlage vielfach \
     erben."
);
page!(
    FILE_MISSING,
    Error,
    "inventory/file-missing",
    "a configuration file does not exist",
    "eine Konfigurationsdatei gibt es nicht",
    "The file the import starts with is not in the configuration folder. Check the folder named in `deskshift.yaml` and whether the \
     export is complete.",
    "Die Datei, mit der der Import beginnt, liegt nicht im Konfigurationsordner. Den Ordner in `deskshift.yaml` prüfen, und ob der \
     Export vollständig ist."
);
page!(
    FILE_UNREADABLE,
    Error,
    "inventory/file-unreadable",
    "a configuration file cannot be read",
    "eine Konfigurationsdatei ist nicht lesbar",
    "The file is there but is not a regular file, is too large, or this user may not read it. For the rest of the import it counts \
     as missing. Mend the permissions of the exported copy.",
    "Die Datei ist da, aber keine gewöhnliche Datei, zu groß oder für diesen Benutzer nicht lesbar. Im Weiteren gilt sie als \
     fehlend. Die Rechte der exportierten Kopie richten."
);
page!(
    FILE_REFUSED,
    Error,
    "inventory/file-refused",
    "Asterisk refuses a whole file",
    "Asterisk weist eine ganze Datei ab",
    "At least one error in this file is fatal for Asterisk: it keeps what it had before, or after a restart nothing of this file. \
     The inventory shows what the file would give once the named lines are mended. Mend them first; nothing else about this file \
     can be relied on.",
    "Mindestens ein Fehler in dieser Datei ist für Asterisk tödlich: es behält den vorigen Stand, nach einem Neustart gar nichts aus \
     dieser Datei. Das Inventar zeigt, was die Datei nach Behebung der genannten Zeilen ergäbe. Diese zuerst beheben; auf \
     anderes aus dieser Datei ist kein Verlass."
);
page!(
    TOO_MANY,
    Note,
    "inventory/too-many-findings",
    "further findings are not listed",
    "weitere Befunde sind nicht aufgeführt",
    "A file with thousands of faulty lines is usually no configuration file at all, or damaged as a whole. Mend the first ones and \
     run the command again.",
    "Eine Datei mit Tausenden fehlerhafter Zeilen ist meist gar keine Konfigurationsdatei oder im Ganzen beschädigt. Die ersten \
     beheben und den Befehl wiederholen."
);

pub const ALL: &[&CodePage] = &[
    &SECRET_CUT,
    &VALUE_CUT,
    &BLANK_BEFORE_PARENTHESIS,
    &TEXT_AFTER_HEADER,
    &HEADER_UNCLOSED,
    &PARENT_MISSING,
    &APPEND_MISSING,
    &APPEND_TO_TEMPLATE,
    &FILTER_INVALID,
    &INHERITS_ITSELF,
    &EMPTY_PARENT,
    &TEMPLATE_DUPLICATE,
    &TEMPLATE_CHANGED_LATE,
    &NO_SECTION,
    &NO_EQUALS,
    &NO_KEY,
    &ESCAPE_INVALID,
    &LINE_TOO_LONG,
    &NAME_TOO_LONG,
    &NUL_BYTE,
    &NOT_UTF8,
    &COMMENT_UNTERMINATED,
    &COMMENT_END_STRAY,
    &COMMENT_TOO_DEEP,
    &INCLUDE_MISSING,
    &INCLUDE_OUTSIDE,
    &INCLUDE_TRUNCATES,
    &INCLUDE_TOO_DEEP,
    &INCLUDE_CYCLE,
    &DIRECTIVE_UNKNOWN,
    &HASH_COMMENT,
    &DIRECTIVE_EMPTY,
    &EXEC_IGNORED,
    &CONFIG_TOO_LARGE,
    &FILE_MISSING,
    &FILE_UNREADABLE,
    &FILE_REFUSED,
    &TOO_MANY,
];
