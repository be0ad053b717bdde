#!/bin/sh
# Makes what is handed out, below target/package/:
#   attache-VERSION-TARGET.tar.gz   program, manual, completions, licences
#   attache_VERSION-1_ARCH.deb      where cargo-deb is installed
#
#   assets/package/release.sh [--target TARGET] [--profile PROFILE] [--no-build]
#
# Without --target the static one (x86_64- or aarch64-unknown-linux-musl) is
# taken if Rust has it on this machine. Nothing is fetched but what cargo needs
# to build.
set -eu
cd "$(dirname "$0")/../.."

target='' profile=release build=yes
while [ $# -gt 0 ]; do
    case $1 in
    --target) target=$2; shift 2 ;;
    --profile) profile=$2; shift 2 ;;
    --no-build) build=no; shift ;;
    *) echo "usage: $0 [--target TARGET] [--profile PROFILE] [--no-build]" >&2; exit 2 ;;
    esac
done

host=$(rustc -vV | sed -n 's/^host: //p')
musl=$(echo "$host" | sed 's/-gnu$/-musl/')
if [ -z "$target" ]; then
    if [ "$musl" != "$host" ] && [ -d "$(rustc --print sysroot)/lib/rustlib/$musl" ]; then
        target=$musl
    else
        target=$host
        case $host in
        *-linux-gnu)
            echo "not static: the target $musl is not installed (rustup target add $musl," >&2
            echo "and a C compiler for it: Debian's musl-tools); building for $host" >&2 ;;
        esac
    fi
fi

out=${CARGO_TARGET_DIR:-target}
folder=$profile
[ "$profile" = dev ] && folder=debug
if [ "$target" = "$host" ]; then
    built=$out/$folder
    set -- --profile "$profile"
else
    built=$out/$target/$folder
    set -- --profile "$profile" --target "$target"
fi
[ $build = no ] || cargo build --locked "$@"

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
name=attache-$version-$target
package=target/package
tree=$package/$name
rm -rf "$tree"
mkdir -p "$tree/bin" "$tree/share/doc/attache" "$tree/share/applications" \
    "$tree/share/icons/hicolor/scalable/apps" \
    "$tree/share/bash-completion/completions" "$tree/share/zsh/site-functions" \
    "$tree/share/fish/vendor_completions.d"
install -m 755 "$built/attache" "$tree/bin/attache"
# A program for another machine cannot print its own manual.
run=$tree/bin/attache
"$run" --version >/dev/null 2>&1 || run=${ATTACHE:-attache}
"$run" generate man --dir "$tree/share/man" >/dev/null
"$run" generate bash > "$tree/share/bash-completion/completions/attache"
"$run" generate zsh > "$tree/share/zsh/site-functions/_attache"
"$run" generate fish > "$tree/share/fish/vendor_completions.d/attache.fish"
install -m 644 assets/package/attache.desktop "$tree/share/applications/"
install -m 644 assets/package/attache.svg "$tree/share/icons/hicolor/scalable/apps/"
install -m 644 README.md LICENSE CHANGELOG.md "$tree/share/doc/attache/"
install -m 644 assets/SOURCES.md assets/words/SCOWL.license docs/guide.md docs/keys.md \
    docs/config.md "$tree/share/doc/attache/"
# cargo-deb takes manual and completions from one place, whatever the target.
rm -rf "$package/share"
cp -R "$tree/share" "$package/share"
tar -C "$package" -czf "$package/$name.tar.gz" "$name"
rm -rf "$tree"
echo "$package/$name.tar.gz"

# Debian's form; what changed is in CHANGELOG.md.
cat > "$package/changelog" <<END
attache ($version-1) unstable; urgency=medium

  * Version $version; CHANGELOG.md tells what is new.

 -- attache authors <authors@attache.invalid>  $(LC_ALL=C date -R)
END

if cargo deb --version >/dev/null 2>&1; then
    if [ "$target" = "$host" ]; then
        cargo deb --no-build --profile "$profile" --output "$package/"
    else
        cargo deb --no-build --profile "$profile" --target "$target" --output "$package/"
    fi
else
    echo "no Debian package: cargo-deb is not installed (cargo install cargo-deb)" >&2
fi
