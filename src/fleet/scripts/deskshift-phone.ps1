# Sets up the telephone of the user who is logged in. Holds no secret; the same for everybody: it may lie on SYSVOL or in Intune.
# The user's own files (stamp.txt and link.txt, or the profile) must lie in the folder below, which nobody else may read.
# Running it again changes nothing.
param([string]$Source = @FILES@)
$ErrorActionPreference = 'Stop'
$Source = [Environment]::ExpandEnvironmentVariables($Source)
$state = Join-Path $env:LOCALAPPDATA 'deskshift'
$stampFile = Join-Path $Source 'stamp.txt'
if (-not (Test-Path -LiteralPath $stampFile)) { exit 0 }
$client, $stamp = ([IO.File]::ReadAllText($stampFile)).Trim() -split ' '
$done = Join-Path $state 'stamp'
# What is set up needs its secrets in one place only, also where somebody has copied them there again.
function Remove-Secrets {
    Get-ChildItem -LiteralPath $Source -File | Where-Object { $_.Name -ne 'stamp.txt' } | Remove-Item -Force
}
if ((Test-Path -LiteralPath $done) -and ([IO.File]::ReadAllText($done)).Trim() -eq $stamp) {
    Remove-Secrets
    exit 0
}

# Only the user, administrators and the system may read a file with a password.
function Protect-File([string]$Path) {
    $acl = New-Object Security.AccessControl.FileSecurity
    $acl.SetAccessRuleProtection($true, $false)
    foreach ($who in [Security.Principal.WindowsIdentity]::GetCurrent().User, 'S-1-5-32-544', 'S-1-5-18') {
        $sid = New-Object Security.Principal.SecurityIdentifier ([string]$who)
        $acl.AddAccessRule((New-Object Security.AccessControl.FileSystemAccessRule $sid, 'FullControl', 'Allow'))
    }
    Set-Acl -LiteralPath $Path -AclObject $acl
}

function Write-Protected([string]$Path, [string[]]$Lines, [Text.Encoding]$Encoding) {
    $folder = Split-Path -Parent $Path
    if (-not (Test-Path -LiteralPath $folder)) { New-Item -ItemType Directory -Path $folder | Out-Null }
    $new = "$Path.new"
    [IO.File]::WriteAllText($new, '', $Encoding)
    Protect-File $new
    [IO.File]::WriteAllText($new, (($Lines -join "`r`n") + "`r`n"), $Encoding)
    Move-Item -LiteralPath $new -Destination $Path -Force
}

function Read-Lines([string]$Path, [Text.Encoding]$Encoding) {
    if (-not (Test-Path -LiteralPath $Path)) { return , @() }
    $bytes = [IO.File]::ReadAllBytes($Path)
    # Without the mark of UTF-16 MicroSIP itself takes its file for ANSI.
    $marked = $bytes.Length -ge 2 -and $bytes[0] -eq 0xFF -and $bytes[1] -eq 0xFE
    if ($Encoding -is [Text.UnicodeEncoding] -and -not $marked) { $Encoding = [Text.Encoding]::Default }
    $lines = [IO.File]::ReadAllText($Path, $Encoding) -split "\r?\n"
    , @($lines | Where-Object { $_ -ne '' })
}

# Sections of accounts replace those of the user, so that nothing of an old account is left; all other settings are set key by key.
function Merge-Ini([string[]]$Mine, [string[]]$Given, [string]$Accounts) {
    $order = New-Object System.Collections.Generic.List[string]
    $sections = @{}
    foreach ($side in @(@{ Lines = $Mine; New = $false }, @{ Lines = $Given; New = $true })) {
        $name = ''
        foreach ($line in $side.Lines) {
            $text = $line.Trim()
            if ($text.StartsWith('[') -and $text.EndsWith(']')) {
                $name = $text.Trim('[', ']')
                if (-not $sections.ContainsKey($name)) { $order.Add($name); $sections[$name] = New-Object System.Collections.Generic.List[string] }
                if ($side.New -and $name -match $Accounts) { $sections[$name].Clear() }
                continue
            }
            if (-not $sections.ContainsKey($name)) { $order.Add($name); $sections[$name] = New-Object System.Collections.Generic.List[string] }
            $key = $text.Split('=')[0].Trim()
            $at = -1
            if ($side.New) { $at = $sections[$name].FindIndex([Predicate[string]] { param($old) $old.Split('=')[0].Trim() -eq $key }) }
            if ($at -ge 0) { $sections[$name][$at] = $line } else { $sections[$name].Add($line) }
        }
    }
    foreach ($name in $order) {
        if ($name -ne '') { "[$name]" }
        $sections[$name]
    }
}

function Stop-If-Running([string]$Name) {
    if (Get-Process -Name $Name -ErrorAction SilentlyContinue) { throw "$Name is running: it writes its file when it ends. Try again at the next logon." }
}

$utf8 = New-Object Text.UTF8Encoding $false
$utf16 = New-Object Text.UnicodeEncoding $false, $true
$linkFile = Join-Path $Source 'link.txt'
$link = ''
if (Test-Path -LiteralPath $linkFile) {
    $link = ([IO.File]::ReadAllText($linkFile)).Trim()
    if (-not $link.StartsWith('https://')) { throw 'The link does not begin with https://' }
}
switch ($client) {
    { $_ -in 'linphone-xml', 'linphone-rc' } {
        Stop-If-Running 'linphone'
        $target = Join-Path $env:LOCALAPPDATA 'linphone\linphonerc'
        if ($client -eq 'linphone-xml') {
            if ($link -eq '') { throw 'No link for Linphone' }
            # Linphone fetches it itself, once.
            $given = @('[misc]', "config-uri=$link")
        } elseif ($link -ne '') {
            [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
            $web = New-Object Net.WebClient
            $given = $utf8.GetString($web.DownloadData($link)) -split "\r?\n" | Where-Object { $_ -ne '' }
        } else {
            $given = Read-Lines (Join-Path $Source 'linphonerc') $utf8
        }
        Write-Protected $target (Merge-Ini (Read-Lines $target $utf8) $given '^(proxy|auth_info)_\d+$') $utf8
    }
    'microsip' {
        Stop-If-Running 'microsip'
        $target = Join-Path $env:APPDATA 'MicroSIP\MicroSIP.ini'
        $given = Read-Lines (Join-Path $Source 'microsip.ini') $utf16
        Write-Protected $target (Merge-Ini (Read-Lines $target $utf16) $given '^Account\d+$') $utf16
    }
    default { throw "No way is known to set up $client" }
}
if (-not (Test-Path -LiteralPath $state)) { New-Item -ItemType Directory -Path $state | Out-Null }
[IO.File]::WriteAllText($done, $stamp)
Remove-Secrets
exit 0
