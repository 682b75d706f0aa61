#!/bin/sh
# Makes the tree of a small Debian with systemd, which test/process/machine.test.ts boots; prints where it is.
# It takes a minute and 250 MB, once: in /var/tmp, or where NOVA_LAUNCH_TREE says. Run by .ci/run, too.
set -eu
tree=${NOVA_LAUNCH_TREE:-/var/tmp/nova-launch-test-trixie}
mirror=${NOVA_LAUNCH_MIRROR:-http://deb.debian.org/debian}
# One at a time; who comes second finds it made.
exec 9>"$tree.lock"
flock 9
if [ ! -d "$tree" ]; then
  rm -rf "$tree.new"
  debootstrap --variant=minbase --include=systemd trixie "$tree.new" "$mirror" >"$tree.log" 2>&1 || {
    tail -5 "$tree.log" >&2
    exit 1
  }
  rm -rf "$tree.new"/var/cache/apt/archives/*.deb "$tree.new"/var/lib/apt/lists/*
  mv "$tree.new" "$tree"
fi
echo "$tree"
