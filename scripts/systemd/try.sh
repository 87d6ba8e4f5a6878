#!/usr/bin/env bash
# `npm run systemd:try`: `docmind service` under a real systemd, in a container: the bundles of the image docmind/tools:$DOCMIND_VERSION below /opt/docmind, the
# stand-in of vLLM (deploy/compose-lab/llama) as the engine. Install, start, ask; the engine is killed, then hangs; the stack is killed; stop, install again,
# uninstall. Needs what `npm run compose:try` leaves: a Docker engine, the images docmind/tools:try and docmind/llama-stand-in, and pulled models.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
name=docmind-systemd-try image=docmind/systemd-stand-in
models=${MODELS_DIR:-$here/.docmind/models}

say() { printf '\n== %s (%s s)\n' "$*" "$SECONDS"; }
fail() { printf 'systemd:try failed: %s\n' "$*" >&2; exit 1; }
inside() { docker exec -w /opt/docmind "$name" "$@"; }
docmind() { inside node services/stack/dist/cli.js "$@"; }
pid_of() { inside systemctl show -p MainPID --value "$1"; }

tear_down() {
  local code=$?
  trap - EXIT
  if [ "$code" -ne 0 ]; then inside journalctl --no-pager --lines 60 || true; fi
  docker rm -f "$name" >/dev/null 2>&1 || true
  rm -rf "$context"
  exit "$code"
}

# until_true SECONDS WHAT COMMAND...
until_true() {
  local limit=$((SECONDS + $1)) what=$2
  shift 2
  while ! "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$limit" ] || fail "$what"
    sleep 1
  done
}

restarted() { [ "$(pid_of "$1")" != 0 ] && [ "$(pid_of "$1")" != "$2" ]; }
engine_answers() { inside curl -fsS -m 5 -o /dev/null http://127.0.0.1:8000/health; }
ready() { inside curl -fsS -m 5 -o /dev/null http://127.0.0.1:8080/health/ready; }
answered() {
  local answer
  until_true 180 "the engine does not answer" engine_answers
  until_true 180 "the stack is not ready" ready
  answer=$(docmind ask --no-cache 'How long are daily snapshots kept?') || fail "no answer"
  [[ $answer == *'35 days'* ]] || fail "another answer: $answer"
  echo "answered: ${answer%%$'\n'*}"
}

# comes_back UNIT HOW: its process is signalled, and systemd starts another.
comes_back() {
  local before started=$SECONDS
  before=$(pid_of "$1")
  inside systemctl kill --kill-who=main --signal="$2" "$1"
  until_true "${3:-60}" "$1 was not started again after $2" restarted "$1" "$before"
  echo "$1: $2, started again after $((SECONDS - started)) s"
  answered
}

context=$(mktemp -d)
trap tear_down EXIT
cp -r "$here/deploy/compose-lab/systemd/." "$here/deploy/compose-lab/card" "$context/"
cp -r "$here/examples/documents" "$context/documents"
say "A Debian under systemd"
docker build -q -t "$image" --build-arg "TOOLS=docmind/tools:${DOCMIND_VERSION:-try}" "$context" >/dev/null
docker rm -f "$name" >/dev/null 2>&1 || true
# All of --privileged that systemd needs.
docker run -d --name "$name" --cap-add SYS_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined --cgroupns host \
  -v /sys/fs/cgroup:/sys/fs/cgroup:rw --tmpfs /run --tmpfs /run/lock -v "$models:/given:ro" "$image" >/dev/null
until_true 60 "systemd does not run" inside systemctl list-units
inside systemctl --version | head -n 1

say "docmind service install"
inside sh -c 'printf "%s\n" INFERENCE_ENGINE=llama-server INFERENCE_MODEL=smollm2-135m-instruct MODEL_SELF_TEST=off LLAMA_CONTEXT_TOKENS=4096 >.env'
docmind service install --vllm /usr/local/bin/vllm
docmind models pull smollm2-135m-instruct bge-small-en-v1.5-int8 --from /given --data-dir /var/lib/docmind
inside chown -R docmind:docmind /var/lib/docmind
for unit in docmind vllm-server vllm-probe vllm-restart; do
  inside systemd-analyze security --no-pager "$unit.service" | tail -n 1
done
told=$(inside sh -c 'systemd-analyze verify --man=no /etc/systemd/system/docmind.service /etc/systemd/system/vllm-* 2>&1')
[ -z "$told" ] || fail "systemd-analyze verify says: $told"
# A hang is looked for from 15 minutes after the start on; here at once.
inside sh -c 'mkdir -p /etc/systemd/system/vllm-probe.timer.d && printf "[Timer]\nOnActiveSec=\nOnUnitInactiveSec=\nOnActiveSec=40s\nOnUnitInactiveSec=5s\n" >/etc/systemd/system/vllm-probe.timer.d/soon.conf && systemctl daemon-reload'

say "start, status, ask"
docmind service start
docmind service status | grep -E '●|Active:'
until_true 180 "the stack is not ready" ready
docmind ingest /opt/documents
answered

say "Killed and hanging"
comes_back vllm-server.service KILL
comes_back docmind.service KILL
comes_back vllm-server.service STOP 240
[ "$(docmind service logs --lines 400 | grep -c .)" -gt 5 ] || fail "the logs are empty"

say "Stop; install again; uninstall"
docmind service stop
if docmind service status >/dev/null; then fail "status says that what was stopped runs"; fi
docmind service install --vllm /usr/local/bin/vllm >/dev/null
docmind service start
answered
docmind service uninstall
if inside systemctl cat docmind.service >/dev/null 2>&1; then fail "docmind.service is still there"; fi
inside test -s /var/lib/docmind/docmind.db || fail "uninstall took the data"
say "All of it works under systemd"
