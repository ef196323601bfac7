//! What can be wrong in sip.conf and users.conf. Source: the behaviour of chan_sip up to Asterisk 20, and runs of its conversion
//! script.

use crate::diag::{CodePage, Severity};

page!(
    CHAN_SIP,
    Warning,
    "inventory/chan-sip-gone",
    "the telephones run on chan_sip",
    "die Telefone laufen über chan_sip",
    "chan_sip is deprecated since Asterisk 17 and gone since 21. It takes one registration for each peer, so a softphone beside a desk \
     phone needs a peer of its own, or the move to PJSIP. The inventory has the peers as they are; plan the move of the telephone \
     system before or together with that of the telephones.",
    "chan_sip gilt seit Asterisk 17 als veraltet und fehlt seit 21. Es nimmt je Peer eine Registrierung an; ein Softphone neben einem \
     Tischtelefon braucht also einen eigenen Peer oder den Umzug auf PJSIP. Das Inventar hat die Peers, wie sie sind; der Umzug \
     der Anlage gehört vor den der Telefone oder dazu."
);
page!(
    CONVERSION_LOSES,
    Note,
    "inventory/sip-conversion-loses",
    "Asterisk's own script for the move from sip.conf to pjsip.conf would lose this setting",
    "Asterisks eigenes Skript für den Umstieg von sip.conf auf pjsip.conf würde diese Einstellung verlieren",
    "This is no mistake in sip.conf. Asterisk comes with a script, `contrib/scripts/sip_to_pjsip/sip_to_pjsip.py`, that writes a \
     pjsip.conf from it. The script does not carry over `accountcode`, `transport`, `qualify=yes`, `call-limit`, `vmexten`, `remotesecret` and \
     `defaultuser`, removes backslashes, makes an auth without a password from an empty `secret`, which Asterisk then drops, and \
     gives every peer its own login for outbound calls too. deskshift reads sip.conf itself and loses none of this. Whoever uses the \
     script sets what is named here by hand in the pjsip.conf that it wrote; whoever does not has nothing to do.",
    "Das ist kein Fehler in der sip.conf. Asterisk bringt ein Skript mit, `contrib/scripts/sip_to_pjsip/sip_to_pjsip.py`, das daraus eine \
     pjsip.conf schreibt. Das Skript übernimmt `accountcode`, `transport`, `qualify=yes`, `call-limit`, `vmexten`, `remotesecret` und `defaultuser` \
     nicht, entfernt Backslashes, macht aus leerem `secret` einen auth ohne Kennwort, den Asterisk dann verwirft, und gibt jedem Peer \
     seine Anmeldung auch für abgehende Rufe. deskshift liest die sip.conf selbst und verliert nichts davon. Wer das Skript benutzt, \
     setzt das hier Genannte in der davon geschriebenen pjsip.conf von Hand; wer es nicht benutzt, hat nichts zu tun."
);
page!(
    PEER_TWICE,
    Warning,
    "inventory/sip-peer-twice",
    "one number has two accounts in the telephone system's files",
    "eine Nummer hat zwei Konten in den Dateien der Anlage",
    "The same number is an endpoint of pjsip.conf, a peer of sip.conf or a user of users.conf at once, usually because a move to PJSIP \
     stopped half-way. Which of them the telephone uses depends on the port it registers at. The inventory takes pjsip.conf before \
     sip.conf before users.conf. Remove the one that is no longer used.",
    "Dieselbe Nummer ist zugleich Endpunkt in pjsip.conf, Peer in sip.conf oder Benutzer in users.conf, meist weil ein Umzug auf PJSIP \
     stecken blieb. Welches Konto das Telefon nutzt, hängt vom Port ab, an dem es sich anmeldet. Das Inventar nimmt pjsip.conf \
     vor sip.conf vor users.conf. Das nicht mehr benutzte entfernen."
);
page!(
    PEER_NOT_A_NUMBER,
    Note,
    "inventory/sip-peer-not-a-number",
    "a peer is no extension number",
    "ein Peer ist keine Nebenstellennummer",
    "Only peers whose name is a number are extensions. The others are trunks, gateways or telephones named otherwise; they are listed \
     and not migrated. Give a telephone a name of digits, or name its number in a staff list.",
    "Nur Peers, deren Name eine Nummer ist, sind Nebenstellen. Die anderen sind Amtsanschlüsse, Gateways oder anders benannte \
     Telefone; sie werden genannt und nicht umgestellt. Einem Telefon einen Namen aus Ziffern geben oder seine Nummer in einer \
     Personalliste nennen."
);
page!(
    PEER_OPEN,
    Error,
    "inventory/sip-peer-open",
    "a peer has no password",
    "ein Peer hat kein Kennwort",
    "Without `secret` and `md5secret` chan_sip lets whoever reaches it register as this peer and call at the authority's cost. Set a \
     password, or fix the address with `host=` where the device never moves.",
    "Ohne `secret` und `md5secret` lässt chan_sip jeden, der es erreicht, sich als dieser Peer registrieren und auf Kosten der Behörde \
     telefonieren. Ein Kennwort setzen, oder die Adresse mit `host=` festlegen, wo das Gerät nie umzieht."
);
page!(
    PEER_HASH,
    Warning,
    "inventory/sip-peer-hash",
    "a peer has a digest instead of a password",
    "ein Peer hat eine Prüfsumme statt eines Kennworts",
    "`md5secret` is the MD5 of user, realm and password and beats `secret`. It works only for clients that take a digest, and only \
     with the realm it was made for. Set a new password where the client needs one. A value that is not 32 hexadecimal digits lets \
     nobody in.",
    "`md5secret` ist das MD5 aus Benutzer, Realm und Kennwort und geht `secret` vor. Es hilft nur Clients, die eine Prüfsumme nehmen, \
     und nur mit dem Realm, für den es gemacht ist. Ein neues Kennwort setzen, wo der Client eins braucht. Ein Wert, der nicht aus 32 \
     Hexadezimalziffern besteht, lässt niemanden hinein."
);
page!(
    SECTION_UNREAD,
    Note,
    "inventory/sip-section-not-read",
    "sections and lines for other systems are not read",
    "Abschnitte und Zeilen für andere Systeme werden nicht gelesen",
    "`register =>`, `[authentication]` and sections without `type` or `hassip` log this telephone system in elsewhere or belong to \
     other channels. They are no extensions of people and are only counted.",
    "`register =>`, `[authentication]` und Abschnitte ohne `type` oder `hassip` melden diese Anlage woanders an oder gehören zu \
     anderen Kanälen. Sie sind keine Nebenstellen von Personen und werden nur gezählt."
);

page!(
    OPTION_BESIDE,
    Note,
    "inventory/user-option-beside",
    "a user of users.conf has more than a SIP account",
    "ein Benutzer in users.conf hat mehr als einen SIP-Zugang",
    "`dahdichan` and `hasiax` give the same number a second telephone, which keeps ringing at the desk, and `cid_number` shows the called \
     party another number than the extension. The inventory takes the SIP account alone. Look whether the second telephone is still \
     in use before the person moves.",
    "`dahdichan` und `hasiax` geben derselben Nummer ein zweites Telefon, das am Tisch weiter läutet; `cid_number` zeigt den Angerufenen \
     eine andere Nummer als die Nebenstelle. Das Inventar übernimmt nur den SIP-Zugang. Vor dem Umzug der Person nachsehen, ob das \
     zweite Telefon noch benutzt wird."
);
page!(
    DTMF_UNKNOWN,
    Warning,
    "inventory/sip-dtmf-unknown",
    "chan_sip does not know a `dtmfmode`",
    "chan_sip kennt einen `dtmfmode` nicht",
    "chan_sip knows `rfc2833`, `info`, `shortinfo`, `inband` and `auto`; at any other word it warns in its log and takes `rfc2833`. \
     A telephone that sends key tones otherwise cannot operate mailbox and menus. Correct the word.",
    "chan_sip kennt `rfc2833`, `info`, `shortinfo`, `inband` und `auto`; bei jedem anderen Wort warnt es im Protokoll und nimmt \
     `rfc2833`. Ein Telefon, das Tastentöne anders sendet, kann Sprachbox und Menüs nicht bedienen. Das Wort berichtigen."
);

pub const ALL: &[&CodePage] = &[
    &CHAN_SIP,
    &CONVERSION_LOSES,
    &PEER_TWICE,
    &PEER_NOT_A_NUMBER,
    &PEER_OPEN,
    &PEER_HASH,
    &SECTION_UNREAD,
    &OPTION_BESIDE,
    &DTMF_UNKNOWN,
];
