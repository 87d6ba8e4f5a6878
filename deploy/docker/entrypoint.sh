#!/bin/sh
# A setting that is a secret as a whole (a URL with its password) comes from a file: NAME_FILE fills NAME.
# `main` starts the image's service; the image of the tools hands its words to `docmind`.
set -eu
for name in REDIS_URL QDRANT_API_KEY DATABASE_URL CHECKPOINT_URL; do
  eval "file=\${${name}_FILE:-}"
  [ -z "$file" ] || export "$name=$(cat "$file")"
done
[ "$SERVICE" != stack ] || exec node --enable-source-maps services/stack/dist/cli.js "$@"
[ "$*" != main ] || exec node --enable-source-maps "services/$SERVICE/dist/main.js"
exec "$@"
