#!/usr/bin/env bash
# `npm run compose:try [-- cpu gpu postgres]`: a fresh clone of this checkout's commit, `docker compose up --wait` and nothing before it, a key, a question
# (asked twice: the second answer must come from the cache), each container killed in turn and a question after each, and everything down.
# `postgres` is the CPU shape over PostgreSQL, and then with two of each service that can be doubled, one of each killed under load.
#
# Where no image can be pulled, COMPOSE_LAB may name a tool that starts a Docker engine and builds stand-ins from Debian's packages:
#   COMPOSE_LAB install | start (prints variables to eval) | image TAG KIND | stop
# The stand-ins prove wiring, the Dockerfile, health checks, order, limits and restarts; the pinned images and a GPU they don't.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

say() { printf '\n== %s (%s s)\n' "$*" "$SECONDS"; }
fail() { printf 'compose:try failed: %s\n' "$*" >&2; exit 1; }

# The project's own images are tried under a name of their own, so that a running stack is left alone.
export COMPOSE_PROJECT_NAME=docmind-try DOCMIND_VERSION=try LLAMA_THREADS=${LLAMA_THREADS:-1}
shapes=("$@")
[ ${#shapes[@]} -gt 0 ] || shapes=(cpu)
files=()
stand_ins=0
started_engine=0

# The tool reads a variable of the same name as the folder of its own state.
lab() { env -u COMPOSE_LAB "$COMPOSE_LAB" "$@"; }
compose() { docker compose "${files[@]}" "$@"; }

engine() {
  if docker info >/dev/null 2>&1 && docker compose version >/dev/null 2>&1; then return; fi
  [ -n "${COMPOSE_LAB:-}" ] || fail "there is no Docker engine with compose, and COMPOSE_LAB names no tool that brings one"
  [ -n "${COMPOSE_LAB_INSTALLED:-}" ] || lab install
  eval "$(lab start)"
  started_engine=1
}

# had TAG: it is here, or can be pulled.
had() { docker image inspect "$1" >/dev/null 2>&1 || timeout 60 docker pull -q "$1" >/dev/null 2>&1; }

# image TAG KIND: the real one, else its stand-in.
image() {
  if had "$1"; then return; fi
  [ -n "${COMPOSE_LAB:-}" ] || fail "the image $1 cannot be pulled"
  lab image "$1" "$2"
}

# The compiler of the SQLite driver needs Node's headers, which the official image has and a stand-in lacks.
node_headers() {
  if docker run --rm "$1" test -e /usr/local/include/node/node.h; then return; fi
  local headers
  headers=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")/include
  [ -e "$headers/node/node.h" ] || fail "no headers of Node below $headers"
  printf 'FROM %s\nCOPY node /usr/local/include/node\n' "$1" | docker build -q -t "$1" -f - "$headers" >/dev/null
}

free_port() {
  node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"
}

tear_down() {
  local code=$?
  trap - EXIT
  if [ "$code" -ne 0 ]; then compose ps -a || true; compose logs --tail 40 || true; fi
  say "Taking it down"
  compose down --volumes --remove-orphans --timeout 20 || true
  cd "$here"
  rm -rf "$clone"
  [ "$started_engine" -eq 0 ] || lab stop
  exit "$code"
}

# answered: a question that the cache doesn't answer is answered from the documents.
answered() { node "$here/scripts/compose/ask.mjs" "$url" "$key" "$@"; }

# healthy SERVICE: until its health check says so.
healthy() {
  local id until=$((SECONDS + 120))
  while [ "$SECONDS" -lt "$until" ]; do
    id=$(compose ps -q "$1")
    [ -z "$id" ] || [ "$(docker inspect -f '{{.State.Health.Status}}' "$id")" != healthy ] || return 0
    sleep 1
  done
  fail "$1 did not become healthy again"
}

# Everything in the container dies at once, as when the kernel takes its memory; its restart policy brings it back.
kill_one() {
  local id before
  id=$(compose ps -q "$1")
  before=$(docker inspect -f '{{.RestartCount}}' "$id")
  compose exec -T "$1" sh -c 'kill -9 -1' >/dev/null 2>&1 || true
  for _ in $(seq 60); do
    [ "$(docker inspect -f '{{.RestartCount}}' "$id")" -eq "$before" ] || break
    sleep 1
  done
  [ "$(docker inspect -f '{{.RestartCount}}' "$id")" -gt "$before" ] || fail "$1 was killed and not started again"
}

# files_of SHAPE: the overlays that make it, and after them what stands in for images.
files_of() {
  local overlays=("$1") part
  [ "$1" != postgres ] || overlays=(cpu postgres)
  files=(-f docker-compose.yml)
  for part in "${overlays[@]}"; do [ "$part" = gpu ] || files+=(-f "deploy/compose/$part.yml"); done
  [ "$stand_ins" -eq 1 ] || return 0
  files+=(-f deploy/compose-lab/stand-ins.yml)
  for part in "${overlays[@]}"; do files+=(-f "deploy/compose-lab/stand-ins-$part.yml"); done
}

# Where there is no GPU the first shape says what to type instead.
without_gpu() {
  say "The GPU shape without a GPU"
  local told
  if told=$(compose run --rm -T gpu-check vllm check 2>&1); then fail "it found a GPU"; fi
  echo "$told"
  [[ $told == *deploy/compose/cpu.yml* ]] || fail "gpu-check does not say what to type instead"
}

# counted SERVICE PORT METRIC: what each of its two replicas counted.
counted() {
  local replica
  for replica in 1 2; do
    compose exec -T --index "$replica" "$1" node -e "
      const text = await (await fetch('http://127.0.0.1:$2/metrics')).text();
      const of = (line) => Number(line.startsWith('$3{') ? line.split(' ').at(-1) : 0);
      console.log(text.split('\\n').reduce((sum, line) => sum + of(line), 0));" --input-type=module
  done
}

# shared SERVICE PORT METRIC: neither of two has less than a fifth of the work; of 40 pieces that is an event of one in 10^4.
shared() {
  local counts
  mapfile -t counts < <(counted "$@")
  echo "$1: ${counts[0]} and ${counts[1]} of $3"
  if [ $((5 * counts[0])) -lt $((counts[0] + counts[1])) ] || [ $((5 * counts[1])) -lt $((counts[0] + counts[1])) ]; then fail "$1 is not shared"; fi
}

# Doors of two orchestrators are a range of ports; who asks is the balancer.
try_replicas() {
  local doors=() service
  say "Shape $1: two of each"
  ORCHESTRATOR_DOOR=$REPLICA_DOORS compose up -d --wait --wait-timeout 300 --scale orchestrator=2 --scale inference=2 --scale cache=2
  for service in "${REPLICA_DOORS%-*}" "${REPLICA_DOORS#*-}"; do doors+=("http://127.0.0.1:$service"); done
  node "$here/scripts/compose/replicas.mjs" "$key" 40 "${doors[@]}"
  shared orchestrator 8080 docmind_queries_total
  shared inference 8001 gen_ai_server_request_duration_seconds_count
  shared cache 8899 docmind_cache_lookups_total
  node "$here/scripts/compose/replicas.mjs" "$key" 40 "${doors[@]}" &
  for service in inference cache orchestrator persistence; do
    sleep 5
    echo "one $service is killed"
    compose exec -T "$service" sh -c 'kill -9 -1' >/dev/null 2>&1 || true
  done
  wait "$!" || fail "an acknowledged answer is lost, or a question was never answered"
}

try_shape() {
  local service services started
  say "Shape $1: up"
  files_of "$1"
  [ "$1" != gpu ] || [ -e /proc/driver/nvidia/version ] || without_gpu
  started=$SECONDS
  compose up -d --wait --wait-timeout 600
  echo "up and healthy after $((SECONDS - started)) s, images included"
  compose ps -a --format 'table {{.Service}}\t{{.Status}}\t{{.Ports}}'

  say "Shape $1: a key, and a question"
  key=$(compose run --rm -T init key | tail -n 1)
  [[ $key == dm_* ]] || fail "init key showed no key"
  mapfile -t services < <(compose ps -a --services | grep -v '^init$')
  if compose logs --no-color "${services[@]}" | grep -qF "$key"; then fail "a log holds the key"; fi
  url=http://127.0.0.1:$ORCHESTRATOR_DOOR
  answered --documents --prometheus "http://127.0.0.1:$PROMETHEUS_DOOR"

  say "Shape $1: each container killed in turn"
  for service in $(compose ps --services --status running | sort); do
    started=$SECONDS
    kill_one "$service"
    healthy "$service"
    healthy orchestrator
    answered
    echo "$service: killed, back and answered after $((SECONDS - started)) s"
  done

  [ "$1" != postgres ] || try_replicas "$1"

  say "Shape $1: down and up again"
  started=$SECONDS
  compose down --timeout 20
  [ $((SECONDS - started)) -le 40 ] || fail "down took $((SECONDS - started)) s"
  echo "down after $((SECONDS - started)) s"
  started=$SECONDS
  compose up -d --wait --wait-timeout 300
  answered
  echo "up again with its documents and its key after $((SECONDS - started)) s"
  compose down --volumes --timeout 20
}

say "Engine and images"
engine
# No image of Grafana, Qdrant or vLLM can be made from packages; where they can be pulled, they take part.
had grafana/grafana:12.1.0 || stand_ins=1
image nats:2.11.8-alpine nats
image redis:7.4.5-alpine redis
image prom/prometheus:v3.5.0 prometheus
image node:22-bookworm-slim node
node_headers node:22-bookworm-slim

clone=$(mktemp -d)
trap tear_down EXIT
git clone -q "$here" "$clone/docmind"
cd "$clone/docmind"
export DOCMIND_LAB_MODELS=${MODELS_DIR:-$here/.docmind/models}
ORCHESTRATOR_DOOR=$(free_port) PROMETHEUS_DOOR=$(free_port) GRAFANA_DOOR=$(free_port)
export ORCHESTRATOR_DOOR PROMETHEUS_DOOR GRAFANA_DOOR
REPLICA_DOORS=$(free_port)
REPLICA_DOORS=$REPLICA_DOORS-$((REPLICA_DOORS + 1))

for shape in "${shapes[@]}"; do try_shape "$shape"; done
docker image ls --format 'table {{.Repository}}\t{{.Tag}}\t{{.Size}}' | grep -E 'REPOSITORY|docmind/.*try'
docker run --rm docmind/tools:try --version
say "The compose file works: ${shapes[*]}"
