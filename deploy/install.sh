#!/usr/bin/env bash
# DocMind Stack on bare Debian or Ubuntu: looks at the machine, says what it will do, installs Docker where it is missing, brings the compose file up and
# makes an API key. Run again it changes nothing that is right already.
#   deploy/install.sh [--shape gpu|cpu|ollama] [--yes] [--dry-run]
#   deploy/install.sh --uninstall [--data] [--yes]     takes the containers away; with --data documents, models and keys too
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
shape='' yes=0 dry_run=0 uninstall=0 data=0
problems=() steps=()

say() { printf '%s\n' "$*"; }
fail() { printf 'install: %s\n' "$*" >&2; exit 1; }
usage() { sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

agreed() {
  local answer
  [ "$yes" -eq 0 ] || return 0
  [ -t 0 ] || fail "nobody is there to agree: --yes says so beforehand"
  read -r -p "$1 [y/N] " answer
  [[ $answer == [yY]* ]]
}

options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --shape) [ $# -gt 1 ] || fail '--shape is gpu, cpu or ollama'; shape=$2; shift ;;
      --yes) yes=1 ;;
      --dry-run) dry_run=1 ;;
      --uninstall) uninstall=1 ;;
      --data) data=1 ;;
      --help) usage; exit 0 ;;
      *) usage >&2; fail "there is no option $1" ;;
    esac
    shift
  done
  case $shape in '' | gpu | cpu | ollama) ;; *) fail "--shape is gpu, cpu or ollama, not $shape" ;; esac
}

compose() {
  local files=(-f "$here/docker-compose.yml")
  [ "$shape" = gpu ] || files+=(-f "$here/deploy/compose/$shape.yml")
  as_root env DOCMIND_COMMIT="${commit:-}" docker compose --project-directory "$here" "${files[@]}" "$@"
}

has_docker() { command -v docker >/dev/null && as_root docker info >/dev/null 2>&1; }
# `!reset` in the overlays came with 2.24.4.
has_compose() {
  local version
  version=$(as_root docker compose version --short 2>/dev/null) || return 1
  [ "$(printf '%s\n' 2.24.4 "${version#v}" | sort -V | head -n 1)" = 2.24.4 ]
}
runs_already() { has_docker && [ -n "$(compose ps -q 2>/dev/null)" ]; }
has_toolkit() { [[ $(as_root docker info --format '{{json .Runtimes}}' 2>/dev/null) == *'"nvidia"'* ]] || [ -e /etc/cdi/nvidia.yaml ]; }

look_at_system() {
  local id=''
  # shellcheck source=/dev/null
  [ ! -r /etc/os-release ] || id=$(. /etc/os-release && echo "${ID:-} ${ID_LIKE:-}")
  [[ $id == *debian* || $id == *ubuntu* ]] || problems+=("this is neither Debian nor Ubuntu: install Docker with compose yourself, then docker compose up -d --wait")
  [ "$(uname -m)" = x86_64 ] || problems+=("the images are for x86_64, this is $(uname -m)")
  [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null || problems+=("run it as root, or install sudo")
}

look_at_gpu() {
  local card=''
  if command -v nvidia-smi >/dev/null; then card=$(nvidia-smi --query-gpu=name,memory.total,compute_cap,driver_version --format=csv,noheader 2>/dev/null | head -n 1 || true); fi
  [ -n "$shape" ] || { if [ -n "$card" ]; then shape=gpu; else shape=cpu; fi; }
  say "GPU:    ${card:-none that nvidia-smi shows}"
  say "Shape:  $shape"
  [ "$shape" = gpu ] || return 0
  [ -n "$card" ] || { problems+=("no GPU answers nvidia-smi: install NVIDIA's driver, or take --shape cpu"); return 0; }
  if has_docker && ! has_toolkit; then
    problems+=("Docker does not know the GPU: install nvidia-container-toolkit (NVIDIA's own packages), then: nvidia-ctk runtime configure --runtime=docker && systemctl restart docker")
  fi
}

look_at_disk() {
  # What it needs lies there.
  if runs_already; then say 'Disk:   its own, it runs already'; return 0; fi
  local needed=15 free folder=/var/lib/docker
  [ "$shape" != gpu ] || needed=40
  [ -d "$folder" ] || folder=/var/lib
  free=$(df --output=avail -BG "$folder" | tail -n 1 | tr -dc 0-9)
  say "Disk:   $free GiB free below $folder, $needed are needed"
  [ "$free" -ge "$needed" ] || problems+=("$needed GiB are needed below $folder, $free are free")
}

# port_of DOOR:DEFAULT: what .env says, as compose reads it.
port_of() {
  local port=''
  [ ! -r "$here/.env" ] || port=$(sed -n "s/^${1%:*}=//p" "$here/.env" | tail -n 1)
  echo "${port:-${1#*:}}"
}

look_at_ports() {
  local door port
  if runs_already; then say 'Ports:  its own, it runs already'; return 0; fi
  for door in ORCHESTRATOR_DOOR:8080 PROMETHEUS_DOOR:9091 GRAFANA_DOOR:3000; do
    port=$(port_of "$door")
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then problems+=("port $port is taken: set ${door%:*} in $here/.env"); fi
  done
}

look_at_docker() {
  if has_docker && has_compose; then say "Docker: $(as_root docker version --format '{{.Server.Version}}'), compose $(as_root docker compose version --short)"; return; fi
  say 'Docker: missing, not running, or with a compose older than 2.24.4'
  steps+=("apt-get install docker.io and compose")
}

# install PACKAGE...: those of a name that this system has.
install() {
  local package known=()
  for package; do if apt-cache show "$package" >/dev/null 2>&1; then known+=("$package"); fi; done
  [ "${#known[@]}" -eq 0 ] || as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${known[@]}"
}

install_docker() {
  if has_docker && has_compose; then return; fi
  as_root apt-get update -qq
  # From Debian 13 on the command is a package of its own.
  command -v docker >/dev/null || install docker.io docker-cli
  # Ubuntu's name; Debian's, where it is version 2 from 13 on.
  has_compose || install docker-compose-v2 docker-buildx
  has_compose || install docker-compose docker-buildx
  has_docker || as_root systemctl enable --now docker || true
  has_docker || fail "Docker was installed and does not answer: systemctl status docker"
  has_compose || fail "compose 2.24.4 or later is needed, and this system's packages have none: install Docker's own, https://docs.docker.com/engine/install"
}

remove() {
  local what="containers and networks of DocMind Stack"
  [ "$data" -eq 0 ] || what+=', and with them all documents, models and keys'
  has_docker || fail 'Docker does not run, so there is nothing to take away'
  say "This takes away: $what. Docker itself stays."
  [ "$dry_run" -eq 0 ] || exit 0
  agreed 'Go on?' || exit 1
  shape=gpu
  # The overlay's volume is data too.
  if [ "$data" -eq 1 ]; then compose -f "$here/deploy/compose/postgres.yml" down --volumes --remove-orphans; else compose down --remove-orphans; fi
  say 'Gone.'
}

options "$@"
if [ "$uninstall" -eq 1 ]; then remove; exit 0; fi
say 'Looking at this machine'
look_at_system
look_at_gpu
look_at_docker
look_at_disk
look_at_ports
if [ "${#problems[@]}" -gt 0 ]; then
  printf 'In the way: %s\n' "${problems[@]}" >&2
  exit 1
fi
steps+=("docker compose up -d --wait, shape $shape: builds six images, pulls the others and the model" "docker compose run --rm init key, where there is no key yet")
say 'What will be done:'
printf '  - %s\n' "${steps[@]}"
[ "$dry_run" -eq 0 ] || exit 0
agreed 'Go on?' || exit 1
install_docker
if [ "$shape" = gpu ] && ! has_toolkit; then fail "Docker does not know the GPU: install nvidia-container-toolkit, then: nvidia-ctk runtime configure --runtime=docker && systemctl restart docker"; fi
commit=$(git -C "$here" rev-parse HEAD 2>/dev/null || true)
compose up -d --wait --wait-timeout 3600
if compose run --rm -T --entrypoint cat init /secrets/keys/api_keys | grep -q '"id"'; then say 'There is an API key already; another: docker compose run --rm init key'; else compose run --rm -T init key; fi
compose ps
say "Up: http://127.0.0.1:$(port_of ORCHESTRATOR_DOOR:8080)/docs"
