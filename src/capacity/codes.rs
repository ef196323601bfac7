//! Codes of the capacity side.

use crate::diag::pages;

pages! {
    NO_PEOPLE Error "capacity/no-people"
        "it is not known how many people are meant"
        "es ist nicht bekannt, um wie viele Personen es geht"
        "Without `--people`, the most people that the site's roster sends home on one day are taken, and there is no roster. Say `--people`, or \
         make a roster with `deskshift rotate`."
        "Ohne `--people` gilt die größte Zahl von Personen, die der Dienstplan des Standorts an einem Tag nach Hause schickt, und es gibt \
         keinen. `--people` angeben oder mit `deskshift rotate` einen Dienstplan machen.";
    TOO_FEW Error "capacity/too-few"
        "what there is does not suffice"
        "was da ist, reicht nicht"
        "The number that was given as there (channels, agents, servers, or devices on a day) is less than what people and calls need. The message \
         says how much is needed and how many people what there is would serve: get more, or let fewer people be at home at a time (the caps under \
         `roster.resources` in `deskshift.yaml`). The exit code is 1."
        "Was als vorhanden angegeben wurde (Kanäle, Agenten, Server oder Geräte an einem Tag), ist weniger, als Personen und Anrufe brauchen. Die \
         Meldung sagt, wie viel nötig ist und für wie viele Personen das Vorhandene reicht: mehr beschaffen oder weniger Personen zugleich nach \
         Hause schicken (die Obergrenzen unter `roster.resources` in `deskshift.yaml`). Der Exit-Code ist 1.";
    OUT_OF_RANGE Error "capacity/out-of-range"
        "a number of the command line cannot be computed with"
        "mit einer Zahl der Befehlszeile lässt sich nicht rechnen"
        "A part has to be above 0 and below 100 %, a load at most a million Erlang, a span at most ten years and forwards, and no more people can be sent \
         on than there are. Correct the number that the message names."
        "Ein Anteil muss über 0 und unter 100 % liegen, eine Last bei höchstens einer Million Erlang, eine Spanne bei höchstens zehn Jahren und \
         vorwärts, und es können nicht mehr Personen weitergeleitet werden, als es gibt. Die genannte Zahl berichtigen.";
}
