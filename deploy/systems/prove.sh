#!/usr/bin/env bash
# Runs the whole proof, unchanged, on another system than this one: in the container image, or on a plain installation of
# another release of Debian. Each has its own Python, C library, RabbitMQ, PostgreSQL and MariaDB, an unprivileged user, and
# no network while it is tested. Wants root, debootstrap, and podman for the image. docs/how-to/operate.md tells more.
#
#   deploy/systems/prove.sh image [words for ./tenon test]     the image of deploy/container/Dockerfile
#   deploy/systems/prove.sh trixie [words for ./tenon test]    a checkout on a fresh Debian 13; or any other suite's name
#
# What is proven is the last commit of this checkout. All that it says is kept in $PROOF_FOLDER/<system>.log as well.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CHECKOUT=$(cd "$HERE/../.." && pwd)
PLACE=${PROOF_FOLDER:-/var/tmp/tenon-proof}  # systems are kept here, for the next time
MIRROR=${PROOF_MIRROR:-}                     # of Debian's packages; debootstrap's own choice otherwise
BASE=${PROOF_BASE:-}                         # the image to build on: python:3.11-slim, or one made here if none is named
BASE_SUITE=${PROOF_BASE_SUITE:-trixie}       # of which release of Debian that is made; another one than the host has
ENGINE=${PROOF_ENGINE:-podman}               # with options, where it wants some: podman --runtime runc
DATA=${PROOF_DATA:-$CHECKOUT/../shared/data} # the published data sets that tests load; without them these tests fail
AUTHORITIES=/usr/local/share/ca-certificates # those of the house, whom the other system has to trust as well
PACKAGES="ca-certificates curl git iproute2 locales-all mariadb-server postgresql procps rabbitmq-server"

main() {
    local system=${1:?which system: image, or the name of a suite of Debian}
    shift
    mkdir -p "$PLACE"
    source=$PLACE/$system.checkout
    rm -rf "$source"
    git clone --quiet --no-hardlinks "$CHECKOUT" "$source"
    {
        git -C "$source" log -1 --format='commit %h of %cs'
        case $system in
            image) prove_image "$@" ;;
            *) prove_host "$system" "$@" ;;
        esac
    } 2>&1 | tee "$PLACE/$system.log"
}

prove_image() {
    local base=$BASE
    if [ -z "$base" ]; then
        base=localhost/tenon-base-$BASE_SUITE
        make_system "$BASE_SUITE" python3 python3-pip python3-venv
        import_base "$BASE_SUITE" "$base"
    fi
    build --build-arg "BASE=$base" -f "$source/deploy/container/Dockerfile" -t localhost/tenon
    build --build-arg IMAGE=localhost/tenon -f "$source/deploy/systems/Dockerfile" \
        --ignorefile "$source/deploy/systems/Dockerfile.dockerignore" -t localhost/tenon-proof
    $ENGINE run --rm --network none --shm-size 1g --env "CI=${CI:-true}" \
        --env TENON_DATA_SETS=/data-sets --volume "$(realpath "$DATA"):/data-sets:ro" localhost/tenon-proof "$@"
}

build() {
    buildah build --isolation chroot --network host --layers "$@" "$source"
}

import_base() {
    # Stands for python:3.11-slim where no registry is within reach: the names `python` and `pip`, and pip may install.
    local root=$PLACE/$1
    ln -sf python3 "$root/usr/bin/python"
    rm -f "$root"/usr/lib/python3*/EXTERNALLY-MANAGED
    printf '[install]\nignore-installed = true\n' >"$root/etc/pip.conf" # what Debian itself installed stays beside it
    $ENGINE image exists "$2" || tar -C "$root" --exclude ./srv/tenon --one-file-system -c . | $ENGINE import --quiet - "$2"
}

prove_host() {
    local suite=$1 root=$PLACE/$1
    shift
    # shellcheck disable=SC2086
    make_system "$suite" python3 python3-venv $PACKAGES
    rm -rf "$root/srv/tenon/checkout"
    chroot "$root" useradd --create-home --home-dir /srv/tenon --shell /bin/bash tenon 2>/dev/null || true
    cp -r "$source" "$root/srv/tenon/checkout"
    rm -rf "$root/srv/tenon/data-sets"
    cp -rL "$DATA" "$root/srv/tenon/data-sets"
    chroot "$root" chown -R tenon: /srv/tenon
    # While there is a network: what the locks say, and what pip will be asked for by a test.
    inside "$root" "" "cd /srv/tenon/checkout && ./tenon test --version &&
        .venv/bin/pip download --quiet --dest ~/wheels setuptools './deploy/sdk/python[amqp]'"
    inside "$root" --net "export CI=${CI:-true} TENON_DATA_SETS=/srv/tenon/data-sets
        export PIP_NO_INDEX=1 PIP_FIND_LINKS=/srv/tenon/wheels
        cd /srv/tenon/checkout && deploy/systems/suite.sh ./tenon $(printf '%q ' test "$@")"
}

make_system() {
    # A fresh Debian of this suite with these packages, none of whose servers was started.
    local suite=$1 root=$PLACE/$1
    shift
    if [ ! -e "$root/etc/made" ]; then
        rm -rf "$root"
        debootstrap --variant=minbase "$suite" "$root" ${MIRROR:+"$MIRROR"}
        printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
        chmod +x "$root/usr/sbin/policy-rc.d"
        touch "$root/etc/made"
    fi
    cp -L /etc/resolv.conf "$root/etc/resolv.conf"
    chroot "$root" dpkg --status "$@" >/dev/null 2>&1 || as_root "$root" \
        "apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $* ca-certificates"
    find "$AUTHORITIES" -name '*.crt' -exec cp -t "$root/usr/local/share/ca-certificates" {} + 2>/dev/null || true
    chroot "$root" update-ca-certificates >/dev/null 2>&1
}

as_root() {
    unshare --mount --pid --fork --kill-child bash -c "$MOUNT"' chroot "$0" sh -c "$1"' "$1" "$2"
}

inside() {
    # A sign-in of the unprivileged user; with --net there is nothing but the loopback.
    # shellcheck disable=SC2086
    unshare --mount --pid --fork --kill-child $2 bash -c "$MOUNT"' [ -z "$1" ] || ip link set lo up
        chroot "$0" su - tenon -c "$2"' "$1" "$2" "$3"
}

MOUNT='set -e; mount --rbind /dev "$0/dev"; mount -t proc proc "$0/proc"; mount -t tmpfs tmpfs "$0/tmp"; '

main "$@"
