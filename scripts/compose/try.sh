#!/usr/bin/env bash
# `npm run compose:try`: brings docker-compose.yml up for real (profile cpu), asks a question through it, checks that the second answer
# comes from the cache, and takes everything down again.
#
# Where no image can be pulled, COMPOSE_LAB may name a tool that starts a Docker engine and builds stand-ins from Debian's packages:
#   COMPOSE_LAB install | start (prints variables to eval) | image TAG KIND | stop
# The stand-ins prove wiring, the Dockerfile, health checks and order; the pinned images of NATS, Redis and Prometheus they don't.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'compose:try failed: %s\n' "$*" >&2; exit 1; }

# The project's own images are tried under a name of their own, so that a running stack is left alone.
export COMPOSE_PROJECT_NAME=docmind-try COMPOSE_PROFILES=cpu DOCMIND_VERSION=try
export MODELS_DIR=${MODELS_DIR:-$PWD/.docmind/models}
files=(-f docker-compose.yml)
started_engine=0

# The tool reads a variable of the same name as the folder of its own state.
lab() { env -u COMPOSE_LAB "$COMPOSE_LAB" "$@"; }

has_engine() { docker info >/dev/null 2>&1 && docker compose version >/dev/null 2>&1; }

engine() {
  has_engine && return
  [ -n "${COMPOSE_LAB:-}" ] || fail "there is no Docker engine with compose, and COMPOSE_LAB names no tool that brings one"
  lab install
  eval "$(lab start)"
  started_engine=1
}

# image TAG KIND: the real one, else its stand-in.
image() {
  docker image inspect "$1" >/dev/null 2>&1 && return
  timeout 120 docker pull -q "$1" >/dev/null 2>&1 && return
  [ -n "${COMPOSE_LAB:-}" ] || fail "the image $1 cannot be pulled"
  lab image "$1" "$2"
}

# The compiler of the SQLite driver needs Node's headers, which the official image has and a stand-in lacks.
node_headers() {
  docker run --rm "$1" test -e /usr/local/include/node/node.h && return
  local headers
  headers=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")/include
  [ -e "$headers/node/node.h" ] || fail "no headers of Node below $headers"
  printf 'FROM %s\nCOPY node /usr/local/include/node\n' "$1" | docker build -q -t "$1" -f - "$headers" >/dev/null
}

tear_down() {
  local code=$?
  if [ "$code" -ne 0 ]; then docker compose "${files[@]}" ps -a; docker compose "${files[@]}" logs --tail 30; fi
  say "Taking it down"
  docker compose "${files[@]}" down --volumes --remove-orphans --timeout 20 || true
  rm -f "${pip_conf:-}"
  [ "$started_engine" -eq 0 ] || lab stop
  exit "$code"
}

say "Engine and images"
engine
# No image of Grafana can be made from packages; where it can be pulled, it takes part.
image nats:2.11-alpine nats
image redis:7.4-alpine redis
image prom/prometheus:v3.5.0 prometheus
image node:22-bookworm-slim node
node_headers node:22-bookworm-slim
if ! timeout 300 docker compose --profile cpu pull -q grafana llama >/dev/null 2>&1; then
  files+=(-f deploy/compose-lab/stand-ins.yml)
fi
[ -f "$MODELS_DIR/smollm2-135m-instruct/model.gguf" ] || node services/stack/dist/cli.js models pull smollm2-135m-instruct bge-small-en-v1.5-int8
MODELS_GID=$(stat -c %g "$MODELS_DIR")
export MODELS_GID
node services/stack/dist/cli.js init
ORCHESTRATOR_DOOR=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
PROMETHEUS_DOOR=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
GRAFANA_DOOR=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
export ORCHESTRATOR_DOOR PROMETHEUS_DOOR GRAFANA_DOOR

trap tear_down EXIT
say "Building"
docker compose "${files[@]}" build -q
say "Starting"
started=$SECONDS
docker compose "${files[@]}" up -d --wait --wait-timeout 300
echo "up and healthy after $((SECONDS - started)) s"
docker compose "${files[@]}" ps --format 'table {{.Service}}\t{{.Status}}\t{{.Ports}}'
docker image ls --format 'table {{.Repository}}\t{{.Tag}}\t{{.Size}}' | grep -E 'REPOSITORY|docmind/.*try'

say "Asking"
node scripts/compose/ask.mjs "http://127.0.0.1:$ORCHESTRATOR_DOOR" deploy/secrets/api_key "http://127.0.0.1:$PROMETHEUS_DOOR"
