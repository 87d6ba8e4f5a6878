"""Reads lines of JSON, each a list of `vllm serve` arguments, and answers each with a line of JSON: null when vLLM's own argument parser takes
them, else what it says. vLLM builds its parser from its configuration classes, whose modules import torch and much more for other purposes: what
isn't installed is replaced by modules whose every name is a placeholder."""

import argparse
import contextlib
import importlib
import importlib.abc
import importlib.machinery
import io
import json
import os
import sys
import types

os.environ.update(VLLM_TARGET_DEVICE="cpu", VLLM_LOGGING_LEVEL="ERROR", VLLM_CONFIGURE_LOGGING="0")
# Defaults are computed from these versions; the ones that vLLM 0.32 pins.
VERSIONS = {"torch": "2.13.0", "transformers": "5.19.0"}


class PlaceholderType(type):
    """A class that has every attribute, can be called, subscripted, compared with `|` and inherited from."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return placeholder(name)

    def __call__(cls, *args, **kwargs):
        decorated = args[0] if len(args) == 1 and not kwargs else None
        if isinstance(decorated, (type, types.FunctionType)) and cls.__module__ == "placeholder":
            return decorated  # used as a decorator
        return super().__call__() if cls.__module__ == "placeholder" else super().__call__(*args, **kwargs)

    def __getitem__(cls, _):
        return cls

    def __or__(cls, other):
        return cls

    __ror__ = __or__

    def __setitem__(cls, _, value):
        pass

    def __contains__(cls, _):
        return False

    def __iter__(cls):
        return iter(())

    def __lt__(cls, other):
        return False

    __gt__ = __le__ = __ge__ = __lt__

    def __instancecheck__(cls, instance):
        return False if cls.__module__ == "placeholder" else super().__instancecheck__(instance)


class Placeholder(metaclass=PlaceholderType):
    __module__ = "placeholder"

    def __init_subclass__(cls, **kwargs):
        pass

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return placeholder(name)

    def __call__(self, *args, **kwargs):
        return args[0] if len(args) == 1 and not kwargs and isinstance(args[0], (type, types.FunctionType)) else self

    def __getitem__(self, _):
        return self

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    @classmethod
    def __get_pydantic_core_schema__(cls, *_):
        from pydantic_core import core_schema

        return core_schema.any_schema()


def placeholder(name):
    return PlaceholderType(name, (Placeholder,), {"__module__": "placeholder"})


class PlaceholderModule(types.ModuleType):
    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__") and name != "__version__":
            raise AttributeError(name)
        value = VERSIONS.get(self.__name__, "0.0.0") if name == "__version__" else placeholder(name)
        setattr(self, name, value)
        return value


class PlaceholderFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Asked last, so that only what isn't there is replaced. vLLM itself never is, but for its compiled parts."""

    def find_spec(self, name, path=None, target=None):
        package = name.rpartition(".")[0]
        if package:
            is_missing = isinstance(sys.modules.get(package), PlaceholderModule)
        else:
            is_missing = name != "vllm" and name not in sys.stdlib_module_names
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if is_missing else None

    def create_module(self, spec):
        return PlaceholderModule(spec.name)

    def exec_module(self, module):
        pass


# Parts of vLLM that run torch code when they are imported and have no say in the arguments.
REPLACED_PARTS = ("vllm._C", "vllm.utils.torch_utils", "vllm.model_executor.custom_op", "vllm.v1.executor")
for part in REPLACED_PARTS:
    sys.modules[part] = PlaceholderModule(part)
sys.meta_path.append(PlaceholderFinder())

FlexibleArgumentParser = importlib.import_module("vllm.utils.argparse_utils").FlexibleArgumentParser
cli_args = importlib.import_module("vllm.entrypoints.launchers.cli_args")
CacheConfig = importlib.import_module("vllm.config.cache").CacheConfig
AttentionConfig = importlib.import_module("vllm.config.attention").AttentionConfig
QUANTIZATION_METHODS = importlib.import_module("vllm.model_executor.layers.quantization").QUANTIZATION_METHODS
parser = cli_args.make_arg_parser(FlexibleArgumentParser(prog="vllm serve"))


def check_values(args):
    """What the parser itself lets through and the engine's configuration refuses a moment later."""
    CacheConfig(
        gpu_memory_utilization=args.gpu_memory_utilization,
        cache_dtype=args.kv_cache_dtype,
        kv_offloading_size=args.kv_offloading_size,
    )
    AttentionConfig(backend=args.attention_backend)
    if args.quantization is not None and args.quantization not in QUANTIZATION_METHODS:
        raise ValueError(f"Unknown quantization method: {args.quantization}")


def refusal(arguments):
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            args = parser.parse_args(arguments)
            cli_args.validate_parsed_serve_args(args)
            check_values(args)
    except SystemExit:
        return said.getvalue().strip().splitlines()[-1]
    except (argparse.ArgumentError, TypeError, ValueError) as error:  # pydantic's errors are ValueErrors
        return str(error)
    return None


for line in sys.stdin:
    print(json.dumps(refusal(json.loads(line))), flush=True)
