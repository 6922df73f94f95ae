#!/usr/bin/env bash
# Runs newsmill on seeds/, or on your own files: ./run_local.sh [PATH...] [--output OUT] [options]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
"$here/scripts/environment" requirements.lock

has_output=no
has_input=no
expects_value=no
for argument in "$@"; do
  case $argument in
    --output | --output=*) has_output=yes ;;
  esac
  if [ "$expects_value" = yes ]; then
    expects_value=no
    continue
  fi
  case $argument in
    --dry-run | --quiet | -h | --help | --*=*) ;;
    --*) expects_value=yes ;;
    *) has_input=yes ;;
  esac
done
[ "$has_input" = yes ] || set -- "$here/seeds" "$@"
[ "$has_output" = yes ] || set -- "$@" --output newsmill-output
exec "$here/.venv/bin/newsmill" run "$@"
