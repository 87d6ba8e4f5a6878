#!/bin/sh
# Starts vLLM with the arguments that `gpu-plan` computed: one a line, so that none is split or expanded.
set -eu
plan=${1:-/plan/vllm.args}
set --
while IFS= read -r argument; do set -- "$@" "$argument"; done <"$plan"
echo "vllm serve $*"
exec vllm serve "$@"
