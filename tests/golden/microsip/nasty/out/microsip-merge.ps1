# Writes the settings of microsip.ini (beside this script) into the user's MicroSIP.ini and leaves all others as they are.
# Running it again changes nothing. MicroSIP must not be running: it writes its file when it ends.
param(
    [string]$Source = (Join-Path $PSScriptRoot 'microsip.ini'),
    [string]$Target = (Join-Path $env:APPDATA 'MicroSIP\MicroSIP.ini')
)
$ErrorActionPreference = 'Stop'
if (Get-Process -Name microsip -ErrorAction SilentlyContinue) { throw 'MicroSIP is running: end it first.' }

function Read-Ini([string]$Path) {
    $lines = New-Object System.Collections.Generic.List[string]
    if (Test-Path -LiteralPath $Path) {
        $bytes = [IO.File]::ReadAllBytes($Path)
        # Without the mark of UTF-16 MicroSIP itself takes the file for ANSI.
        if ($bytes.Length -ge 2 -and $bytes[0] -eq 0xFF -and $bytes[1] -eq 0xFE) {
            $text = [Text.Encoding]::Unicode.GetString($bytes, 2, $bytes.Length - 2)
        } else {
            $text = [Text.Encoding]::Default.GetString($bytes)
        }
        foreach ($line in $text -split "\r?\n") { $lines.Add($line) }
        while ($lines.Count -and $lines[$lines.Count - 1] -eq '') { $lines.RemoveAt($lines.Count - 1) }
    }
    , $lines
}

function Set-Value($Lines, [string]$Section, [string]$Key, [string]$Line) {
    $inside = $false
    for ($i = 0; $i -lt $Lines.Count; $i++) {
        $text = $Lines[$i].Trim()
        if ($text.StartsWith('[')) {
            if ($inside) { $Lines.Insert($i, $Line); return }
            $inside = $text.TrimStart('[').Split(']')[0].Trim() -eq $Section
        } elseif ($inside -and $text.Contains('=') -and $text.Split('=')[0].Trim() -eq $Key) {
            $Lines[$i] = $Line
            return
        }
    }
    if (-not $inside) { $Lines.Add("[$Section]") }
    $Lines.Add($Line)
}

# Accounts at our domains that the source no longer has are those of lines that went. The user's own move up, since MicroSIP reads up to
# the first number that is missing.
function Remove-Old($Lines, $Kept, $Domains) {
    $removed = $false
    for ($i = 0; $i -lt $Lines.Count; $i++) {
        $text = $Lines[$i].Trim()
        if (-not $text.StartsWith('[Account')) { continue }
        if ($Kept -contains $text.TrimStart('[').Split(']')[0].Trim()) { continue }
        $old = $false
        $end = $i + 1
        while ($end -lt $Lines.Count -and -not $Lines[$end].Trim().StartsWith('[')) {
            $pair = $Lines[$end].Split('=')
            if ($pair[0].Trim() -eq 'domain' -and $Domains -contains $pair[1].Trim()) { $old = $true }
            $end++
        }
        if ($old) {
            while ($i -lt $end) { $end = $end - 1; $Lines.RemoveAt($end) }
            $i = $i - 1
            $removed = $true
        }
    }
    if (-not $removed) { return }
    $number = 0
    for ($i = 0; $i -lt $Lines.Count; $i++) {
        if (-not $Lines[$i].Trim().StartsWith('[Account')) { continue }
        $number++
        $Lines[$i] = "[Account$number]"
    }
}

$merged = Read-Ini $Target
$accounts = New-Object System.Collections.Generic.List[string]
$domains = New-Object System.Collections.Generic.List[string]
$section = ''
foreach ($line in (Read-Ini $Source)) {
    $text = $line.Trim()
    if ($text.StartsWith('[')) { $section = $text.TrimStart('[').Split(']')[0].Trim(); $accounts.Add($section); continue }
    if ($text -eq '' -or $text.StartsWith(';')) { continue }
    $key = $text.Split('=')[0].Trim()
    if ($key -eq 'domain') { $domains.Add($line.Split('=')[1].Trim()) }
    Set-Value $merged $section $key $line
}
Remove-Old $merged $accounts $domains
$folder = Split-Path -Parent $Target
if (-not (Test-Path -LiteralPath $folder)) { New-Item -ItemType Directory -Path $folder | Out-Null }
$new = "$Target.new"
[IO.File]::WriteAllText($new, (($merged -join "`r`n") + "`r`n"), (New-Object Text.UnicodeEncoding $false, $true))
# Only the user, administrators and the system may read a file with a password.
$acl = New-Object Security.AccessControl.FileSecurity
$acl.SetAccessRuleProtection($true, $false)
$me = [Security.Principal.WindowsIdentity]::GetCurrent().User
foreach ($who in $me, 'S-1-5-32-544', 'S-1-5-18') {
    $sid = New-Object Security.Principal.SecurityIdentifier ([string]$who)
    $acl.AddAccessRule((New-Object Security.AccessControl.FileSystemAccessRule $sid, 'FullControl', 'Allow'))
}
Set-Acl -LiteralPath $new -AclObject $acl
Move-Item -LiteralPath $new -Destination $Target -Force
