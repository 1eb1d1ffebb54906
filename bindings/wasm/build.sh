#!/usr/bin/env bash
# Builds the npm package into the folder given (default: target/npm of the repository), and the pages of the desk and the
# guest into the folder of the same name with -desk behind it. Needs Rust by rustup, and Node 18
# or newer; whatever else it needs it asks rustup, npm or Debian for.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
out=${1:-$target/npm}
die() { printf 'error: %s\n' "$*" >&2; exit 1; }
for tool in cargo rustup node npm; do command -v "$tool" >/dev/null || die "$tool is missing"; done

# The packages of package-lock.json, and nothing newer. The mark alone would hide a folder that lost some of them.
if ! cmp -s "$here/package-lock.json" "$here/node_modules/.zhengzhao-lock" || ! (cd "$here" && npm ls --all >/dev/null 2>&1); then
    (cd "$here" && npm ci --silent --no-progress)
    cp "$here/package-lock.json" "$here/node_modules/.zhengzhao-lock"
fi

# The standard library is built too: as it is shipped it needs more than old engines have.
env -u RUSTFLAGS CARGO_TARGET_DIR="$target/wasm-build" cargo build --quiet --release --locked --manifest-path "$here/build/Cargo.toml"
flags='-Ctarget-cpu=mvp -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none'
build() {
    RUSTC_BOOTSTRAP=1 RUSTFLAGS=$flags CARGO_TARGET_DIR=$target/wasm cargo build --quiet --locked -p zhengzhao-wasm \
        --manifest-path "$root/Cargo.toml" --profile wasm --target wasm32-unknown-unknown \
        -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size
}
if rustup component add rust-src >/dev/null 2>&1; then
    build
else
    # Where rustup can fetch nothing: Debian has a compiler with the sources that belong to it.
    echo "rustup cannot add rust-src here: using Debian's rustc"
    for file in /usr/bin/rustc /usr/lib/rustlib/src/rust/library/Cargo.toml; do
        [ -e "$file" ] || die "$file is missing: apt-get install --no-install-recommends rustc-web rust-web-src"
    done
    sysroot=$(rustc --print sysroot)
    linker=$(find "$sysroot/lib/rustlib" -name rust-lld -path '*/bin/*' | head -1)
    [ -n "$linker" ] || die "the Rust toolchain has no rust-lld"
    RUSTC=/usr/bin/rustc CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$linker build
fi
node "$here/build.mjs" "$target/wasm/wasm32-unknown-unknown/wasm/zhengzhao_wasm.wasm" "$target/wasm-build/release/zhengzhao-wasm-build" "$out"
node "$here/desk/build.mjs" "$out" "${out%/}-desk"
