#!/bin/sh
# `huisheng` of this installation: its release, its configuration, its secrets. Made by `make install`.
# By hand, from cron and from systemd alike, so that there is one way to start it and one file of secrets.
set -eu
prefix='/opt/huisheng'
data='/var/lib/huisheng'

# A file that root wrote into the data folder would stop the next run of the account: step down first.
owner=$(stat -c %U "$data")
if [ "$(id -u)" = 0 ] && [ "$owner" != root ]; then
    exec runuser -u "$owner" -- "$0" "$@"
fi
if [ ! -r "$data/config.yaml" ]; then
    echo "$data/config.yaml: 读不了;请用账号 $owner 运行 / cannot be read; run as: sudo -u $owner $0 $*" >&2
    exit 2
fi

# Lines NAME=value, taken as they are: nothing in them is run, and an address may hold & or $.
if [ -r "$data/huisheng.env" ]; then
    while IFS= read -r line || [ -n "$line" ]; do
        line=${line%"$(printf '\r')"}
        case $line in
            [A-Za-z_]*=*) ;;
            *) continue ;;
        esac
        name=${line%%=*}
        value=${line#*=}
        case $value in
            \"*\") value=${value#\"} value=${value%\"} ;;
            \'*\') value=${value#\'} value=${value%\'} ;;
        esac
        case $name in
            *[!A-Za-z0-9_]*) echo "$data/huisheng.env: $name: 不是变量名 / not a name" >&2 ;;
            *) export "$name=$value" ;;
        esac
    done <"$data/huisheng.env"
fi

umask 077
export PYTHONUTF8=1
export HUISHENG_CONFIG="$data/config.yaml"
exec "${HUISHENG_RELEASE:-$prefix/current}/bin/huisheng" "$@"
