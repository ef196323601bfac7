# Sets up the office number on the FRITZ!Box over TR-064. Run it on a computer in the home network.
# Richtet die Bueronummer auf der FRITZ!Box ein. Auf einem Rechner im Heimnetz starten.
# It asks for the login of the box and keeps it nowhere. The box has a certificate of its own making, so it is not checked.
param([string]$Box = 'https://fritz.box:49443')
$ErrorActionPreference = 'Stop'
$number = '2001'
$registrar = 'sip.amt.example'
$service = 'urn:dslforum-org:service:X_VoIP:1'
$transport = 'TLS'
$srtp = 'always / immer'
$body = '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body><u:X_AVM-DE_AddVoIPAccount xmlns:u="urn:dslforum-org:service:X_VoIP:1"><NewVoIPAccountIndex>@INDEX@</NewVoIPAccountIndex><NewVoIPRegistrar>sip.amt.example</NewVoIPRegistrar><NewVoIPNumber>2001</NewVoIPNumber><NewVoIPUsername>2001</NewVoIPUsername><NewVoIPPassword>a&#59;b&#34;c&#38;d&#60;e&#62;f&#32;&#8364;</NewVoIPPassword><NewVoIPOutboundProxy>pbx.amt.example:5061</NewVoIPOutboundProxy><NewVoIPSTUNServer></NewVoIPSTUNServer></u:X_AVM-DE_AddVoIPAccount></s:Body></s:Envelope>'
$login = Get-Credential -Message 'User and password of your FRITZ!Box / Benutzer und Kennwort Ihrer FRITZ!Box'
$more = @{}
if ($PSVersionTable.PSVersion.Major -ge 6) {
    $more.SkipCertificateCheck = $true
} else {
    [Net.ServicePointManager]::ServerCertificateValidationCallback = { $true }
    [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
}

function Send-Soap([string]$Action, [string]$Request) {
    $headers = @{ SOAPAction = ('{0}#{1}' -f $service, $Action) }
    Invoke-WebRequest -UseBasicParsing -Method Post -Uri "$Box/upnp/control/x_voip" -Credential $login -TimeoutSec 20 `
        -ContentType 'text/xml; charset="utf-8"' -Headers $headers -Body $Request @more
}

function Invoke-Action([string]$Action, [string]$Arguments) {
    Send-Soap $Action ('<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body><u:{0} xmlns:u="{1}">{2}</u:{0}></s:Body></s:Envelope>' -f $Action, $service, $Arguments)
}

# The first place that is free, or that holds this number already.
for ($index = 0; ; $index++) {
    if ($index -ge 20) { throw 'No free place / Kein Platz frei' }
    try {
        [xml]$answer = (Invoke-Action 'X_AVM-DE_GetVoIPAccount' "<NewVoIPAccountIndex>$index</NewVoIPAccountIndex>").Content
    } catch {
        if ([int]$_.Exception.Response.StatusCode -eq 500) { break }
        throw
    }
    $held = $answer.Envelope.Body.FirstChild
    if ([string]$held.NewVoIPNumber -eq '') { break }
    if ($held.NewVoIPNumber -eq $number -and $held.NewVoIPRegistrar -eq $registrar) { break }
}
[void](Send-Soap 'X_AVM-DE_AddVoIPAccount' ($body -replace '@INDEX@', $index))
# Extensions must be dialled as they are.
$left = @()
foreach ($what in 'AreaCode', 'CountryCode') {
    try {
        [void](Invoke-Action "SetVoIPEnable$what" "<NewVoIPAccountIndex>$index</NewVoIPAccountIndex><NewVoIPEnable$what>0</NewVoIPEnable$what>")
    } catch {
        $left += $what
    }
}
'The number is on the box. / Die Nummer ist auf der Box.'
# TR-064 has no field for these two; the box would try the encrypted port without encryption.
if ("$transport $srtp" -ne 'UDP off / aus') {
    'Now, in the box, under Telephony, Telephone Numbers, edit the new number and set:'
    'Nun in der Box unter Telefonie, Eigene Rufnummern die neue Nummer bearbeiten und einstellen:'
    "    Transport protocol / Transportprotokoll: $transport"
    "    Encrypted telephony (SRTP) / Verschluesselte Telefonie (SRTP): $srtp"
}
'Choose your own line for 110 and 112 in the dialling rules. / In den Wahlregeln fuer 110 und 112 den eigenen Anschluss waehlen.'
if ($left.Count -gt 0) {
    throw 'Not switched off, do it in the box: add area code, add country code / Nicht abgeschaltet, in der Box nachholen: Ortsvorwahl und Landesvorwahl ergaenzen'
}
'Done. / Fertig.'
