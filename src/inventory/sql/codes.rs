//! Codes of reading databases: dumps, SQLite files, text tables.

use crate::diag::pages;

pages! {
    DAMAGED Error "inventory/database-damaged"
        "a database file is damaged"
        "eine Datenbankdatei ist beschädigt"
        "SQLite itself refuses the file, or reading a table broke off. A copy made while the telephone system was writing is often \
         torn, and a transfer in text mode damages every database. What was read before the break is kept. Make the copy with \
         `sqlite3 file '.backup copy'`."
        "SQLite selbst lehnt die Datei ab, oder das Lesen einer Tabelle brach ab. Eine Kopie, die im laufenden Betrieb der Anlage \
         entstand, ist oft zerrissen, und eine Übertragung im Textmodus beschädigt jede Datenbank. Was vorher gelesen wurde, bleibt. \
         Die Kopie mit `sqlite3 datei '.backup kopie'` anlegen.";
    WAL Warning "inventory/database-journal-apart"
        "the newest changes of a database lie in another file"
        "die neuesten Änderungen einer Datenbank liegen in einer anderen Datei"
        "The database keeps its changes in a file `…-wal` beside it until they are taken over. That file is not read, so the last \
         changes may be missing. Make the copy with `sqlite3 file '.backup copy'`, which takes everything over."
        "Die Datenbank hält Änderungen in einer Datei `…-wal` daneben, bis sie übernommen werden. Diese Datei wird nicht gelesen; die \
         letzten Änderungen können also fehlen. Die Kopie mit `sqlite3 datei '.backup kopie'` anlegen, die alles übernimmt.";
    TABLE_UNUSED Note "inventory/sql-table-not-read"
        "a database has tables that are not read"
        "eine Datenbank hat Tabellen, die nicht gelesen werden"
        "Only tables that hold extensions, logins, mailboxes, queues, groups or forwards are read. The others are named here, so that \
         nothing is left out in silence."
        "Gelesen werden nur Tabellen mit Nebenstellen, Anmeldungen, Sprachboxen, Warteschlangen, Gruppen oder Umleitungen. Die \
         anderen sind hier genannt, damit nichts stillschweigend fehlt.";
    STATEMENT_IGNORED Warning "inventory/sql-statement-ignored"
        "a dump changes rows after it has written them"
        "ein Auszug ändert Zeilen, nachdem er sie geschrieben hat"
        "A dump is read, not run: rows come from `INSERT … VALUES`, `REPLACE` and `COPY … FROM stdin`. `UPDATE`, `DELETE` and \
         `INSERT … SELECT` for a table that is read were passed over, so its rows may be out of date. Make a dump of the finished \
         database with `mysqldump`, `pg_dump` or `.dump`."
        "Ein Auszug wird gelesen, nicht ausgeführt: Zeilen kommen aus `INSERT … VALUES`, `REPLACE` und `COPY … FROM stdin`. `UPDATE`, \
         `DELETE` und `INSERT … SELECT` zu einer gelesenen Tabelle wurden übergangen; ihre Zeilen können veraltet sein. Einen Auszug \
         der fertigen Datenbank mit `mysqldump`, `pg_dump` oder `.dump` anlegen.";
    EXPRESSION Warning "inventory/sql-value-not-read"
        "a value in a database is computed or no text"
        "ein Wert in einer Datenbank ist berechnet oder kein Text"
        "Functions such as `MD5(…)` and binary values are not computed; the value counts as empty. Usually this concerns time stamps, \
         which nobody needs here. If it is a password or a name, make a dump of the finished database."
        "Funktionen wie `MD5(…)` und Binärwerte werden nicht berechnet; der Wert gilt als leer. Meist betrifft das Zeitstempel, die \
         hier niemand braucht. Ist es ein Kennwort oder ein Name, einen Auszug der fertigen Datenbank anlegen.";
    ROW_BROKEN Error "inventory/sql-row-broken"
        "a row of a dump does not fit its table"
        "eine Zeile eines Auszugs passt nicht zu ihrer Tabelle"
        "The row has more or fewer values than the table has columns, or a text in it never ends. It was not used; the rows after it \
         were, as far as they could be found. Often a quote inside a value was not doubled by hand-made SQL."
        "Die Zeile hat mehr oder weniger Werte, als die Tabelle Spalten hat, oder ein Text darin endet nicht. Sie wurde nicht \
         verwendet; die folgenden wurden es, soweit sie zu finden waren. Oft ist bei SQL von Hand ein Anführungszeichen in einem Wert \
         nicht verdoppelt.";
    COLUMNS_UNKNOWN Error "inventory/sql-columns-unknown"
        "a dump does not say what its columns are"
        "ein Auszug sagt nicht, welche Spalten er hat"
        "`INSERT INTO table VALUES (…)` without a list of columns needs the `CREATE TABLE` of that table before it. Versions differ in \
         the order of columns, so none is assumed, and the rows were not used. Make the dump with the table's structure, or with \
         `--complete-insert`."
        "`INSERT INTO tabelle VALUES (…)` ohne Spaltenliste braucht das `CREATE TABLE` der Tabelle davor. Die Versionen unterscheiden \
         sich in der Reihenfolge der Spalten, deshalb wird keine angenommen, und die Zeilen wurden nicht verwendet. Den Auszug mit \
         Struktur oder mit `--complete-insert` anlegen.";
    BACKSLASH Warning "inventory/sql-backslash-doubtful"
        "a backslash in a dump may mean two things"
        "ein Backslash in einem Auszug kann zweierlei bedeuten"
        "MySQL and MariaDB read `\\\\` in a text as one backslash, PostgreSQL and SQLite as two. Nothing in this dump says where it \
         comes from, so backslashes were kept as they stand. A password with one may be wrong. Make the dump with the tool of the \
         database, whose first lines say it."
        "MySQL und MariaDB lesen `\\\\` in einem Text als einen Backslash, PostgreSQL und SQLite als zwei. Nichts in diesem Auszug \
         sagt, woher er kommt; Backslashes blieben deshalb, wie sie stehen. Ein Kennwort damit kann falsch sein. Den Auszug mit dem \
         Werkzeug der Datenbank anlegen, dessen erste Zeilen es sagen.";
}
