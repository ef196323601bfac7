#!/usr/bin/env bash
# Pairs deskshift with other programs on the same work: benches/vs_peers.sh [NAME...]; without a name, all. One line of JSON for each.
# Exit status 3 where a peer is not installed (said on stderr; the others run). Peers come from Debian (tests/lab/install) and from PyPI,
# into a venv below the cache folder. DESKSHIFT_BENCH_PAIRS sets the number of pairs (5), DESKSHIFT_BENCH_LINES the lines of the pairings with
# SIPp (10000), DESKSHIFT_BINARY the binary, DESKSHIFT_SCORER that of the bench roster_peers.
# The pairings of the roster run each solver once, on one core: roster-… the reference instances, site-… the site folders in `examples`, where
# `rotate check` judges. DESKSHIFT_BENCH_CPU sets the peer's CPU seconds (60), DESKSHIFT_BENCH_CASES the authorities (all), DESKSHIFT_BENCH_WEEKS
# the weeks of the reference instances (4), DESKSHIFT_BENCH_EFFORT our effort (normal), DESKSHIFT_BENCH_WORKERS the workers of CP-SAT (1).
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
cache=${DESKSHIFT_CACHE:-$HOME/.cache/deskshift}
pairs=${DESKSHIFT_BENCH_PAIRS:-5}
sites=$cache/bench-sites
venv=$cache/peers/venv
tree=$cache/asterisk-sid
lines=${DESKSHIFT_BENCH_LINES:-10000}
names=(import-pjsip import-pjsip-parser import-csv import-xlsx import-ldif validate-fetch validate-shared validate-tls validate-asterisk
  roster-highs roster-cpsat site-highs site-cpsat)
status=0

say() { printf 'vs_peers: %s\n' "$*" >&2; }

missing() {
  say "$1: the peer is not installed: $2"
  status=3
}

binary=${DESKSHIFT_BINARY:-}
if [ -z "$binary" ]; then
  (cd "$root" && cargo build --release --quiet --bin deskshift) || exit 3
  binary=${CARGO_TARGET_DIR:-$root/target}/release/deskshift
fi

# A generated site folder, made once for each version of the generator.
site() { # CASE [COUNT]
  local folder
  folder=$sites/$1-${2:-default}-$(cksum <"$here/generate.py" | cut -d' ' -f1)
  if [ ! -f "$folder/deskshift.yaml" ]; then
    python3 "$here/generate.py" "$1" "$folder" ${2:+"$2"} || exit 3
  fi
  printf '%s' "$folder"
}

# A package of PyPI in the venv; false where it cannot be had.
package() {
  [ -x "$venv/bin/python" ] || python3 -m venv "$venv" >&2 || return 1
  "$venv/bin/python" -c "import $1" 2>/dev/null || "$venv/bin/pip" install --quiet "$1" >&2 || return 1
}

# Asterisk's conversion script, from Debian's source package; sets `script` to its folder.
conversion() {
  local place=$cache/peers/asterisk-source mirror options
  if ! compgen -G "$place/asterisk-*/contrib/scripts/sip_to_pjsip/astconfigparser.py" >/dev/null; then
    command -v apt-get >/dev/null || return 1
    mirror=$(cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed -n 's/^URIs:[[:space:]]*\([^[:space:]]*\).*/\1/p' | head -n 1)
    mkdir -p "$place/lists/partial"
    printf 'deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s sid main\n' "$mirror" >"$place/sources.list"
    options=(-q -o "Dir::Etc::SourceList=$place/sources.list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$place/lists" -o APT::Sandbox::User=root)
    (cd "$place" && apt-get "${options[@]}" update && apt-get "${options[@]}" source --download-only asterisk &&
      tar -xf asterisk_*.orig.tar.xz --wildcards --no-anchored '*/contrib/scripts/sip_to_pjsip/*.py') >"$place/log" 2>&1 || return 1
  fi
  script=$(dirname "$(compgen -G "$place/asterisk-*/contrib/scripts/sip_to_pjsip/astconfigparser.py" | head -n 1)")
}

pair() { # BENCH PEER_NAME SITE PEER [BOOT]
  local bench=$1 name=$2 folder=$3
  shift 3
  PAIR_FRESH=$folder/out python3 "$here/pair.py" "$bench" "$name" "$pairs" "$binary --site $folder inventory import" "$@" || status=3
}

# A server in the background until `registrar_down`; it answers on PORT, or this says so and fails.
registrar_up() { # BENCH WHAT PORT LOG COMMAND...
  local bench=$1 what=$2 at=$3 log=$4
  shift 4
  "$@" >"$log" 2>&1 &
  registrar=$!
  trap registrar_down EXIT
  if ! python3 "$here/peers/registrar.py" wait "$at"; then
    registrar_down
    missing "$bench" "$what on 127.0.0.1:$at (see $log)"
    return 1
  fi
}

registrar_down() {
  kill "$registrar" 2>/dev/null
  wait "$registrar" 2>/dev/null
  trap - EXIT
}

# SIPp on the work of a site folder, paired with `validate`. PEER is how SIPp comes to it; the variables of `pair.py` and `sipp.py` are the
# caller's.
paired() { # BENCH SITE SIPP_PORT PEER MORE
  local bench=$1 folder=$2 at=$3 how=$4 rate
  rate=$(python3 "$here/peers/sipp.py" "$folder" "$at" fetch) || { missing "$bench" "SIPp against 127.0.0.1:$at"; return; }
  PAIR_FRESH=$folder/out/observations.jsonl PAIR_ITEMS=$lines PAIR_LOADING="$binary --site $folder validate --rate 0 --notice -" \
    python3 "$here/pair.py" "$bench" "SIPp $(sipp -v 2>&1 | sed -n 's/.*SIPp v\([0-9.]*\).*/\1/p') at $rate/s$how" "$pairs" \
    "$binary --site $folder validate --rate 0 $5" "python3 $here/peers/sipp.py $folder $at fetch $rate" || status=3
}

prepared() { # CASE
  local folder
  folder=$(site "$1" "$lines") || exit 3
  "$binary" --site "$folder" inventory import >/dev/null 2>&1
  "$binary" --site "$folder" plan >/dev/null 2>&1
  printf '%s' "$folder"
}

have_kamailio() { # BENCH
  if ! command -v sipp >/dev/null || ! { command -v kamailio || [ -x /usr/sbin/kamailio ]; } >/dev/null; then
    missing "$1" "sip-tester, kamailio and kamailio-sqlite-modules of Debian"
    return 1
  fi
}

validate() { # BENCH MORE
  local folder
  have_kamailio "$1" || return
  folder=$(prepared subscribers)
  registrar_up "$1" Kamailio 5681 "$folder/registrar.log" python3 "$here/peers/registrar.py" "$folder" 5681 || return
  paired "$1" "$folder" 5681 "" "$2"
  registrar_down
}

# One TLS connection for all lines. Debian's SIPp is built without TLS: it then asks the same server over one TCP connection, and what its
# side costs is less by the encryption; the name of the peer says which it was.
validate_tls() { # BENCH
  local folder
  have_kamailio "$1" || return
  if ! compgen -G "/usr/lib/*/kamailio/modules/tls.so" >/dev/null || ! command -v openssl >/dev/null; then
    missing "$1" "kamailio-tls-modules and openssl of Debian"
    return
  fi
  folder=$(prepared subscribers-tls)
  # TCP on 5681, TLS on 5682.
  registrar_up "$1" Kamailio 5681 "$folder/registrar.log" python3 "$here/peers/registrar.py" "$folder" 5681 tls || return
  if sipp -v 2>&1 | grep -q 'SIPp v[0-9.]*[^ ]*-TLS'; then
    export SIPP_TRANSPORT=l1
    paired "$1" "$folder" 5682 ", one TLS connection" ""
  else
    say "$1: this SIPp has no TLS; it asks over one TCP connection"
    export SIPP_TRANSPORT=t1
    paired "$1" "$folder" 5681 ", one TCP connection without TLS" ""
  fi
  unset SIPP_TRANSPORT
  registrar_down
}

# As fast as the server goes: both sides may repeat requests, and each counts its own.
validate_asterisk() { # BENCH
  local folder
  if ! command -v sipp >/dev/null || [ ! -x "$tree/usr/sbin/asterisk" ] || [ "$(id -u)" != 0 ]; then
    missing "$1" "sip-tester of Debian and Asterisk in $tree, as root (tests/lab/install)"
    return
  fi
  folder=$(prepared subscribers-asterisk)
  registrar_up "$1" Asterisk 5683 "$folder/registrar.log" python3 "$here/peers/asterisk_registrar.py" "$tree" "$folder" 5683 || return
  export SIPP_COUNT=1
  export PAIR_REPEATS_OURS="python3 -c 'import json; print(json.load(open(\"$folder/out/report.json\"))[\"body\"][\"retransmissions\"])'"
  export PAIR_REPEATS_PEER="python3 $here/peers/sipp.py $folder 5683 fetch repeats"
  paired "$1" "$folder" 5683 " at $(chroot "$tree" asterisk -V)" ""
  unset SIPP_COUNT PAIR_REPEATS_OURS PAIR_REPEATS_PEER
  registrar_down
}

# The program that dumps, solves and scores the roster's problem; sets `scorer`.
scorer() {
  scorer=${scorer:-${DESKSHIFT_SCORER:-}}
  [ -n "$scorer" ] && return
  scorer=$(cd "$root" && cargo bench --quiet --bench roster_peers --no-run --message-format=json |
    sed -n 's/.*"name":"roster_peers".*"executable":"\([^"]*\)".*/\1/p' | tail -n 1)
  [ -n "$scorer" ] || { say "the bench roster_peers does not build"; exit 3; }
}

# An example's site folder, imported and planned.
planned() { # EXAMPLE
  local folder=$sites/roster-$1
  rm -rf "$folder"
  mkdir -p "$sites"
  cp -r "$root/examples/$1" "$folder"
  # Status 1: the planted faults are told.
  "$binary" --site "$folder" inventory import >/dev/null 2>&1
  "$binary" --site "$folder" plan >/dev/null 2>&1
  printf '%s' "$folder"
}

roster() { # BENCH
  local bench=$1 what=${1%%-*} peer cases weeks=${DESKSHIFT_BENCH_WEEKS:-4} limit=${DESKSHIFT_BENCH_CPU:-60} name case
  case ${bench#*-} in
  highs)
    package highspy || { missing "$bench" "highspy of PyPI"; return; }
    name="HiGHS $(version highspy), $limit CPU s"
    peer=("$venv/bin/python" "$here/peers/roster_highs.py" "$limit")
    ;;
  cpsat)
    package ortools || { missing "$bench" "ortools of PyPI"; return; }
    name="CP-SAT $(version ortools), $limit CPU s, ${DESKSHIFT_BENCH_WORKERS:-1} workers"
    peer=("$venv/bin/python" "$here/peers/roster_cpsat.py" "$limit" "${DESKSHIFT_BENCH_WORKERS:-1}")
    ;;
  esac
  scorer
  cases=${DESKSHIFT_BENCH_CASES:-traunstein mitte offenbach muenchen speyer}
  for case in $cases; do
    [ "$what" = site ] && { [ -d "$root/examples/$case" ] || continue; case=$(planned "$case"); }
    OMP_NUM_THREADS=1 python3 "$here/peers/roster_pair.py" "$bench" "$name" "$scorer" "$case" "$weeks" \
      "${DESKSHIFT_BENCH_EFFORT:-normal}" "${peer[@]}" || status=3
  done
}

version() { "$venv/bin/python" -c "import importlib.metadata as m; print(m.version('$1'))"; }

bench() {
  local folder
  case $1 in
  import-pjsip)
    if [ ! -x "$tree/usr/sbin/asterisk" ] || [ "$(id -u)" != 0 ]; then
      missing "$1" "Asterisk in $tree, as root (tests/lab/install)"
      return
    fi
    folder=$(site pjsip)
    pair "$1" "$(chroot "$tree" asterisk -V)" "$folder" "python3 $here/peers/asterisk.py $tree $folder" "python3 $here/peers/asterisk.py $tree -"
    ;;
  import-pjsip-parser)
    conversion || { missing "$1" "the source package asterisk of Debian"; return; }
    folder=$(site pjsip)
    pair "$1" "$(basename "$script") of $(basename "$(dirname "$(dirname "$(dirname "$script")")")")" "$folder" "python3 $here/peers/read_pjsip.py $script $folder"
    ;;
  import-csv)
    folder=$(site csv)
    pair "$1" "$(python3 --version) csv" "$folder" "python3 $here/peers/read_csv.py $folder"
    ;;
  import-xlsx)
    package openpyxl || { missing "$1" "openpyxl of PyPI"; return; }
    folder=$(site xlsx)
    pair "$1" "openpyxl $(version openpyxl)" "$folder" "$venv/bin/python $here/peers/read_xlsx.py $folder"
    ;;
  import-ldif)
    package ldif3 || { missing "$1" "ldif3 of PyPI"; return; }
    folder=$(site ldif)
    pair "$1" "ldif3 $(version ldif3)" "$folder" "$venv/bin/python $here/peers/read_ldif.py $folder"
    ;;
  validate-fetch) validate "$1" "" ;;
  validate-shared) validate "$1" --shared-challenge ;;
  validate-tls) validate_tls "$1" ;;
  validate-asterisk) validate_asterisk "$1" ;;
  roster-highs | roster-cpsat | site-highs | site-cpsat) roster "$1" ;;
  *)
    say "no bench $1; there are ${names[*]}"
    exit 2
    ;;
  esac
}

[ $# -gt 0 ] || set -- "${names[@]}"
for name; do
  bench "$name"
done
exit "$status"
