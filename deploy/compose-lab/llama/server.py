"""llama.cpp's HTTP server out of the xllamacpp wheel, under the flags that the compose file gives llama-server."""

import argparse
import os
import signal
import time

import xllamacpp


def flags():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("-m", "--model", required=True)
    parser.add_argument("-a", "--alias", default="")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("-c", "--ctx-size", type=int, default=4096)
    parser.add_argument("-t", "--threads", type=int, default=2)
    parser.add_argument("-np", "--parallel", type=int, default=1)
    parser.add_argument("--jinja", action="store_true")
    parser.add_argument("--metrics", action="store_true")
    parser.add_argument("--slots", action="store_true")
    # For a program that starts llama-server with flags of its own.
    parser.add_argument("--lenient", action="store_true")
    # The wheel never fetches anything.
    parser.add_argument("--offline", action="store_true")
    given, unknown = parser.parse_known_args()
    if unknown and not given.lenient:
        parser.error("unrecognized arguments: " + " ".join(unknown))
    return given


def parameters(given):
    params = xllamacpp.CommonParams()
    params.model.path = given.model
    params.hostnames = [given.host] if isinstance(params.hostnames, list) else given.host
    params.port = given.port
    params.n_ctx = given.ctx_size
    params.n_parallel = given.parallel
    params.cpuparams.n_threads = given.threads
    params.cpuparams_batch.n_threads = given.threads
    params.use_jinja = given.jinja or given.lenient
    params.endpoint_metrics = given.metrics
    params.endpoint_slots = given.slots or given.lenient
    if given.alias:
        params.model_alias = {given.alias} if isinstance(params.model_alias, set) else given.alias
    return params


if __name__ == "__main__":
    server = xllamacpp.Server(parameters(flags()))
    print("listening on", server.listening_address, flush=True)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    while True:
        time.sleep(3600)
