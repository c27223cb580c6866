#!/usr/bin/env python3
"""Writes the messages and stubs of package fitd.v1 into fitd/v1, from the .proto files.

They are not kept in git: they follow from proto/fitd/v1, and must not be newer than the protobuf and
grpcio that run them, so they are made where these are installed. `pip install` runs this by itself;
run it by hand to use the package from its folder.
"""

import pathlib

HERE = pathlib.Path(__file__).resolve().parent
PROTO = HERE.parents[1] / "proto"


def generate() -> None:
    from importlib.resources import files

    from grpc_tools import protoc

    if not PROTO.is_dir():
        if list(HERE.glob("fitd/v1/*_pb2.py")):
            return  # a source distribution, which holds them
        raise SystemExit(f"{PROTO} is missing: generate.py works inside the repository")
    sources = sorted(str(path) for path in PROTO.glob("fitd/v1/*.proto"))
    arguments = [
        "protoc",
        f"--proto_path={PROTO}",
        f"--proto_path={files('grpc_tools') / '_proto'}",
        f"--python_out={HERE}",
        f"--pyi_out={HERE}",
        f"--grpc_python_out={HERE}",
        *sources,
    ]
    if protoc.main(arguments) != 0:
        raise SystemExit("protoc failed")


if __name__ == "__main__":
    generate()
