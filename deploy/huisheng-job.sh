#!/bin/sh
# For cron: runs one command, appends what it says to the log, each line with its time and zone, and says it
# itself only when the status is not 0, so that cron's mail (MAILTO) means trouble. Made by `make install`.
set -u
umask 077
prefix='/opt/huisheng'
data='/var/lib/huisheng'

owner=$(stat -c %U "$data")
if [ "$(id -u)" = 0 ] && [ "$owner" != root ]; then
    exec runuser -u "$owner" -- "$0" "$@"
fi
said=$("$prefix/bin/huisheng" "$@" 2>&1)
status=$?
log="$data/data/var/log/huisheng.log"
mkdir -p "${log%/*}"
now=$(date +%Y-%m-%dT%H:%M:%S%z)
printf '%s\n' "$said" "status $status" | while IFS= read -r line; do
    [ -z "$line" ] || printf '%s %s: %s\n' "$now" "${1:-huisheng}" "$line"
done >>"$log"
[ "$status" = 0 ] || printf '%s\n' "$said"
exit "$status"
