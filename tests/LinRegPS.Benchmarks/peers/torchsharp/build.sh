#!/bin/sh
# Builds the TorchSharp peer into a folder, with a shim where the C++ runtime is too old for it. usage: build.sh FOLDER
set -eu
[ $# -eq 1 ] || { echo 'usage: build.sh FOLDER' >&2; exit 64; }
here=$(dirname "$(readlink -f "$0")")
dotnet build "$here" -c Release -o "$1" --nologo -v q
cp "$here/run.sh" "$1/"
chmod +x "$1/run.sh"
if [ "$(uname -s)" = Linux ] && ! grep -q GLIBCXX_3.4.32 "$(g++ -print-file-name=libstdc++.so.6)"; then
    g++ -O2 -shared -fPIC -Wl,--version-script="$here/shim/v.map" "$here/shim/glibcxx32.cc" -o "$1/glibcxx32.so"
    native=$(find "$1" -name libLibTorchSharp.so | head -n 1)
    python3 "$here/shim/patch.py" "$native"
fi
