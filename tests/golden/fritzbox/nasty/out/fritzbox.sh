#!/bin/sh
# Sets up the office number on the FRITZ!Box over TR-064. Run it on a computer in the home network.
# Richtet die Bueronummer auf der FRITZ!Box ein. Auf einem Rechner im Heimnetz starten.
# It asks for the login of the box and keeps it nowhere. The box has a certificate of its own making, so it is not checked.
set -eu
box=${FRITZBOX:-https://fritz.box:49443}
number='2001'
registrar='sip.amt.example'
service=urn:dslforum-org:service:X_VoIP:1
transport='TLS'
srtp='always / immer'
body='<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body><u:X_AVM-DE_AddVoIPAccount xmlns:u="urn:dslforum-org:service:X_VoIP:1"><NewVoIPAccountIndex>@INDEX@</NewVoIPAccountIndex><NewVoIPRegistrar>sip.amt.example</NewVoIPRegistrar><NewVoIPNumber>2001</NewVoIPNumber><NewVoIPUsername>2001</NewVoIPUsername><NewVoIPPassword>a&#59;b&#34;c&#38;d&#60;e&#62;f&#32;&#8364;</NewVoIPPassword><NewVoIPOutboundProxy>pbx.amt.example:5061</NewVoIPOutboundProxy><NewVoIPSTUNServer></NewVoIPSTUNServer></u:X_AVM-DE_AddVoIPAccount></s:Body></s:Envelope>'

# However it ends, also by Ctrl-C: the terminal shows again what is typed, and no file with the password stays.
request=
terminal=$(stty -g 2>/dev/null) || terminal=
leave() {
    if [ -n "$terminal" ]; then stty "$terminal" 2>/dev/null || true; fi
    if [ -n "$request" ]; then rm -f "$request"; fi
}
trap leave EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

printf 'User of the FRITZ!Box / Benutzer der FRITZ!Box: ' >&2
read -r user
printf 'Its password / dessen Kennwort: ' >&2
if [ -n "$terminal" ]; then stty -echo; fi
read -r password
if [ -n "$terminal" ]; then stty "$terminal"; fi
printf '\n' >&2

quoted() { printf '%s' "$1" | sed 's/[\\"]/\\&/g'; }

# The login goes through standard input: arguments can be seen by every program.
soap() {
    printf 'user = "%s:%s"\n' "$(quoted "$user")" "$(quoted "$password")" |
        curl --silent --show-error --insecure --digest --max-time 20 --config - \
            --header 'Content-Type: text/xml; charset="utf-8"' --header "SOAPAction: $service#$1" \
            --write-out '\nHTTP %{http_code}\n' --data-binary "@$2" "$box/upnp/control/x_voip"
}

request=$(mktemp)
chmod 600 "$request"

call() {
    printf '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body><u:%s xmlns:u="%s">%s</u:%s></s:Body></s:Envelope>' "$1" "$service" "$2" "$1" >"$request"
    soap "$1" "$request"
}

# The first place that is free, or that holds this number already.
index=0
while :; do
    answer=$(call X_AVM-DE_GetVoIPAccount "<NewVoIPAccountIndex>$index</NewVoIPAccountIndex>")
    case $answer in
    *'HTTP 401'*) echo 'Wrong login / Zugang falsch' >&2; exit 1 ;;
    *"<NewVoIPRegistrar>$registrar</NewVoIPRegistrar>"*"<NewVoIPNumber>$number</NewVoIPNumber>"*'HTTP 200'*) break ;;
    *'<NewVoIPNumber></NewVoIPNumber>'*'HTTP 200'*) break ;;
    *'HTTP 200'*) index=$((index + 1)) ;;
    *'<errorCode>713</errorCode>'*) break ;;
    *) printf '%s\n' "$answer" >&2; echo 'No answer as expected / Unerwartete Antwort' >&2; exit 1 ;;
    esac
    if [ "$index" -ge 20 ]; then echo 'No free place / Kein Platz frei' >&2; exit 1; fi
done

printf '%s' "$body" | sed "s/@INDEX@/$index/" >"$request"
answer=$(soap X_AVM-DE_AddVoIPAccount "$request")
case $answer in
*'HTTP 200'*) ;;
*) printf '%s\n' "$answer" >&2; echo 'Refused: confirm at the box, then again / Abgelehnt: an der Box bestaetigen, dann noch einmal' >&2; exit 1 ;;
esac
# Extensions must be dialled as they are.
left=
for what in AreaCode CountryCode; do
    answer=$(call "SetVoIPEnable$what" "<NewVoIPAccountIndex>$index</NewVoIPAccountIndex><NewVoIPEnable$what>0</NewVoIPEnable$what>") || answer=
    case $answer in
    *'HTTP 200'*) ;;
    *) left="$left $what" ;;
    esac
done
echo 'The number is on the box. / Die Nummer ist auf der Box.'
# TR-064 has no field for these two; the box would try the encrypted port without encryption.
if [ "$transport $srtp" != 'UDP off / aus' ]; then
    echo 'Now, in the box, under Telephony, Telephone Numbers, edit the new number and set:'
    echo 'Nun in der Box unter Telefonie, Eigene Rufnummern die neue Nummer bearbeiten und einstellen:'
    echo "    Transport protocol / Transportprotokoll: $transport"
    echo "    Encrypted telephony (SRTP) / Verschluesselte Telefonie (SRTP): $srtp"
fi
echo 'Choose your own line for 110 and 112 in the dialling rules. / In den Wahlregeln fuer 110 und 112 den eigenen Anschluss waehlen.'
if [ -n "$left" ]; then
    echo "Not switched off, do it in the box: add area code, add country code / Nicht abgeschaltet, in der Box nachholen: Ortsvorwahl und Landesvorwahl ergaenzen" >&2
    exit 1
fi
echo 'Done. / Fertig.'
