# Intune, Remediations: ends with 1 where the user's telephone is not set up as the user's folder says, so that remediate.ps1 runs.
# Run both in the user's context. Holds no secret.
param([string]$Source = @FILES@)
$Source = [Environment]::ExpandEnvironmentVariables($Source)
$stampFile = Join-Path $Source 'stamp.txt'
if (-not (Test-Path -LiteralPath $stampFile)) { Write-Output 'nothing to set up'; exit 0 }
$client, $stamp = ([IO.File]::ReadAllText($stampFile)).Trim() -split ' '
$done = Join-Path $env:LOCALAPPDATA 'deskshift\stamp'
if ((Test-Path -LiteralPath $done) -and ([IO.File]::ReadAllText($done)).Trim() -eq $stamp) {
    # Secrets that were copied there once more do not stay: remediate.ps1 removes them.
    $left = @(Get-ChildItem -LiteralPath $Source -File | Where-Object { $_.Name -ne 'stamp.txt' })
    if ($left.Count -eq 0) { Write-Output "$client is set up"; exit 0 }
    Write-Output "$client is set up, and its files still lie in the folder"
    exit 1
}
Write-Output "$client is not set up"
exit 1
