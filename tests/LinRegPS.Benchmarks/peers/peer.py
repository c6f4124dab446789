"""One peer, alive for a whole comparison: a request a line on stdin, an answer a line on stdout, both JSON.

usage: peer.py numpy|torch|sklearn|pandas THREADS

    {"prepare": ID, "case": NAME, "arguments": {...}}  ->  {"check": [numbers]}
    {"measure": ID, "seconds": S}                      ->  {"seconds": the median of one step}
    {"release": true}                                  ->  {}

First of all it says {"versions": text}. An argument {"file": PATH, "shape": [...]} is an array of float32.
"""
import gc
import importlib
import json
import statistics
import sys
import time


def load(argument):
    if not isinstance(argument, dict):
        return argument
    import numpy
    return numpy.fromfile(argument["file"], dtype=numpy.float32).reshape(argument["shape"])


def measure(case, seconds):
    times = []
    end = time.perf_counter() + seconds
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        case.run()
        times.append((time.perf_counter() - start) / case.steps)
    return statistics.median(times)


def main():
    library = importlib.import_module(sys.argv[1] + "_cases")
    answer({"versions": library.start(int(sys.argv[2]))})
    prepared = {}
    for line in sys.stdin:
        request = json.loads(line)
        if "prepare" in request:
            arguments = {name: load(value) for name, value in request["arguments"].items()}
            case = prepared[request["prepare"]] = getattr(library, request["case"])(**arguments)
            answer({"check": [float(x) for x in case.check()]})
        elif "measure" in request:
            answer({"seconds": measure(prepared[request["measure"]], request["seconds"])})
        else:
            prepared.clear()
            gc.collect()
            answer({})


def answer(result):
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
