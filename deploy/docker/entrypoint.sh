#!/bin/sh
# A setting that is a secret as a whole (a URL with its password) comes from a file: NAME_FILE fills NAME.
set -eu
for name in REDIS_URL; do
  eval "file=\${${name}_FILE:-}"
  [ -z "$file" ] || export "$name=$(cat "$file")"
done
exec "$@"
