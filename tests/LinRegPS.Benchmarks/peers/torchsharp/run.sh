#!/bin/sh
# usage: run.sh THREADS. Lies beside the built program.
here=$(dirname "$(readlink -f "$0")")
if [ -f "$here/glibcxx32.so" ]; then export LD_PRELOAD="$here/glibcxx32.so"; fi
exec dotnet "$here/peers-torchsharp.dll" "$@"
