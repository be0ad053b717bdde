#!/bin/sh
# Draws docs/screens/*.svg: real screens of the built-in examples, played without
# a terminal. Run it after a change of the screen (or
# ATTACHE_RENEW_DOCS=1 cargo test --test docs, which reads the list below and
# compares). It builds the program first.
set -eu
cd "$(dirname "$0")/.."
cargo build --quiet
attache=${CARGO_TARGET_DIR:-target}/debug/attache
desk=$(mktemp -d)
trap 'rm -r "$desk"' EXIT

# draw NAME SIZE KEYS: each on a desk of its own, so that nothing is read or kept.
draw() {
    "$attache" --config-dir "$desk/$1/config" --cache-dir "$desk/$1/cache" \
        --library "$desk/$1/none" --size "$2" --keys "$3" --print=svg \
        > "docs/screens/$1.svg"
    echo "docs/screens/$1.svg"
}

draw reader 160x48 'l]q]q'
draw search 120x32 'l/agreement<enter>n'
draw passages 120x32 'l]q]qaiFor the note on patrols<enter>]q]q]qa]q]qagb'
draw library 120x32 '/speaker:okonjo said:water<enter>'
draw help 120x32 'l?quote'
