#!/bin/sh
# Puts the files of this thin client's telephone into place. Holds no secret; the same for all devices.
# The files of the device (stamp.txt and link.txt, or the profile) must lie in the folder named by the first argument, where the file
# transfer of UMS has put them: by default .deskshift in the home of the session. Running it again changes nothing.
set -eu
umask 077
HOME=${DESKSHIFT_HOME:-@HOME@}
source=${1:-"$HOME/.deskshift"}
state="$HOME/.config/deskshift"

fail() {
    echo "deskshift-phone: $1" >&2
    exit 1
}

[ -f "$source/stamp.txt" ] || fail "nothing in $source"
read -r client stamp rest <"$source/stamp.txt" || :
[ -n "$stamp" ] && [ -z "${rest:-}" ] || fail "stamp.txt is damaged"
# What is set up needs its secrets in one place only, also where the file transfer has brought them again.
clean() {
    find "$source" -maxdepth 1 -type f ! -name stamp.txt -exec rm -f {} +
}
if [ -f "$state/stamp" ] && [ "$(cat "$state/stamp")" = "$stamp" ]; then
    clean
    exit 0
fi
mkdir -p "$state"

# A reader sees the old file or the new one.
place() {
    mkdir -p "$(dirname "$2")"
    cat "$1" >"$2.new"
    chmod 600 "$2.new"
    mv -f "$2.new" "$2"
}

link=
if [ -f "$source/link.txt" ]; then
    link=$(head -n 1 "$source/link.txt")
    case $link in
    https://*) ;;
    *) fail "the link does not begin with https://" ;;
    esac
fi

# The link is a secret until it is used, and the command line of a process is not: curl reads it from its standard input.
fetch() {
    printf 'url = "%s"\noutput = "%s"\n' "$link" "$1" | curl --silent --show-error --fail --proto '=https' --config - ||
        fail "the link could not be fetched; it works once only"
}

# name of the file, target
one() {
    if [ -z "$link" ]; then
        place "$source/$1" "$2"
    else
        fetch "$state/fetched"
        place "$state/fetched" "$2"
        rm -f "$state/fetched"
    fi
}

case $client in
linphone-rc)
    one linphonerc "$HOME/.config/linphone/linphonerc"
    ;;
linphone-xml)
    [ -n "$link" ] || fail "no link for Linphone"
    printf '[misc]\nconfig-uri=%s\n' "$link" >"$state/linphonerc"
    place "$state/linphonerc" "$HOME/.config/linphone/linphonerc"
    rm -f "$state/linphonerc"
    ;;
twinkle)
    # Each account has a file of its own: twinkle.cfg, twinkle-2.cfg and so on.
    incoming=$source
    if [ -n "$link" ]; then
        incoming="$state/twinkle"
        rm -rf "$incoming"
        mkdir -p "$incoming"
        fetch "$state/fetched"
        # Several come as an archive, one as it is.
        if tar -tf "$state/fetched" >/dev/null 2>&1; then
            tar -xf "$state/fetched" -C "$incoming"
            rm -f "$state/fetched"
        else
            mv -f "$state/fetched" "$incoming/twinkle.cfg"
        fi
    fi
    [ -f "$incoming/twinkle.cfg" ] || fail "no twinkle.cfg"
    for file in "$incoming"/twinkle.cfg "$incoming"/twinkle-*.cfg; do
        [ -f "$file" ] || continue
        place "$file" "$HOME/.twinkle/deskshift${file#"$incoming/twinkle"}"
    done
    # What an earlier set had beyond this one.
    for file in "$HOME"/.twinkle/deskshift-*.cfg; do
        [ -f "$incoming/twinkle${file#"$HOME/.twinkle/deskshift"}" ] || rm -f "$file"
    done
    [ -z "$link" ] || rm -rf "$incoming"
    ;;
baresip | baresip-4)
    if [ -z "$link" ]; then
        place "$source/accounts" "$HOME/.baresip/accounts"
        place "$source/config" "$HOME/.baresip/config"
    else
        mkdir -p "$HOME/.baresip"
        fetch "$state/fetched"
        tar -xf "$state/fetched" -C "$HOME/.baresip" accounts config
        chmod 600 "$HOME/.baresip/accounts" "$HOME/.baresip/config"
        rm -f "$state/fetched"
    fi
    ;;
webphone)
    # The session's browser opens this address once; the page keeps the profile.
    [ -n "$link" ] || fail "no link for the web phone"
    printf '%s\n' "$link" >"$state/start-url.new"
    mv -f "$state/start-url.new" "$state/start-url"
    ;;
*)
    fail "no way is known to set up $client"
    ;;
esac
printf '%s\n' "$stamp" >"$state/stamp.new"
mv -f "$state/stamp.new" "$state/stamp"
clean
